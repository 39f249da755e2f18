"""Pages of pictures that are values: limits, families, sizes, headlines, words."""

import pickle
from collections.abc import Callable
from dataclasses import replace

import pytest
from matplotlib.text import Text

from drifting import SIZE, Step, both, made, scene, staged, texts
from films import Recipes, small
from vizpipe.camera.omissions import left_out
from vizpipe.camera.scene import Scene
from vizpipe.drawing.picture import Mark, Panel, Picture, Samples, Stack, Trail, When, column, each, panel, row
from vizpipe.drawing.picture.parts import texts_of
from vizpipe.drawing.style import Style
from vizpipe.drawing.theme import LIGHT
from vizpipe.errors import MachineError, RecipeError, TooSmallError, UsageError, VizpipeError
from vizpipe.film.film import Film
from vizpipe.film.reel import Reel
from vizpipe.film.schedule import Tick
from vizpipe.recipe import Beat, Say


def test_limits_hold_everything_that_is_drawn() -> None:
    """Limits that follow from the data hold all points of all frames, and do not move."""
    film = made(both).film()
    built = staged(scene(made(both)))
    left, right, bottom, top = built.placed[0].room.limits
    points = film.column("samples").reshape(-1, 2)
    assert (points >= [left, bottom]).all()
    assert (points <= [right, top]).all()
    assert right - left == pytest.approx(top - bottom)
    assert built.placed[1].room.limits[2:] == pytest.approx((0.0, 1.08))


def test_panels_of_a_family_share_their_limits() -> None:
    """Of panels under each, those at the same place have the limits that hold all of them."""

    def pair(film: Film[Step]) -> Picture[Step]:
        del film
        return Picture(each((1.0, 5.0), lambda scale: panel(Trail("step", lambda frame: scale * frame.loss))))

    first, second = staged(scene(made(pair))).placed
    assert first.room.limits == second.room.limits
    assert first.room.limits[3] >= 5.0


def test_every_size_is_composed_or_refused_by_its_least_size() -> None:
    """A column, a square and a thumbnail are composed; what is too small says how large it would have to be."""
    for size in ((360, 900), (600, 600), (480, 270)):
        assert scene(made(both), size).pictures([3])[0].shape[:2] == size[::-1]
    with pytest.raises(UsageError, match=r"needs at least \d+ × \d+ pixels"):
        scene(made(both), (90, 60))


def test_a_number_without_room_beside_the_counter_is_left_out_and_told() -> None:
    """What stands above the headline never leaves the page: the second number goes where it would, and is named."""
    long = "a loss that is the mean of all samples that are learned from, whichever of the mini-batches they are in"

    def counted(film: Film[Step]) -> Picture[Step]:
        return replace(both(film), counter=(*both(film).counter, long))

    for width, is_whole in ((960, True), (480, False)):
        page = scene(made(counted), (width, 400))
        figure = page.still(3)
        assert "Step 3" in texts(figure)
        ends = [text.get_window_extent().x1 for text in figure.findobj(Text) if text.get_text() == long]
        assert [end < width for end in ends] == [True] * is_whole
        told = [remark.text for remark in left_out(page.built) if f"“{long}” above the headline" in remark.text]
        assert bool(told) != is_whole


def test_a_small_sheet_is_refused_by_what_the_whole_would_need(recipes: Recipes) -> None:
    """Cells that are too small are refused by the least size of their sheet, which then is enough."""
    recipe = recipes["learning-rates"]
    films = tuple(small(recipe, seed=seed) for seed in range(4))
    reel = Reel(films, ("one", "two", "three", "four"))
    with pytest.raises(TooSmallError) as refused:
        Scene(recipe, reel, Style(LIGHT, 240, 135))
    wide, tall = refused.value.least
    assert (wide, tall) > (240, 135)
    Scene(recipe, reel, Style(LIGHT, wide + 8, tall + 8))


@pytest.mark.parametrize(
    ("name", "size"), [("hyperparameters", (1080, 1350)), ("outputs", (1700, 260)), ("gates", (200, 100))]
)
def test_a_page_is_refused_by_a_size_that_is_enough(recipes: Recipes, name: str, size: tuple[int, int]) -> None:
    """The least size is enough, also where type grows with a page's width; a pixel less is not."""
    recipe, film = recipes[name], small(recipes[name])
    with pytest.raises(TooSmallError) as refused:
        Scene(recipe, film, Style(LIGHT, *size))
    wide, tall = refused.value.least
    Scene(recipe, film, Style(LIGHT, wide, tall))
    with pytest.raises(TooSmallError):
        Scene(recipe, film, Style(LIGHT, wide, tall - 1))


def test_a_page_without_room_has_the_type_of_wider_phones(recipes: Recipes) -> None:
    """Where type for a phone of 360 pixels leaves no room it is as small as on one of 430, and not smaller."""
    recipe, sizes = recipes["matrices"], []
    for height in (2700, 1920):
        figure = Scene(recipe, small(recipe), Style(LIGHT, 1080, height)).still(0)
        sizes.append(min(float(text.get_fontsize()) for text in figure.findobj(Text) if text.get_text().strip()))
    assert sizes[1] / sizes[0] == pytest.approx(360.0 / 430.0)


def test_type_in_a_thumbnail_is_as_large_as_is_asked_for() -> None:
    """Type in a thumbnail, its title too, has its least size in the theme's font, whose own adjustment counts once."""
    style = Style(LIGHT, 480, 300, compact=True)
    figure = Scene(made(both), made(both).film(), style).still(0)
    sizes = {text.get_text(): float(text.get_fontsize()) for text in figure.findobj(Text) if text.get_text()}
    assert sizes == dict.fromkeys(("Drifting samples", "loss 1.00", "Samples"), pytest.approx(style.fontsize(14.0)))


def test_a_thumbnail_is_a_picture_of_its_own() -> None:
    """It has the part that stands for all, under the title, and nothing that counts; what is in view doesn't matter."""

    def told(film: Film[Step]) -> Picture[Step]:
        whole = both(film)
        assert isinstance(whole.body, Stack)
        return replace(whole, thumb=whole.body.parts[0])

    story = [Beat[Step]("start", 0, "Both", 1.0), Beat[Step]("half", 2, "One", 1.0, view="Loss")]
    recipe = made(told, lambda _: story)
    small = Scene(recipe, recipe.film(), Style(LIGHT, 480, 270, compact=True))
    assert sorted(texts(small.still(2))) == ["Drifting samples", "Samples", "loss 0.33"]
    assert "One" in texts(Scene(recipe, recipe.film(), Style(LIGHT, 480, 270)).still(2))


@pytest.mark.parametrize(("count", "is_named"), [(2, True), (12, False)])
def test_planes_of_a_thumbnail_have_names_unless_these_cost_a_third(*, count: int, is_named: bool) -> None:
    """Two planes say what they are; of twelve, whose names are wider than they, more than a third would have to go."""
    names = [f"Plane number {number}" for number in range(count)]

    def many(film: Film[Step]) -> Picture[Step]:
        del film
        return Picture(each(names, lambda name: panel(Samples(), title=name, equal=True)))

    thumbnail = Scene(made(many), made(many).film(), Style(LIGHT, 480, 270, compact=True))
    assert (set(names) <= set(texts(thumbnail.still(0)))) == is_named


@pytest.mark.parametrize(
    "error",
    [
        TooSmallError((320, 180), "gates"),
        RecipeError("it failed", "where"),
        UsageError("no such thing"),
        MachineError("no room", everywhere=True),
    ],
)
def test_errors_come_out_of_workers_as_they_were(error: VizpipeError) -> None:
    """An error that goes from process to process keeps its words: one that can't be made again would never arrive."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - it was made here
    assert (type(again), again.message, again.details) == (type(error), error.message, error.details)
    assert vars(again) == vars(error)


def test_parts_of_the_highest_rank_go_first() -> None:
    """On a small page the part with a rank is left out, the one without stays."""
    assert [placed.path for placed in staged(scene(made(both), (170, 170))).placed] == [(0,)]


def test_a_story_says_the_headline_and_the_caption_comes_last() -> None:
    """Each beat's sentence stands as headline from its frame on; the caption with the last; without one, the title."""

    def story(film: Film[Step]) -> list[Beat[Step]]:
        del film
        return [
            Beat("start", 0, "Where do they go?", 1.0),
            Beat("half", lambda frame: frame.loss <= 0.5, "Up", 1.0),
            Beat("never", lambda frame: frame.loss < 0.0, "Nobody sees this", 1.0),
            Beat("end", -1, "And on", 1.0),
        ]

    shown = [texts(scene(made(both, story)).still(frame)) for frame in range(4)]
    heads = [next(text for text in each if text in {"Where do they go?", "Up", "And on"}) for each in shown]
    assert heads == ["Where do they go?", "Up", "Up", "And on"]
    assert ["They drift. It is a test." in each for each in shown] == [False, False, False, True]
    assert "Drifting samples" in texts(scene(made(both)).still(0))
    assert "Up" in texts(scene(made(both, story)).still(Tick(3, beat="half")))


def test_every_template_is_listed_without_drawing() -> None:
    """The words of a picture, templates and plain texts, are told from its value alone."""
    listed = texts_of(both(made(both).film()))
    assert {"Samples", "Loss", "x", "y", "step", "loss", "Step {n}", "loss {loss:.2f}"} <= set(listed)


def test_marks_that_are_seen_at_times_have_room_and_are_listed() -> None:
    """A curve's name takes as much room beside its panel if it is seen at times only, and its words are told too."""
    trail = Trail[Step]("step", "loss", ("what it costs in the end",))
    at_times = When[Step](lambda frame: frame.step > 1, (When[Step](lambda frame: frame.step > 1, (trail,)),))

    def drawn(mark: Mark[Step]) -> Callable[[Film[Step]], Picture[Step]]:
        return lambda _: Picture(panel(mark, limits=(0.0, 3.0, 0.0, 1.0)))

    wide, always, later = (
        staged(scene(made(drawn(mark)))).placed[0].room.width for mark in (Trail("step", "loss"), trail, at_times)
    )
    assert later == always < wide - 100.0
    assert "what it costs in the end" in texts_of(drawn(at_times)(made(both).film()))


def test_words_are_translated() -> None:
    """Templates of a picture are drawn in the words of a catalogue."""
    of = made(both)
    say = Say({"Samples": "Proben", "Step {n}": "Schritt {n}"}, "de")
    shown = texts(Scene(of, of.film(), Style(LIGHT, *SIZE), say).still(1))
    assert {"Proben", "Schritt 1"} <= set(shown)


def test_rows_and_columns_stand_as_they_are_declared() -> None:
    """Parts of a row stand side by side on any page, parts of a column one above the other."""

    def crossed(film: Film[Step]) -> Picture[Step]:
        del film
        part: Panel[Step] = panel(Trail("step", "loss"))
        return Picture(row(column(part, part), part))

    boxes = staged(scene(made(crossed), (900, 900))).page.boxes
    upper, lower, beside = boxes[0, 0], boxes[0, 1], boxes[1,]
    assert (upper.left, upper.bottom > lower.bottom) == (lower.left, True)
    assert beside.left > upper.left + upper.width
