"""The message catalogues: every identifier is used, every one used exists, and the arguments match."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from mapapp import messages
from mapapp.messages import message, notice
from mapapp.messages.patterns import pattern as handed_over
from mapapp.model.schema import NOT_ESTABLISHED
from mapapp.views.script_words import SCRIPT_WORDS

PACKAGE = Path(messages.__file__).parents[1]
CATALOGUES = {"page": ("message", "html"), "errors": ("notice",), "data": ("fault",)}
"""Each catalogue, and the functions that take its identifiers."""

INDIRECT = {"note-blank", "note-combined", "note-claims", "diff-incidents", "diff-claims", "diff-sources"}
"""Identifiers that are passed on before they are looked up, or whose arguments are given as a mapping."""


@cache
def entries(catalogue: str) -> dict[str, set[str]]:
    """The identifiers in a catalogue, each with the arguments its message needs."""
    found = {}
    resource = FluentParser().parse((messages.FOLDER / f"{catalogue}.ftl").read_text(encoding="utf-8"))
    for entry in resource.body:
        assert not isinstance(entry, ftl.Junk), f"{catalogue}.ftl: {entry.content}"
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in found, f"{entry.id.name} stands twice in {catalogue}.ftl"
            if catalogue == "data":
                assert [attribute.id.name for attribute in entry.attributes] == ["remedy"], entry.id.name
            found[entry.id.name] = variables(entry)
    return found


def variables(node: object) -> set[str]:
    if isinstance(node, ftl.VariableReference):
        return {node.id.name}
    if isinstance(node, list):
        return set().union(*map(variables, node)) if node else set()
    return variables(list(vars(node).values())) if isinstance(node, ftl.BaseNode) else set()


def references(node: object) -> Iterator[str]:
    if isinstance(node, ftl.MessageReference | ftl.TermReference):
        yield node.id.name
    for one in (
        node if isinstance(node, list) else vars(node).values() if isinstance(node, ftl.BaseNode) else ()
    ):
        yield from references(one)


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_catalogue_is_cut_into_messages_that_stand_alone(catalogue: str) -> None:
    whole = FluentParser().parse((messages.FOLDER / f"{catalogue}.ftl").read_text(encoding="utf-8"))
    assert [*references(whole)] == []
    cut = {name: FluentParser().parse(text).body[0] for name, text in messages.messages_of(catalogue).items()}
    assert cut.keys() == entries(catalogue).keys()
    for entry in whole.body:
        if isinstance(entry, ftl.Message):
            assert cut[entry.id.name].equals(entry, ignored_fields=["span", "comment"])


@cache
def nodes(path: Path) -> list[ast.AST]:
    """The nodes of a module's syntax tree."""
    return [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def in_python() -> Iterator[tuple[str, str, set[str] | None]]:
    """Each call in Python: the function, the identifier (a pattern if it is assembled), the arguments."""
    for path in PACKAGE.rglob("*.py"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                if node.func.id in {"message", "notice", "fault"}:
                    given = {word.arg for word in node.keywords}
                    for pattern in patterns(node.args[0]):
                        yield node.func.id, pattern, None if None in given else given  # type: ignore[misc]
                elif node.func.id == "_claimants_who":
                    for pattern in patterns(node.args[0]):
                        yield "message", pattern, None


def patterns(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [re.escape(str(node.value))]
    if isinstance(node, ast.IfExp):
        return patterns(node.body) + patterns(node.orelse)
    if isinstance(node, ast.JoinedStr):
        parts = [
            re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"\w+" for one in node.values
        ]
        return ["".join(parts)]
    return []


def in_templates() -> Iterator[tuple[str, str, set[str] | None]]:
    for path in PACKAGE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for function, identifier, joined, rest in re.findall(
            r'\b(message|html)\(["\']([\w-]+)["\']( ~ \w+)?((?:[^()]|\([^()]*\))*)\)', text
        ):
            given = set(re.findall(r"[,(]\s*(\w+)=", rest))
            yield function, identifier + (r"\w+" if joined else ""), given


@cache
def calls() -> list[tuple[str, str, set[str] | None]]:
    return [*in_python(), *in_templates()]


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_identifier_is_used_and_every_used_one_exists(catalogue: str) -> None:
    known = entries(catalogue)
    used = {pattern for function, pattern, _ in calls() if function in CATALOGUES[catalogue]}
    for pattern in used:
        assert any(map(re.compile(pattern).fullmatch, known)), f"{pattern} is not in {catalogue}.ftl"
    variable = identifiers_in_constants()
    any_used = re.compile("|".join(used))
    unused = {name for name in known if not any_used.fullmatch(name)}
    assert unused <= INDIRECT | variable, f"not used: {unused - INDIRECT - variable}"


@cache
def identifiers_in_constants() -> set[str]:
    """All string constants, for identifiers that a variable selects before they are looked up."""
    constants = (
        node.value for path in PACKAGE.rglob("*.py") for node in nodes(path) if isinstance(node, ast.Constant)
    )
    templates = (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html"))
    quoted = (name for text in templates for name in re.findall(r'"([\w-]+)"', text))
    return {value for value in constants if isinstance(value, str)} | {*quoted}


def test_the_arguments_are_those_of_the_message() -> None:
    wrong = [
        (function, pattern, sorted(given))
        for function, pattern, given in calls()
        if given is not None and given != needed(function, pattern)
    ]
    assert not wrong


@cache
def needed(function: str, pattern: str) -> set[str]:
    catalogue = next(name for name, functions in CATALOGUES.items() if function in functions)
    return set().union(*(names for name, names in entries(catalogue).items() if re.fullmatch(pattern, name)))


ALLOWED = re.compile(
    r"""<[^>]*(>|$) | [\w-]*\{ | api/ | ^[\w./:?=&*%+#-]*$ | ^:material | ^\W*$  # markup, addresses, names
    | ^bring\ claims$ | ^own\ (data|sheet|file\ as\ read|columns\ chosen\ for)$  # keys
    | ^(not|two|with)\ \w+$
    | ^(light|dark|saturate|invert|html,|\.\./)""",
    re.VERBOSE,
)


def texts_of(path: Path) -> list[str]:
    """The strings in a module, without its docstrings."""
    described = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    constants = [node for node in nodes(path) if isinstance(node, ast.Constant)]
    return [node.value for node in constants if isinstance(node.value, str) and id(node) not in described]


@pytest.mark.parametrize(
    "path", sorted([*(PACKAGE / "page").glob("*.py"), *(PACKAGE / "views").glob("*.py")])
)
def test_no_sentence_stands_outside_the_catalogue(path: Path) -> None:
    found = [text for text in texts_of(path) if re.search(r"[a-z] [a-z]", text)]
    assert not [text for text in found if not ALLOWED.search(text)]


@pytest.mark.parametrize("path", sorted((PACKAGE / "ingest").glob("*.py")), ids=lambda path: path.name)
def test_no_sentence_about_data_stands_outside_the_catalogue(path: Path) -> None:
    assert not [text for text in texts_of(path) if re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]", text)]


def test_what_is_refused_and_why_stands_in_the_catalogue() -> None:
    refused = [
        (path.name, node.lineno, node.args[{"BadQuery": 2, "ReleaseRefused": 0}[node.func.id]])
        for path in PACKAGE.rglob("*.py")
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"BadQuery", "ReleaseRefused"}
    ]
    assert len(refused) > 40
    sentences = [(*where, ast.unparse(words)) for *where, words in refused if is_sentence(words)]
    assert not sentences


def is_sentence(node: ast.expr) -> bool:
    """Whether the expression spells out words, rather than putting a message after a location."""
    texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) and any(
        isinstance(text, str) and re.search("[a-z]{2}", text) for text in texts
    )


@pytest.mark.parametrize("path", sorted((PACKAGE / "views").glob("*.html")), ids=lambda path: path.name)
def test_no_word_stands_in_a_template(path: Path) -> None:
    text = re.sub(r"\{[{%#].*?[}%#]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', text)
    shown = re.sub(r"<style.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    assert not re.findall(
        r"[A-Za-z]{2,}", f"{shown} {' '.join(labels)}".replace("GeoJSON", "").replace(".csv", "")
    )


@pytest.mark.parametrize(
    ("identifier", "arguments", "said"),
    [
        ("count-incidents", {"count": 1}, "1 incident"),
        ("count-incidents", {"count": 0}, "0 incidents"),
        ("count-incidents", {"count": 41310}, "41,310 incidents"),
        ("toll", {"count": 1}, "1 person reported killed"),
        ("toll-at-least", {"count": 1}, "at least 1 person reported killed"),
        ("ignored-summary", {"count": 1}, "This link contains something we could not use"),
        ("count-corrections", {"count": 0}, "no corrections"),
    ],
)
def test_a_noun_agrees_with_its_number(identifier: str, arguments: dict[str, int], said: str) -> None:
    assert message(identifier, **arguments) == said


def test_a_text_of_any_length_is_taken_and_a_missing_argument_is_not() -> None:
    assert message("sentence", words="x" * 100_000) == "x" * 100_000 + "."
    assert message("view-on", count=2, view="x" * 100_000, days="1 May") == "x" * 100_000 + ", both on 1 May"
    with pytest.raises(KeyError, match="words"):
        message("sentence")
    with pytest.raises(KeyError):
        notice("no such notice")


FRONTEND = Path(__file__).parents[1] / "frontend" / "src"


@cache
def script(path: Path) -> str:
    """A script without its comments and its error messages for developers."""
    text = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"(Error|console\.warn)\([^\n]*", "", text)


SCRIPTS = sorted(FRONTEND.rglob("*.js"))


def is_for_readers(text: str) -> bool:
    """Whether a text in a script looks like words for readers; "0" stands for a value that is filled in."""
    is_sentence = re.search(r"^[A-Z][a-z]+ [a-z]|[a-z] [a-z]+ [a-z]+[ .]|^[A-Z][a-z]+:", text)
    is_counting = re.search(r"0,? [a-z]{3}", text) and not re.search(r"[(-]|px|^M0", text)
    is_code = re.search(r"mapapp|[<>#{]|=", text) or text == NOT_ESTABLISHED
    return bool((is_sentence or is_counting) and not is_code)


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_no_words_for_readers_stand_in_a_script(path: Path) -> None:
    texts = map("".join, re.findall(r'"([^"\n]*)"|`([^`]*)`', script(path)))
    found = [text for text in (re.sub(r"\$\{[^}]*\}", "0", text) for text in texts) if is_for_readers(text)]
    assert not found


def with_what_it_imports(path: Path) -> set[Path]:
    """A script and everything in the frontend that it imports, directly or indirectly."""
    found, waiting = set(), [path]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [
                (path.parent / name).resolve() for name in re.findall(r'from "(\..*\.js)"', script(path))
            ]
    return found


@pytest.mark.parametrize("name", SCRIPT_WORDS)
def test_a_script_is_handed_the_words_that_it_asks_for(name: str) -> None:
    entry = FRONTEND / ("map/map.js" if name == "map" else f"components/{name}.js")
    texts = [script(path) for path in with_what_it_imports(entry)]
    named = {word for text in texts for word in re.findall(r'"((?:[a-z]+-)+[a-z]+|incidents)"', text)}
    direct = {word for text in texts for word in re.findall(r'\bterm\("([^"]+)"', text)}
    patterns = [
        re.sub(r"\$\{\w+\}", r"\\w+", found)
        for text in texts
        for found in re.findall(r"\bterm\(`([^`]+)`", text)
    ]
    handed = set(SCRIPT_WORDS[name])
    assert direct <= handed
    assert not {one for one in handed - named if not any(re.fullmatch(p, one) for p in patterns)}


@pytest.mark.parametrize("path", SCRIPTS, ids=str)
def test_a_script_fills_in_the_arguments_of_its_messages(path: Path) -> None:
    for identifier, given in re.findall(r'\bterm\(\s*"([^"]+)"(?:,\s*\{([^}]*)\})?', script(path)):
        arguments = {part.partition(":")[0].strip() for part in given.split(",") if part.strip()}
        assert arguments == entries("page")[identifier], identifier


def test_messages_for_scripts_keep_their_arguments_and_forms() -> None:
    assert handed_over("figure-range") == [["low"], " to ", ["high"]]
    forms = {"0": "no corrections", "one": "1 correction", "other": [["count"], " corrections"]}
    assert handed_over("count-corrections") == [{"of": "count", "forms": forms, "other": "other"}]
    assert handed_over("not-stated") == message("not-stated")


def test_the_words_of_the_golden_file_are_those_of_the_catalogue() -> None:
    golden = Path(__file__).parent / "golden" / "terms.json"
    for identifier, words in json.loads(golden.read_text(encoding="utf-8")).items():
        assert words == handed_over(identifier)
