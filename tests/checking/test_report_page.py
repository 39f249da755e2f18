"""The report in Chromium: the slider, its three states, dark mode, and nothing that anybody is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import Page, violations
from projects import edit

if TYPE_CHECKING:
    from conftest import Vizpipe

pytestmark = pytest.mark.slow


@pytest.mark.xdist_group("report page")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_slider_leads_from_old_over_new_to_their_difference(
    vizpipe: "Vizpipe", tiny: Path, browser: Any, scheme: str
) -> None:
    """One slider fades committed into now and now into the difference; without scripts all three stand there."""
    edit(tiny / "figures" / "tiny.py", "weights = snapshot.parameters.copy()", "weights = snapshot.parameters * 2.0")
    edit(tiny / "vizpipe.toml", '"csv"]', '"csv", "svg"]')
    assert vizpipe("check", "--report", "report").code == 4
    opened = Page(browser, tiny / "report" / "index.html", color_scheme=scheme, viewport={"width": 900, "height": 700})
    page, shades = opened.page, "[...document.querySelector('.frame').children].map(each => each.style.opacity)"
    assert page.locator("section.live").count() == 2
    assert page.evaluate(shades) == ["", "1", "0"]
    for at, expected in (("0", ["", "0", "0"]), ("2", ["", "1", "1"])):
        page.locator("input").first.fill(at)
        assert page.evaluate(shades) == expected
    assert page.locator("output").first.inner_text() == "difference"
    assert page.locator("path.new").count() >= 1  # its loss, of both trainings
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(24, 24, 24)") == (scheme == "dark")
    assert not opened.said
    assert not opened.outside()
    assert not violations(page)
