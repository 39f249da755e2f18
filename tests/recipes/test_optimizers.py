"""Optimizers: different ways, and all get down."""

from typing import Any

import numpy as np
import pytest

from films import Recipes
from staged import shapes_of, staged
from vizpipe.drawing.picture import Path, Text


def test_optimizers_take_different_ways_and_all_get_down(recipes: Recipes) -> None:
    """From one place all optimizers end nearer than 0.3; SGD zigzags at first; on the network four beat it."""
    film = recipes["optimizers"].film()
    places = film.column("places")
    assert (places[0] == (-7.0, 2.0)).all()
    assert (np.hypot(*places[-1].T) < 0.3).all()
    assert (places[:10, 0, 1] * places[1:11, 0, 1] < 0).all()
    paths = places[10].round(3)
    assert len(np.unique(paths, axis=0)) == 5
    losses = film[-1].losses
    assert (losses[1:] < losses[0]).all()
    assert (losses < 0.7 * film[0].losses).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_optimizers_headlines_are_true(recipes: Recipes, seed: int) -> None:
    """SGD changes sides in each of its first steps, AdaGrad and RMSProp never; two are past the bottom when it says so.

    At the end all are near the bottom, SGD by more than twice as long a way as any other, and its network has more
    than twice the loss of any other.
    """
    film = recipes["optimizers"].film(seed=seed)
    places, cues = film.column("places"), {cue.name: cue for cue in recipes["optimizers"].cues(film)}
    assert list(cues) == ["start", "zigzag", "on", "calm", "past", "end"]
    assert (places[: cues["on"].frame, 0, 1] * places[1 : cues["on"].frame + 1, 0, 1] < 0).all()
    assert (places[:, [2, 3], 1] >= 0).all()
    at = cues["past"].frame
    assert (places[at, [1, 4], 0] > 0).all()
    assert not (places[at - 1, [1, 4], 0] > 0).all()
    assert (np.diff(places[at:, [1, 4], 0], axis=0).min(axis=0) < 0).all()
    assert cues["end"].frame == 60
    assert (np.hypot(*places[-1].T) < 0.3).all()
    ways = np.hypot(*np.diff(places, axis=0).T).sum(axis=1)
    assert ways[0] > 2 * ways[1:].max()
    assert film[-1].losses[0] > 2 * film[-1].losses[1:].max()


def test_a_descent_that_is_too_short_claims_nothing(recipes: Recipes) -> None:
    """After five steps nobody has arrived or gone past, and nothing of the kind is said."""
    cues = recipes["optimizers"].cues(recipes["optimizers"].film(steps=5, mini_batches=1))
    assert [cue.name for cue in cues] == ["start"]


def test_each_way_begins_in_the_ring_and_has_its_rate_beside_its_name(recipes: Recipes) -> None:
    """Every panel's way goes from (−7, 2), inside the ring, to where the rule is; names tell both kinds of rates.

    Each rule has one colour at both tasks, and no other rule has it.
    """
    film = recipes["optimizers"].film(mini_batches=1)
    stage = staged(recipes["optimizers"], film)
    for index in (1, 20, 60):
        for rule, name in enumerate(("0/0", "0/1", "0/2", "0/3", "0/4")):
            (ring,) = shapes_of(stage, index, name, Path, "Edge")
            np.testing.assert_allclose(np.hypot(*(ring.lines[0] - [-7.0, 2.0]).T), 0.25)
            (way,) = shapes_of(stage, index, name, Path, "Trail")
            np.testing.assert_array_equal(way.lines[0], film.column("places")[: index + 1, rule])
    names = [text.text for text in shapes_of(stage, 60, "1", Text, "Trail")]
    rates = {"SGD": "0.01", "Momentum": "0.01", "AdaGrad": "0.01", "RMSProp": "0.001", "Adam": "0.001"}
    assert names == [f"{name}, rate {rate}" for name, rate in rates.items()]
    lines = [shapes_of(stage, 60, name, Path, "Trail") for name in ("0/0", "0/1", "0/2", "0/3", "0/4", "1")]
    paints = [line.stroke for panel in lines for line in panel]
    assert paints[:5] == paints[5:]
    assert len({str(paint) for paint in paints}) == 5
    body: Any = recipes["optimizers"].pictured(film).body
    titles = [str(part.title.values["rate"]) for part in body.parts[0].parts]
    assert titles == ["0.95", "0.1", "1.5", "0.1", "0.3"]
