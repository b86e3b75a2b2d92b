"""What makes a screen look different: a mark's colour, a legend's position; not a rasteriser's pixels."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from tests.same_look import is_same, kept, marked, other

LOOKS = sorted(Path(__file__).with_name("browser").joinpath("looks").glob("*.png"))
WIDE_LIGHT, WIDE_DARK = (
    LOOKS[[one.stem for one in LOOKS].index(f"first-screen-{theme}")] for theme in ("light", "dark")
)
LEGEND = (0, 290, 460, 340)
SMALLEST = 5
"""Width of the smallest mark in pixels of the halved screenshot."""


def look(path: Path) -> Image.Image:
    return Image.open(path).convert("RGB")


@pytest.fixture(params=[WIDE_LIGHT, WIDE_DARK], ids=["light", "dark"])
def expected(request: pytest.FixtureRequest) -> Image.Image:
    return look(request.param)


def test_the_main_screens_are_six_light_and_dark() -> None:
    assert len({one.stem.rpartition("-")[0] for one in LOOKS}) == 6
    assert {one.stem.rpartition("-")[2] for one in LOOKS} == {"light", "dark"}
    assert len(LOOKS) == 12
    assert sum(one.stat().st_size for one in LOOKS) < 1_000_000


@pytest.mark.parametrize("path", LOOKS, ids=lambda path: path.stem)
def test_letters_that_are_drawn_a_little_otherwise_look_the_same(path: Path) -> None:
    before = look(path)
    assert is_same(other(before.filter(ImageFilter.GaussianBlur(0.4)), before))
    assert is_same(other(ImageChops.offset(before, 1, 0), before))  # two pixels of the screen
    for spot in ((100, 100), (30, 40), (150, 200)):
        before.putpixel(spot, tuple(level ^ 0x30 for level in before.getpixel(spot)))
    assert is_same(other(before, look(path)))


@pytest.mark.parametrize(
    ("own", "changed"), [((149, 128, 15), (184, 92, 30)), ((125, 80, 176), (70, 90, 190))]
)
def test_a_mark_of_another_colour_looks_otherwise(
    expected: Image.Image, own: tuple[int, int, int], changed: tuple[int, int, int]
) -> None:
    before, after = expected.copy(), expected.copy()
    corner = (300, 240)
    for picture, colour in ((before, own), (after, changed)):
        picture.paste(colour, (*corner, corner[0] + SMALLEST, corner[1] + SMALLEST))
    assert not is_same(other(after, before))


def test_a_legend_that_has_moved_looks_otherwise(expected: Image.Image) -> None:
    for step in ((0, 3), (4, 0)):
        after = expected.copy()
        after.paste(expected.crop(LEGEND), (LEGEND[0] + step[0], LEGEND[1] + step[1]))
        assert not is_same(other(after, expected))


def test_a_word_that_is_missing_looks_otherwise(expected: Image.Image) -> None:
    after = expected.copy()
    after.paste(expected.getpixel((2, 2)), (85, 72, 130, 84))  # "nobody is compared"
    after.paste(expected.getpixel((2, 2)), (12, 6, 60, 18))  # a word of the title
    assert not is_same(other(after, expected))


def test_another_size_looks_otherwise_and_is_drawn(expected: Image.Image) -> None:
    cut = expected.crop((0, 0, 300, 300))
    assert not is_same(other(cut, expected))
    assert marked(cut, other(cut, expected)).size == cut.size


def test_the_difference_is_drawn_in_red(expected: Image.Image) -> None:
    after = expected.copy()
    after.paste((0, 160, 0), (200, 200, 220, 220))
    drawn = marked(after, other(after, expected))
    assert drawn.getpixel((210, 210)) == (220, 0, 0)
    red = (np.asarray(drawn) == (220, 0, 0)).all(axis=2)
    assert 300 < red.sum() < 900


def test_what_is_kept_is_half_the_size_and_keeps_rare_colours() -> None:
    screen = Image.effect_noise((400, 300), 80).convert("RGB")
    screen.paste((149, 128, 15), (100, 100, 110, 110))
    written = BytesIO()
    screen.save(written, "png")
    small = kept(written.getvalue()).convert("RGB")
    assert small.size == (200, 150)
    assert max(abs(one - two) for one, two in zip(small.getpixel((52, 52)), (149, 128, 15), strict=True)) < 12
