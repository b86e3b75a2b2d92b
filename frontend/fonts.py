"""Make Streamlit's fonts smaller: `make fonts` writes what the page uses of them to `mapapp/server/fonts/`.

Kept are the letters of Latin, Cyrillic and Greek, the weights that the page has, and the icons that the page
or Streamlit's own scripts name. For what is left out, a browser takes a font of the reader's. The names
inside are others, as the licence of Source Sans and Source Serif asks of altered copies.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import streamlit
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "mapapp/server/fonts"
STATIC = Path(streamlit.__file__).parent / "static/static"
ICONS = "MaterialSymbols-Rounded"
TEXT: Mapping[str, Mapping[str, float | tuple[float, float]]] = {
    "SourceSansVF-Upright": {"wght": (400, 700)},
    "SourceSerifVariable-Roman": {"wght": 600, "opsz": 20},
}
"""The fonts for text, and what of their axes the page uses."""

LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin
    *(0x259, *range(0x2B0, 0x2DE)),  # the Azerbaijani schwa, apostrophes of transliterations
    *range(0x300, 0x330),  # marks that are put on letters
    *range(0x370, 0x530),  # Greek and Cyrillic
    *range(0x1E00, 0x1F00),  # more Latin
    *range(0x2000, 0x2070),  # dashes, quotation marks, spaces
    *range(0x20A0, 0x20D0),  # currencies
    *(0x2116, 0x2122, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
    *range(0x2190, 0x21A0),  # arrows
)
FEATURES = ("kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "calt")
ABOUT = (0, 13, 14)
"""The names that say whose a font is, and under which licence."""
NAMES = (*range(7), *ABOUT)
NAMED = re.compile(r":material/(\w+):")


def main() -> None:
    """Write the smaller fonts."""
    for name, axes in TEXT.items():
        _save(_text(name, axes), name)
    _save(_icons(), ICONS)


def original(name: str) -> Path:
    """Return Streamlit's own file of a font."""
    (file,) = (STATIC / "media").glob(f"{name}.*.woff2")
    return file


def named_icons() -> set[str]:
    """Find the icons that our page or Streamlit's scripts name."""
    return {name for file in _sources() for name in NAMED.findall(file.read_text(encoding="utf-8"))}


def ligatures(font: TTFont) -> dict[str, tuple[str, ...]]:
    """Return the names that a font draws as icons, with the glyphs they take: their letters and the icon."""
    letter = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    return {
        "".join(letter.get(glyph, "\ufffd") for glyph in letters): (*letters, ligature.LigGlyph)
        for lookup in font["GSUB"].table.LookupList.Lookup
        for table in lookup.SubTable
        for first, starting in getattr(table, "ExtSubTable", table).ligatures.items()
        for ligature in starting
        for letters in [(first, *ligature.Component)]
    }


def _sources() -> Iterator[Path]:
    yield from (STATIC / "js").glob("*.js")
    yield from (ROOT / "mapapp").rglob("*.py")


def _text(name: str, axes: Mapping[str, float | tuple[float, float]]) -> TTFont:
    font = TTFont(original(name), recalcTimestamp=False)
    kept = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=NAMES))
    kept.populate(unicodes=LETTERS)
    kept.subset(font)
    return instantiateVariableFont(font, axes)


def _icons() -> TTFont:
    font = TTFont(original(ICONS), recalcTimestamp=False)
    known = ligatures(font)
    kept = Subsetter(Options(layout_features=["*"], layout_closure=False, hinting=False, name_IDs=NAMES))
    kept.populate(glyphs={glyph for name in named_icons() & known.keys() for glyph in known[name]})
    kept.subset(font)
    return font


def _save(font: TTFont, name: str) -> None:
    for record in font["name"].names:
        if record.nameID not in ABOUT:
            record.string = record.toUnicode().replace("Source", "Smaller")
    font.flavor = "woff2"
    font.save(SMALL / f"{name}.woff2")


if __name__ == "__main__":
    main()
