"""The player in Firefox: what Chromium shows and obeys, Firefox does too."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsers import CHROMIUM, ready
from firefox import FIREFOX, Firefox, firefox
from likeness import grey, ssim

pytestmark = [
    pytest.mark.skipif(FIREFOX is None, reason="Firefox is not installed (apt install firefox-esr)"),
    pytest.mark.xdist_group("browser"),
]
HOME, END, RIGHT, DOWN, SPACE = "\ue011", "\ue010", "\ue014", "\ue00f", " "
PICTURE = "document.querySelector('canvas').toDataURL()"
CORNER = "document.querySelector('canvas').getContext('2d').getImageData(2, 2, 1, 1).data[0]"
LEAST = 0.97


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One browser for a reader of light pages who wants less motion."""
    with firefox(tmp_path_factory.mktemp("fox") / "profile", calm=True) as opened:
        yield opened


def output(fox: Firefox) -> str:
    """The time that is told beside the slider."""
    return str(fox.run("document.querySelector('output').textContent"))


def picture(text: str) -> bytes:
    """The PNG of a data URL."""
    return base64.b64decode(text.partition(",")[2])


def test_less_motion_keys_slider_and_beats(fox: Firefox, told: Path) -> None:
    """The result stands; Home, arrows and Page Down lead from frame to frame and beat to beat; the console is empty."""
    fox.said.clear()
    fox.open(told)
    assert output(fox).startswith("Epoch")
    assert fox.run("document.querySelector('button').textContent") == "Play"
    result = fox.run(PICTURE)
    fox.run("document.querySelector('input').focus()")
    fox.press(HOME)
    assert output(fox) == "Epoch 0"
    first = fox.run(PICTURE)
    assert first != result
    fox.press(DOWN)
    assert "hidden layer moves the points" in fox.run("document.querySelector('input').getAttribute('aria-valuetext')")
    fox.press(RIGHT)
    fox.press(HOME)
    assert fox.run(PICTURE) == first
    fox.press(END)
    assert fox.run(PICTURE) == result
    assert fox.said == []
    assert [url for url in fox.asked if not url.startswith(("file:", "data:", "about:"))] == []


def test_space_plays_and_pauses(fox: Firefox, told: Path) -> None:
    """From the beginning, by itself, until it is stopped."""
    fox.open(told)
    fox.run("document.querySelector('input').focus()")
    fox.press(HOME)
    fox.press(SPACE)
    fox.until("Number(document.querySelector('input').value) > 2500")
    assert fox.run("document.querySelector('button').textContent") == "Pause"
    fox.press(SPACE)
    assert fox.run("document.querySelector('button').textContent") == "Play"


def test_a_pointer_reads_values(fox: Firefox, told: Path) -> None:
    """Somewhere on the first plane a dot tells its two numbers, by the names of its axes."""
    fox.open(told)
    read = ""
    for step in range(20, 80, 2):
        fox.point(440.0 * step / 100.0, 300.0)
        if not fox.run("document.querySelector('[data-tip]').hidden"):
            read = str(fox.run("document.querySelector('[data-tip]').textContent"))
            break
    assert read.count("=") == 2


@pytest.mark.parametrize("width", [200, 390, 1000, 1920])
def test_it_fits_any_window(fox: Firefox, told: Path, width: int) -> None:
    """Nothing is wider than the window, and a narrow one has the page for phones."""
    fox.open(told, width=width)
    assert fox.run("document.documentElement.scrollWidth <= innerWidth")
    assert fox.run("document.querySelector('canvas').height > document.querySelector('canvas').width") == (width < 600)


def test_a_tall_window_has_a_page_of_its_own_and_a_button_the_pace(fox: Firefox, told: Path) -> None:
    """Panels stand below each other where there is room for that; at half the pace the film takes twice as long."""
    fox.said.clear()
    fox.open(told, width=1280)
    ratio = "document.querySelector('canvas').width / document.querySelector('canvas').height"
    wide, most = fox.run(ratio), fox.run("Number(document.querySelector('input').max)")
    fox.open(told, width=700, height=1000)
    assert fox.run(ratio) < 0.75 * wide
    assert fox.run("document.querySelector('form').getBoundingClientRect().bottom <= innerHeight")
    fox.run("document.querySelector('[data-speed]').click()")
    assert fox.run("document.querySelector('[data-speed]').textContent") == "½×"
    assert fox.run("Number(document.querySelector('input').max)") > 1.8 * most
    assert fox.said == []


def test_all_can_read_the_page(fox: Firefox, told: Path) -> None:
    """axe-core finds nothing."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    fox.open(told)
    fox.run(Path(axe.__file__).with_name("axe.min.js").read_text(encoding="utf-8"))
    assert fox.run("axe.run().then((told) => told.violations.map((each) => each.id).join())") == ""


def test_a_dark_reader_gets_a_dark_page(fox: Firefox, told: Path, tmp_path: Path) -> None:
    """One file, dark in a browser that asks for that; it plays by itself where motion is welcome."""
    fox.open(told)
    assert int(fox.run(CORNER)) > 200
    with firefox(tmp_path / "dark", dark=True) as other:
        other.open(told)
        assert int(other.run(CORNER)) < 60
        other.until("Number(document.querySelector('input').value) > 100")
        assert other.said == []


def test_a_printed_page_holds_a_picture(fox: Firefox, told: Path) -> None:
    """Firefox prints one page, with an image on it, and then shows the player as before."""
    fox.open(told)
    before = fox.run(PICTURE)
    data = base64.b64decode(fox.printed())
    assert data.startswith(b"%PDF")
    assert b"/Image" in data
    fox.until(f"{PICTURE} === {before!r}")


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (apt install chromium)")
def test_both_browsers_draw_alike(fox: Firefox, browser: Any, told: Path) -> None:
    """The result in Firefox and in Chromium: a structural similarity of 0.97 at least, and the same size."""
    fox.open(told, 1280, 700)
    one = picture(str(fox.run(PICTURE)))
    opened = ready(browser, told, viewport={"width": 1280, "height": 700}, reduced_motion="reduce")
    other = picture(str(opened.page.evaluate(PICTURE)))
    opened.context.close()
    assert grey(one).shape == grey(other).shape
    assert ssim(grey(one), grey(other)) >= LEAST
