"""Seeded changes to a file: to its bytes, to its cells if it is a table, to its values if it is TOML."""

import csv
import io
from collections.abc import Callable
from random import Random

MOST_CHANGES = 4

Change = Callable[[Random, bytes], bytes]
Rows = list[list[str]]

PIECES = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\x1a", b"\x85"),
    *(b'"', b'""', b"'", b"\\", b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\n\n", b"sep=;\n"),
    *(b"=", b"[", b"]", b"[[", b"{", b"}", b'"""', b"#", b".", b"\xe2\x80\xa8", b"\xe2\x80\xae"),
)
CELLS = (
    *("", " ", "\u00a0", "-", "?", "n/a", "NULL", "None", "nan", "inf", "-inf", "1e308", "1e999", "-0", "0"),
    *(
        "9" * 25,
        "-9223372036854775809",
        "1.5",
        "1,5",
        "1 000",
        "3-7",
        "7-3",
        "~20",
        "٣",
        "½",
        "0x10",
        "1_000",
    ),
    *("90.0001", "-181", "91", "40.5N", "40°30'N", "40.5, 46.5", "4.05e1", "400000000000000000000"),
    *("2020-02-30", "2020-13-01", "0000-00-00", "9999-12-31", "10000-01-01", "0001-01-01", "-0001-01-01"),
    *("04/10/2020", "4.10.20", "44108", "1601769600", "2020-10", "2020", "2020-10-04T25:61:00", "yesterday"),
    *("2020-10-04/2020-10-01", "27 сентября 2020", "32 Oktober 2020", "2020-W40-7", "20201004"),
    *("yes", "YES", "ja", "true", "draft", "Armenian forces", "armenian", "reports", "1;2;;3", ";", "; ;"),
    *(
        "=1+1",
        "'=1+1",
        "+1",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "a\nb",
        'a"b',
        "a,b",
        "\u202e",
        "\u200b",
    ),
    *("javascript:alert(1)", "https://", "http://[::1", "https://example.org/" + "x" * 5000, "http://a b"),
    *(
        "\x00",
        "\x1b[31m",
        "\ud7ff",
        "\U0010ffff",
        "é",
        "e\u0301",
        "İ",
        "ß",
        "%s%n",
        "{0}",
        "{$x}",
        "x" * 70_000,
    ),
)
VALUES = (
    *(
        '""',
        '" "',
        '"x"',
        '"a\\nb"',
        '"\\u0000"',
        '"\\u202e"',
        "0",
        "-1",
        "1.5",
        "nan",
        "inf",
        "true",
        "9" * 40,
    ),
    *("1e999", "[]", "[[]]", "{}", "{ a = 1 }", "[1, 2]", '["a", "a"]', "[" * 200 + "]" * 200, "[" * 5000),
    *("2020-10-04", "2020-13-01", "0001-01-01", "9999-12-31", "2020-10-04T10:00:00Z", "10:00:00"),
    *('"#000000"', '"#ffffff"', '"#GGGGGG"', '"javascript:x"', '"Datum"', '"Nr"', '["Nr", "Datum", "Ort"]'),
    *('"' + "x" * 70_000 + '"', '"armenian"', '"xx"', '"month first"', "'''", '"""'),
)


def mutant(random: Random, name: str, content: bytes) -> bytes:
    """Alter a file a few times; `random` makes every choice."""
    kinds = (TOML if name.endswith(".toml") else TABLE) + BYTES
    for _ in range(random.randint(1, MOST_CHANGES)):
        content = random.choice(kinds)(random, content)
    return content


def _replaced(random: Random, content: bytes, piece: bytes, longest: int) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + piece + content[start + random.randint(0, longest) :]


def byte_changed(random: Random, content: bytes) -> bytes:
    return _replaced(random, content, random.randbytes(1), 1)


def piece_put_in(random: Random, content: bytes) -> bytes:
    return _replaced(random, content, random.choice(PIECES), random.choice((0, 0, 1, 5)))


def slice_left_out(random: Random, content: bytes) -> bytes:
    return _replaced(random, content, b"", random.choice((10, 100, 1000)))


def slice_doubled(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[: start + random.choice((10, 100, 1000))] + content[start:]


def cut_off(random: Random, content: bytes) -> bytes:
    return content[: random.randint(0, len(content))]


def written_otherwise(random: Random, content: bytes) -> bytes:
    """Write the text in another encoding, or with other line endings or a byte order mark."""
    text = content.decode("utf-8", "replace")
    kind = random.choice(("utf-16", "cp1251", "utf-8-sig", "\r", "\r\n"))
    return text.replace("\n", kind).encode() if "\r" in kind else text.encode(kind, "replace")


BYTES: tuple[Change, ...] = (
    byte_changed,
    piece_put_in,
    slice_left_out,
    slice_doubled,
    cut_off,
    written_otherwise,
)


def _of_cells(change: Callable[[Random, Rows], object]) -> Change:
    """Turn a change to cells into a change to a file; one that is no longer a table stays as it is."""

    def changed(random: Random, content: bytes) -> bytes:
        delimiter = max(",;\t|", key=content.split(b"\n", 1)[0].decode("latin-1").count)
        try:
            rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), delimiter=delimiter))
        except (csv.Error, UnicodeDecodeError):
            return content
        if not any(rows):
            return content
        change(random, rows)
        out = io.StringIO(newline="")
        quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        other = random.choice((*(delimiter,) * 8, *",;\t|"))
        csv.writer(out, delimiter=other, quoting=quoting, lineterminator="\n").writerows(rows)
        return out.getvalue().encode("utf-8", "replace")

    return changed


def _row(random: Random, rows: Rows) -> list[str]:
    return random.choice([row for row in rows if row])


def cell_replaced(random: Random, rows: Rows) -> None:
    row = _row(random, rows)
    row[random.randrange(len(row))] = random.choice(CELLS)


def column_replaced(random: Random, rows: Rows) -> None:
    place, value = random.randrange(len(_row(random, rows))), random.choice(CELLS)
    for row in rows[1:]:
        row[place : place + 1] = [value]


def column_left_out(random: Random, rows: Rows) -> None:
    place = random.randrange(len(_row(random, rows)))
    for row in rows:
        del row[place : place + 1]


def columns_swapped(random: Random, rows: Rows) -> None:
    first, second = (random.randrange(len(_row(random, rows))) for _ in range(2))
    for row in rows[random.randint(0, 1) :]:
        if max(first, second) < len(row):
            row[first], row[second] = row[second], row[first]


def column_doubled(random: Random, rows: Rows) -> None:
    place = random.randrange(len(_row(random, rows)))
    for row in rows:
        row.extend(row[place : place + 1])


def row_doubled(random: Random, rows: Rows) -> None:
    rows.insert(random.randint(0, len(rows)), list(_row(random, rows)))


def row_left_out(random: Random, rows: Rows) -> None:
    del rows[random.randrange(len(rows))]


def rows_shuffled(random: Random, rows: Rows) -> None:
    random.shuffle(rows)


def row_blank(random: Random, rows: Rows) -> None:
    blank = random.choice(([], [""] * len(rows[0]), [" "] * len(rows[0])))
    rows.insert(random.randint(0, len(rows)), blank)


def row_uneven(random: Random, rows: Rows) -> None:
    row = _row(random, rows)
    row[:] = row[: random.randint(0, len(row))] if random.random() < 0.5 else [*row, random.choice(CELLS)]


TABLE: tuple[Change, ...] = tuple(
    _of_cells(change)
    for change in (
        *(cell_replaced,) * 6,
        column_replaced,
        column_left_out,
        columns_swapped,
        column_doubled,
        row_doubled,
        row_left_out,
        rows_shuffled,
        row_blank,
        row_uneven,
    )
)


def _of_lines(change: Callable[[Random, list[str]], object]) -> Change:
    def changed(random: Random, content: bytes) -> bytes:
        lines = content.decode("utf-8", "replace").splitlines() or [""]
        change(random, lines)
        return "\n".join([*lines, ""]).encode("utf-8", "replace")

    return changed


def value_replaced(random: Random, lines: list[str]) -> None:
    given = [place for place, line in enumerate(lines) if "=" in line] or [0]
    place = random.choice(given)
    lines[place] = f"{lines[place].partition('=')[0]}= {random.choice(VALUES)}"


def key_replaced(random: Random, lines: list[str]) -> None:
    place = random.randrange(len(lines))
    key = random.choice(('""', "x", "name", "url", "date", "[parties]", "a.b.c", "'\\u202e'", "columns"))
    lines[place] = f"{key} = {lines[place].partition('=')[2] or random.choice(VALUES)}"


def line_doubled(random: Random, lines: list[str]) -> None:
    lines.insert(random.randint(0, len(lines)), random.choice(lines))


def line_left_out(random: Random, lines: list[str]) -> None:
    if len(lines) > 1:
        del lines[random.randrange(len(lines))]


def lines_repeated(random: Random, lines: list[str]) -> None:
    lines.extend(lines * random.choice((1, 5, 60)))


TOML: tuple[Change, ...] = tuple(
    _of_lines(change)
    for change in (*(value_replaced,) * 5, key_replaced, line_doubled, line_left_out, lines_repeated)
)
