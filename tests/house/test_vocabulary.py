"""docs/vocabulary.md: generated, complete, its examples drawn."""

from dataclasses import is_dataclass

import pytest
from PIL import Image

from documented import ROOT, module_at
from vizpipe.drawing import picture as vocabulary
from vizpipe.drawing.picture import Mark

MARKS = [
    thing
    for name in vocabulary.__all__
    if isinstance(thing := getattr(vocabulary, name), type) and issubclass(thing, Mark) and thing is not Mark
]


MAKER = module_at(ROOT / "docs" / "make_vocabulary.py")


def test_the_page_is_what_the_code_says() -> None:
    """docs/vocabulary.md is as it would be written now."""
    assert (ROOT / "docs" / "vocabulary.md").read_text() == MAKER.page()


def test_every_word_has_its_place() -> None:
    """Each exported name has a heading of its own, or is a type whose word has one; and nothing else has."""
    page = (ROOT / "docs" / "vocabulary.md").read_text()
    headings = {line.removeprefix("### ") for line in page.splitlines() if line.startswith("### ")}
    assert headings | set(MAKER.VALUES) == {*vocabulary.__all__, "Beat"}


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.__name__)
def test_every_mark_is_a_value_that_says_how_it_can_mislead(mark: type[Mark[object]]) -> None:
    """A mark is a dataclass, has an example, and its docstring says how it can mislead."""
    assert is_dataclass(mark)
    assert mark.__name__ in MAKER.shown()
    assert " can mislead " in " ".join(str(mark.__doc__).split())


@pytest.mark.parametrize("word", MAKER.shown())
def test_every_example_draws_its_picture(word: str) -> None:
    """The example runs in at most ten lines, and its committed picture shows what it draws, in at most 15 kB."""
    path = ROOT / MAKER.FOLDER / f"{word.lower()}.png"
    lines = MAKER.body(getattr(MAKER.examples(), f"{word.lower()}_")).splitlines()
    assert len([line for line in lines if line]) <= 10
    assert path.stat().st_size <= 15_000
    with Image.open(path) as kept:
        assert kept.size == MAKER.SIZE
        assert not MAKER.differs(MAKER.drawn(word), kept)


def test_pictures_of_two_examples_differ() -> None:
    """What is allowed between a kept picture and a new one is far less than lies between two words."""
    kept = [MAKER.drawn(word) for word in ("Samples", "Edge", "Straight")]
    assert all(MAKER.differs(one, other) for one in kept for other in kept if one is not other)


def test_the_story_of_the_example_is_told() -> None:
    """The film of the examples has all beats of the example, in their order."""
    names, frames = zip(*MAKER.beats(), strict=True)
    assert set(names) == {"start", "half", "best"}
    assert list(frames) == sorted(frames)


def test_there_is_no_picture_without_a_word() -> None:
    """The folder holds the pictures of the page and no others."""
    pictures = {path.stem for path in (ROOT / MAKER.FOLDER).glob("*.png")}
    assert pictures == {word.lower() for word in MAKER.shown()}
