"""Features: learned ones beat those made by hand, and rules."""

import numpy as np
import numpy.typing as npt
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture import Image, Path, Text
from vizpipe.drawing.picture.staging import Staged

REGIONS = (0, 2, 2, 6), (1, 4, 1, 3), (1, 3, 5, 8), (4, 7, 5, 7), (4, 6, 0, 3)
"""The rows and the columns of the hand-made features: from and to."""


def inked(images: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Mean ink in each region, shape (n, 5)."""
    square = images.reshape(-1, 8, 8)
    return np.stack([square[:, a:b, c:d].mean(axis=(1, 2)) for a, b, c, d in REGIONS], axis=1)


@pytest.mark.parametrize("seed", range(3))
def test_learned_features_beat_hand_made_ones_and_rules(recipes: Recipes, seed: int) -> None:
    """On unseen digits the network is better by 5 points at least; the rule is better than chance.

    Of the digits that are seen falling it gets fewer wrong, too.
    """
    last = recipes["features"].film(seed=seed)[-1]
    rule, hand, learned = last.scores
    assert rule > 0.6
    assert max(rule, hand) + 0.05 < learned
    wrong = [len(last.wrong(way)) for way in range(3)]
    assert wrong[2] + 4 < min(wrong[:2])


@pytest.mark.parametrize("given", [{}, {"seed": 4, "hidden": 5, "epochs": 20}])
def test_answers_are_those_of_a_rule_a_neuron_and_a_network(recipes: Recipes, given: dict[str, int]) -> None:
    """Each answer follows from an image; fifty digits are 5s and fifty are not, by turns."""
    frame = recipes["features"].film(**given)[0]
    assert frame.fives.tolist() == [1, 0] * 50
    ink, hidden = inked(frame.images), frame.hidden
    rule = (ink[:, 1] > 0.45) & (ink[:, 2] < 0.22) & (ink[:, 4] < 0.25)
    score = ink @ frame.linear[:5] + frame.linear[5]
    weights, rest = frame.parameters[: 64 * hidden].reshape(64, hidden), frame.parameters[64 * hidden :]
    learned = np.tanh(frame.images @ weights + rest[:hidden]) @ rest[hidden:-1] + rest[-1]
    limit = np.log(182.0 / (1797.0 - 182.0))  # as sure of a 5 as there are 5s among all digits
    np.testing.assert_array_equal(frame.answers, [rule, score > limit, learned > limit])


@pytest.mark.parametrize("given", [{}, {"seed": 3}, {"epochs": 1}])
def test_the_headlines_are_true(recipes: Recipes, given: dict[str, int]) -> None:
    """The first mistake is told when it has fallen; that features by hand let more through, when and if they do."""
    recipe = recipes["features"]
    film = recipe.film(**given)
    cues = {cue.name: cue for cue in recipe.cues(film)}
    fallen = [[int((each != frame.fives)[: int(frame.progress)].sum()) for each in frame.answers] for frame in film]
    assert cues["wrong"].frame == next(index for index, each in enumerate(fallen) if max(each))
    ahead = [index for index, each in enumerate(fallen) if each[2] + 4 <= min(each[:2])]
    assert ("least" in cues) == bool(ahead)
    assert not ahead or cues["least"].frame == ahead[0]
    rule, hand, learned = fallen[-1]
    assert ("Learned from the pixels" in cues["end"].say) == (learned < min(rule, hand))
    assert {"a": rule, "b": hand, "c": learned, "n": 100}.items() <= dict(cues["end"].values).items()
    assert bool(ahead) == ("epochs" not in given)


def digits_of(stage: Staged, index: int, way: int) -> list[Image]:
    """The digits in a panel."""
    return shapes_of(stage, index, str(way), Image)


def test_what_is_wrong_falls_and_stays(recipes: Recipes) -> None:
    """In each panel lie missed 5s and false ones, in their order; ✓ and × say how the digit above is judged."""
    film = recipes["features"].film()
    stage = staged(recipes["features"], film)
    for index in (0, 3, 5, 11, 30, len(film) - 1):
        frame = film[index]
        at = min(int(frame.progress), 99)
        for way in range(3):
            wrong = np.flatnonzero(frame.answers[way] != frame.fives)
            fallen = [number for number in wrong if number + 1 <= frame.progress]
            false, missed = ([number for number in fallen if frame.fives[number] == five] for five in (0, 1))
            pile = [*false, *missed]
            shown = [*pile, *([] if at in pile else [at])]
            images = digits_of(stage, index, way)
            np.testing.assert_array_equal([each.values.ravel() for each in images], frame.images[shown])
            told = [text.text for text in shapes_of(stage, index, str(way), Text)]
            assert told[0].startswith(f"{len(false)} false 5")
            assert told[1].startswith(f"{len(missed)} missed 5")
            signs = [path for path in shapes_of(stage, index, str(way), Path) if path.stroke == "ink"]
            assert len(signs) == (frame.progress - at >= 0.5 and at not in pile)
            if signs:
                assert len(signs[0].lines) == (2 if at in wrong else 1)
                assert told[2] == ("5" if frame.answers[way, at] else "not 5")
            looked = [path for path in shapes_of(stage, index, str(way), Path) if path.stroke == "accent"]
            assert len(looked) in {0, (3, 5, 0)[way]}
    slow = [digits_of(stage, index, 0) for index in range(24)]
    falls = int(np.flatnonzero(film[0].answers[0] != film[0].fives)[0])
    assert falls < 4
    heights = [slow[6 * falls + step][-1].extent[2] for step in range(6)]
    assert heights[0] == heights[3] > heights[4] > heights[5] > 0.0


def test_regions_lie_where_ink_is_measured(recipes: Recipes) -> None:
    """The frames lie on the digit as the pixels do of which each feature is the mean; dashed, ink speaks against."""
    film = recipes["features"].film(epochs=1)
    stage = staged(recipes["features"], film)
    left, right, low, high = digits_of(stage, 0, 1)[0].extent
    frames = [path.lines[0] for path in shapes_of(stage, 0, "1", Path) if path.stroke == "accent"]
    for frame, (a, b, c, d) in zip(frames, REGIONS, strict=True):
        across, down = (frame[:, 0] - left) / (right - left) * 8, (high - frame[:, 1]) / (high - low) * 8
        np.testing.assert_allclose((down.min(), down.max(), across.min(), across.max()), (a, b, c, d), atol=1e-9)
    for way, counts in enumerate(((True, False, False), film[0].linear[:5] > 0.0)):
        boxes = [path for path in shapes_of(stage, 0, str(way), Path) if path.stroke == "accent"]
        assert [not path.dashes for path in boxes] == list(counts)
