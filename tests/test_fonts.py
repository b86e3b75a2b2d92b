"""Streamlit's fonts, reduced: every icon is there, and the letters that people's names need."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

TEXTS = (
    "Stepanakert · Xankəndi, Ağdərə, Şuşa, İğdır, Ğ ğ ı",
    "Степанакерт · Харків, Єнакієве, Ґ ґ ї «…» — – №",
    "Αθήνα, Đà Nẵng, Łódź, Kraków, São Tomé, Þingvellir, ‘Aleppo’ “Ḥalab” ʿAyn",
    "1\u202f259 ≈ 3–7 ≥ 5 × 2 − 1 ± € ₼ → ↑",
)


@pytest.fixture(scope="module")
def fonts() -> ModuleType:
    made_of = spec_from_file_location("fonts", Path(__file__).parents[1] / "frontend/fonts.py")
    assert made_of
    assert made_of.loader
    module = module_from_spec(made_of)
    made_of.loader.exec_module(module)
    return module


def test_every_icon_that_is_named_is_drawn(fonts: ModuleType) -> None:
    there, drawn = (
        set(fonts.ligatures(TTFont(file)))
        for file in (fonts.original(fonts.ICONS), fonts.SMALL / f"{fonts.ICONS}.woff2")
    )
    assert {"close", "download", "check_circle", "expand_more"} <= drawn
    assert fonts.named_icons() & there <= drawn, "Run `make fonts` and commit what it writes."


@pytest.mark.parametrize("name", ["SourceSansVF-Upright", "SourceSerifVariable-Roman"])
@pytest.mark.parametrize("text", TEXTS)
def test_what_streamlits_font_has_of_names_and_figures_is_still_there(
    fonts: ModuleType, name: str, text: str
) -> None:
    whole, small = (
        TTFont(file).getBestCmap() for file in (fonts.original(name), fonts.SMALL / f"{name}.woff2")
    )
    assert {letter for letter in text if ord(letter) in whole} == {
        letter for letter in text if ord(letter) in small
    }


def test_the_weights_of_the_page_are_there_and_the_reserved_name_is_not(fonts: ModuleType) -> None:
    sans = TTFont(fonts.SMALL / "SourceSansVF-Upright.woff2")
    (weights,) = sans["fvar"].axes
    assert (weights.axisTag, weights.minValue, weights.maxValue) == ("wght", 400, 700)
    for name in fonts.TEXT:
        told = {one.nameID: one.toUnicode() for one in TTFont(fonts.SMALL / f"{name}.woff2")["name"].names}
        assert "SIL Open Font License" in told[13]
        assert [number for number, text in told.items() if "Source" in text] == [0]
