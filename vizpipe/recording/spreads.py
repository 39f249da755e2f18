"""Histograms of a log, each with bins of its own → frames in which a layer's bins stand still."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from vizpipe.nn.histograms import BINS, Histograms
from vizpipe.recording.log import Array, Spread
from vizpipe.recording.together import tags_of, together

MOST_FRAMES = 250
"""More than an animation shows."""
_WEIGHTS, _OTHERS, _BIAS = (re.compile(each, re.IGNORECASE) for each in ("kernel|weight", "grad", "bias"))


def frames(spreads: Mapping[int, Mapping[str, Spread]]) -> tuple[list[Histograms], list[str]]:
    """A frame for each step at which all of them were written, and what a reader must know, a sentence each.

    Histograms of weights count where their names say that they are; else all do but biases.
    """
    tags = tags_of(spreads)
    named = [tag for tag in tags if _WEIGHTS.search(tag) and not _OTHERS.search(tag) and not _BIAS.search(tag)]
    wanted = named or [tag for tag in tags if not _BIAS.search(tag)]
    kept, steps = together(spreads, wanted)
    if not kept:
        return [], []
    notes = [] if named else ["Whether its histograms are of weights the log does not say."]
    if len(kept) < len(wanted):
        notes.append(f"Histograms are {len(kept)} of {len(wanted)}; others were written at other times.")
    if len(steps) > MOST_FRAMES:
        apart = -(-len(steps) // MOST_FRAMES)
        notes.append(f"Of {len(steps):,} histograms of a layer one in {apart} is shown.")
        steps = sorted({*steps[::apart], steps[-1]})
    layers = [_binned([spreads[step][tag] for step in steps]) for tag in kept]
    edges, shares, deviations = (np.stack(each) for each in zip(*layers, strict=True))
    names = np.array(kept)
    return [Histograms(step, shares[:, n], edges, deviations[:, n], names) for n, step in enumerate(steps)], notes


def _binned(spreads: Sequence[Spread]) -> tuple[Array, Array, Array]:
    """The edges of a layer's bins, the shares in them (frames, bins), and the standard deviations (frames,)."""
    reach = max(*(float(np.abs(each.edges).max()) for each in spreads), 1e-12)
    edges = np.linspace(-reach, reach, BINS + 1)
    shares = np.stack([_shares(each, edges) for each in spreads])
    return edges, shares, np.array([_deviation(each) for each in spreads])


def _shares(spread: Spread, edges: Array) -> Array:
    """The share of values in each bin, as if those of one were spread evenly over it."""
    counts = np.repeat(spread.counts / spread.counts.sum(), 2)
    counts[::2] = 0.0
    reached = np.interp(edges, spread.edges.ravel(), np.minimum(np.cumsum(counts), 1.0), left=0.0, right=1.0)
    reached[0], reached[-1] = 0.0, 1.0
    return np.asarray(np.diff(reached))


def _deviation(spread: Spread) -> float:
    """The standard deviation that the log has, or that of values spread evenly over each bin."""
    if spread.deviation is not None:
        return spread.deviation
    shares, middles = spread.counts / spread.counts.sum(), spread.edges.mean(axis=1)
    within = np.diff(spread.edges)[:, 0] ** 2 / 12.0
    return float(np.sqrt(shares @ (within + (middles - shares @ middles) ** 2)))
