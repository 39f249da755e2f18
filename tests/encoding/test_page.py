"""The one engine for pages."""

from pathlib import Path

import jinja2
import pytest

from vizpipe.encoding.page import data, escaped, filled


@pytest.fixture
def room(tmp_path: Path) -> str:
    """A module's path, with a template beside it."""
    (tmp_path / "templates").mkdir()
    template = '<p title="{{ title }}">{{ title }}</p>{{ inside }}<script>{{ film | data }}</script>'
    (tmp_path / "templates" / "page.html").write_text(template)
    return str(tmp_path / "module.py")


def test_a_value_cannot_leave_its_place(room: str) -> None:
    """Quotes, brackets and ampersands of a value are text in an element and in an attribute; marked HTML stays."""
    filling = {"title": "\"<b>&'", "inside": escaped("<i>"), "film": 1}
    text = "&quot;&lt;b&gt;&amp;&#x27;"
    assert filled(room, "page.html", **filling) == f'<p title="{text}">{text}</p>&lt;i&gt;<script>1</script>'


def test_data_cannot_end_their_script() -> None:
    """A text in JSON that says </script> has no bracket in the page, and is the same text when it is read."""
    assert str(data(["</script>"])) == '["\\u003c/script>"]'


def test_a_value_that_is_missing_is_an_error(room: str) -> None:
    """A template that names a value which nobody gives fills no page."""
    with pytest.raises(jinja2.UndefinedError, match="title"):
        filled(room, "page.html", inside="", film=1)
