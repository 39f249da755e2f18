"""What a result shows of itself in a notebook."""

import base64
import io

import pytest
from PIL import Image

import vizpipe as library
from snippets import Elements
from vizpipe.library import shown

pytestmark = pytest.mark.usefixtures("own")
MOVING, SMALL = {"text/plain", "image/png", "text/html"}, "640x360"


def test_a_film_is_shown_as_a_player_over_its_still() -> None:
    """An animation in any format is shown as words, a still of its last frame, and a player in a frame."""
    for form in ("gif", "html", "csv"):
        bundle = library.make("counter", size=SMALL, formats=form)._repr_mimebundle_()
        assert set(bundle) == MOVING
        assert bundle["text/plain"] == "Counter\nA dot that moves in 3 steps."
        assert len(Elements(bundle["text/html"]).all("iframe")) == 1
        with Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))) as still:
            assert still.size == (640, 360)


def test_who_asks_for_one_kind_gets_that() -> None:
    """A reader names the kinds that it wants, or does not."""
    made = library.make("counter", size=SMALL)
    assert set(made._repr_mimebundle_(include=["image/png"])) == {"image/png"}
    assert set(made._repr_mimebundle_(exclude=["text/html"])) == MOVING - {"text/html"}


def test_a_figure_is_shown_as_a_picture() -> None:
    """What does not move is a picture, in HTML too, also if only its PDF was asked for."""
    bundle = library.make("gates", formats="pdf", size="blog")._repr_mimebundle_()
    elements = Elements(bundle["text/html"])
    assert len(elements.all("img")) == 1
    assert not elements.all("iframe")


def test_a_heavy_player_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a player would weigh too much in a notebook's file, the still stands alone."""
    monkeypatch.setattr(shown, "HEAVIEST", 1000)
    bundle = library.make("counter", size=SMALL)._repr_mimebundle_()
    assert set(bundle) == MOVING
    assert "iframe" not in bundle["text/html"]


def test_what_can_not_be_drawn_any_more_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """If showing fails, the notebook has the words."""
    made = library.make("counter", size=SMALL)

    def gone(*_: object) -> bytes:
        raise library.RecipeError("gone")

    monkeypatch.setattr(shown, "_file", gone)
    assert set(made._repr_mimebundle_()) == {"text/plain"}
