"""Deep or wide: deep beats wide on spirals."""

from typing import Any

import numpy as np
import pytest

from films import Recipes, told
from staged import shapes_of, staged
from vizpipe.drawing import signed
from vizpipe.drawing.picture import Path, Text
from vizpipe.film.film import Film

pytestmark = [pytest.mark.xdist_group("deep or wide"), pytest.mark.slow]  # its films are trained once
LEARNED = {"epochs": 300}


@pytest.fixture(scope="module")
def films(recipes: Recipes) -> list[Film[Any]]:
    """Ten seeds."""
    return [recipes["deep-or-wide"].film(seed=seed) for seed in range(10)]


def test_deep_beats_wide_on_spirals(films: list[Film[Any]]) -> None:
    """With exactly as many parameters, the deep network's final loss is lower for each of four seeds."""
    wide, deep = films[0][0].networks
    assert wide.parameter_count == deep.parameter_count == 217
    for seed, last in enumerate(film[-1] for film in films[:4]):
        assert last.losses[1] < 0.5 * last.losses[0], seed
        assert last.unseen_losses[1] < 0.5 * last.unseen_losses[0], seed


def test_the_seed_is_fair_to_both(recipes: Recipes, films: list[Film[Any]]) -> None:
    """Of ten seeds the default is neither among the best two nor among the worst two, for either network."""
    (seed,) = (each.default for each in recipes["deep-or-wide"].parameters if each.name == "seed")
    shares, default = [film[-1].right for film in films], films[int(str(seed))][-1].right
    for which in range(2):
        assert 3 <= sum(float(each[which]) <= default[which] for each in shares) <= 8


def test_what_is_unseen_is_never_learned_from(recipes: Recipes) -> None:
    """No unseen point is among the samples; which are wrong, and how many are right, is what the networks answer."""
    film = recipes["deep-or-wide"].film(**LEARNED)
    networks, last = film[-1].networks, film[-1]
    assert np.hypot(*(last.unseen[:, None] - last.samples).transpose(2, 0, 1)).min() > 0.0
    for which, network in enumerate(networks):
        answers = network.scores(last.parameters[which], last.unseen)[:, 0] > 0.0
        assert ((answers != last.truth) == last.wrong(which)).all()
        assert last.right[which] == pytest.approx((answers == last.truth).mean())


@pytest.mark.parametrize("seed", [1, 6])
def test_the_headlines_of_deep_and_wide_are_true(recipes: Recipes, films: list[Film[Any]], seed: int) -> None:
    """At first both have below 70 % of the unseen points; then deep leads by a tenth, has 97 %, and stays ahead."""
    film = films[seed]
    cues: dict[str, Any] = {cue.name: cue for cue in recipes["deep-or-wide"].cues(film)}
    assert list(cues) == ["start", "neither", "ahead", "first", "end"]
    assert film[cues["neither"].frame].right.max() < 0.7
    wide_then, deep_then = film[cues["ahead"].frame].right
    assert 0.97 > deep_then > wide_then + 0.1
    at = cues["first"].frame
    assert film[at].right[1] >= 0.97 > film[at - 1].right[1]
    assert film[at].right[0] < 0.92
    deep, wide = (cues["end"].values[name] for name in ("deep", "wide"))
    assert [wide, deep] == [100.0 * share for share in film[-1].right]
    assert deep > wide + 1.0
    few = recipes["deep-or-wide"].film(epochs=3)
    assert [cue.name for cue in recipes["deep-or-wide"].cues(few)] == ["start", "neither"]


def test_each_unseen_mistake_is_crossed(recipes: Recipes) -> None:
    """Each plane has two strokes for each wrong unseen point, and in the end how many are right, but not before."""
    film = recipes["deep-or-wide"].film(**LEARNED)
    stage = staged(recipes["deep-or-wide"], film)
    for index in (0, 30, len(film) - 1):
        for which in range(2):
            _, crosses = shapes_of(stage, index, str(which), Path, "Crosses")
            places = np.array(crosses.lines).mean(axis=1)[::2]
            np.testing.assert_allclose(places, film[index].unseen[film[index].wrong(which)], atol=1e-12)
            texts = [text.text for text in shapes_of(stage, index, str(which), Text, "When")]
            right = f"{signed(100.0 * film[index].right[which], 0)}\u00a0% right"
            assert texts == ([right] if index == len(film) - 1 else [])


def test_the_caption_says_whether_the_wide_loss_still_falls(recipes: Recipes) -> None:
    """The wide network's loss on unseen points is said to be falling if it was higher five frames before."""
    film = recipes["deep-or-wide"].film(**LEARNED)
    is_falling = film[-1].unseen_losses[0] < film[-6].unseen_losses[0]
    assert ("is still falling" in told(recipes["deep-or-wide"], **LEARNED).caption) == is_falling
