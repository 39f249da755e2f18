"""What pictures show, compared: every change of content in a sentence, and no word about what only looks different."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from projects import edit
from sweeps import commit
from vizpipe.checking.shown import differences
from vizpipe.film.content import Before, Content, Note, Noted, Panel, Sight, gathered
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Entry, Keys

if TYPE_CHECKING:
    from conftest import Vizpipe

BLUE, RED, INK = "#0000ff", "#ff0000", "#222222"


def shown(  # noqa: PLR0913 - all that a picture may show otherwise
    *,
    title: str = "The path",
    until: int = 20,
    colour: str = BLUE,
    right: float = 5.0,
    place: float = 0.5,
    points: int = 10,
    last: float = 0.25,
) -> Content:
    """Twenty frames of a curve called ``test`` and dots, with a counter."""
    panels = [Panel("panel 1", None), Panel("panel 2", (0.0, right, 0.0, 1.0))]
    stage = Note(-1, [], [(1, title, INK), (1, "test", colour), (0, "It ends well, after all that was said.", INK)])
    frames = [
        Note(
            frame,
            [Noted(1, "dots", RED, 4, 0.2, 0.3), *([Noted(1, "curve", colour, points, place, 0.5)] * (frame < until))],
            [(0, f"Step {frame}, loss {last + 1 / (1 + frame):.2f}", INK)],
        )
        for frame in range(20)
    ]
    return gathered([Sight(panels, [stage, *frames])])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"until": 12}, "the curve 'test' is gone after frame 11 from panel 2"),
        ({"until": 0}, "the curve 'test' is gone from panel 2"),
        ({"title": "The path."}, "a word changed: The path → The path."),
        ({"title": "Loss"}, "the text 'The path' is gone"),
        ({"colour": "#00ff00"}, "the text 'test' is #00ff00, was #0000ff"),
        ({"colour": "#00ff00"}, "the curve 'test' is #00ff00 now in panel 2"),
        ({"right": 6.0}, "panel 2: x from 0…5 → 0…6"),
        ({"place": 0.52}, "the curve 'test' of panel 2 lies elsewhere"),
        ({"points": 9}, "the curve 'test' of panel 2: 200 points → 180"),
        ({"last": 0.5}, "the text 'Step #, loss #' has other numbers"),
    ],
)
def test_a_change_of_content_is_a_sentence(change: dict[str, float | str], says: str) -> None:
    """A mark that is gone, a colour, a limit, a place, a count and a word are each told where they changed."""
    assert not differences(shown(), shown())
    assert says in differences(shown(), shown(**change))  # type: ignore[arg-type]  # one keyword of its own type


def test_places_that_rounding_moves_are_no_change() -> None:
    """A place that moves by less than a five-thousandth of its panel is the same, and so is any of a chaotic film."""
    assert not differences(shown(), shown(place=0.5001))
    assert not differences(shown(), shown(place=0.7), is_exact=False)


@pytest.mark.parametrize(("kind", "is_told"), [("~field", True), ("~curve", False), ("curve", True)])
def test_values_are_compared_closely_where_pixels_are_not(kind: str, *, is_told: bool) -> None:
    """On paper places may move by a thirtieth, as type does; the values of a field are data there too."""
    one, other = (
        gathered([Sight([Panel("a sheet", None)], [Note(0, [Noted(0, kind, BLUE, 9, x, 0.5)], [])])])
        for x in (0.5, 0.51)
    )
    assert bool(differences(one, other)) is is_told


def of_marks(*marks: Noted) -> Content:
    """A sheet with these marks."""
    return gathered([Sight([Panel("a sheet", None)], [Note(0, list(marks), [])])])


def before(content: Content) -> Before:
    """The same in a line of before: y of a field is its x, and nothing is said of reaches."""
    marks = [
        msgspec.structs.replace(each, y=each.x) if each.kind.removeprefix("~") == "field" else each
        for each in content.marks
    ]
    return Before(content.panels, content.looked, content.read, marks, content.texts, content.more)


def test_a_field_that_is_its_own_opposite_by_the_mean_is_told_by_the_other_value() -> None:
    """Of a field two values are kept, and each tells."""
    one, other = (of_marks(Noted(0, "field", BLUE, 9, 0.5, lean)) for lean in (0.6, 0.4))
    assert differences(one, other) == ["the field in #0000ff of a sheet lies elsewhere"]


def test_one_of_many_in_pixels_is_told_by_how_far_they_reach() -> None:
    """A key that moves by a twentieth is told where its colour has many marks; what type moves, a hundredth, is not."""
    one, little, far = (
        of_marks(Noted(0, "~lines", BLUE, 90, 0.5, 0.5, (0.0, 1.0, low, 1.0))) for low in (-0.1, -0.11, -0.05)
    )
    assert not differences(one, little)
    assert differences(one, far) == ["the lines in #0000ff of a sheet reach elsewhere"]


def test_lines_of_before_are_compared_by_what_they_tell() -> None:
    """A line without the newer numbers beside a new one is no change, either way round; another mean is one."""
    marks = (Noted(0, "field", BLUE, 9, 0.5, 0.6), Noted(0, "~lines", RED, 90, 0.5, 0.5, (0.0, 1.0, -0.1, 1.0)))
    new = of_marks(*marks)
    assert not differences(before(new), new)
    assert not differences(new, before(new))
    assert not differences(before(new), before(new))
    other = of_marks(msgspec.structs.replace(marks[0], x=0.52), marks[1])
    assert differences(before(new), other) == ["the field in #0000ff of a sheet lies elsewhere"]


def test_lines_of_before_stay_as_they_are_and_newer_ones_come_back_whole(tmp_path: Path) -> None:
    """The seal of a line holds in both forms, and what is read is written again to the last byte."""
    content = of_marks(Noted(0, "~lines", RED, 90, 0.5, 0.5, (0.0, 1.0, -0.1, 1.0)))
    entry = Entry("tiny", {}, Keys("", "", {}, {}), 1, "", "", [], {}, shown=before(content))
    assets = {"now": msgspec.structs.replace(entry, shown=content), "once": entry}
    manifest.save(tmp_path, manifest.Manifest(assets=assets))
    found = manifest.look(tmp_path)
    assert (found.problem, found.manifest.assets["once"].shown) == ("", before(content))
    assert found.manifest.assets["now"].shown == content
    assert manifest.encode(found.manifest) == (tmp_path / "manifest.json").read_bytes()


def test_words_that_are_broken_into_other_lines_are_the_same() -> None:
    """The same words in other lines are no change."""
    one, other = (
        gathered([Sight([Panel("the panel", None)], [Note(0, [], [(0, line, INK) for line in lines])])])
        for lines in (("A caption that", "is long"), ("A caption", "that is long"))
    )
    assert not differences(one, other)


def test_check_tells_content_and_rendering_apart(vizpipe: "Vizpipe", tiny: Path) -> None:
    """``fail-on`` knows content: a colour ends with 4, a larger dot is told and passes; both say how many pixels."""
    edit(tiny / "vizpipe.toml", 'recipes = "figures"', 'recipes = "figures"\nfail-on = ["content"]')
    assert vizpipe("build").code == 0
    commit(tiny)
    recipe = tiny / "figures" / "tiny.py"
    edit(recipe, '"black"', '"red"')
    done = vizpipe("check", "--json")
    (finding,) = (each for each in done.json["findings"] if each["kind"] == "drawing")
    assert done.code == 4
    assert finding["share"] == "content"
    assert "#ff0000 now" in finding["text"]
    assert "of the pixels differ, by" in finding["pixels"]
    assert (finding["source"], finding["line"]) == ("figures/tiny.py", 12)
    edit(recipe, '"red"', '"black"')
    edit(recipe, "color=COLOUR", "color=COLOUR, markersize=9.0")
    done = vizpipe("check", "--json")
    (finding,) = (each for each in done.json["findings"] if each["kind"] == "drawing")
    assert (done.code, finding["share"]) == (0, "rendering")
