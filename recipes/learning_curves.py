"""The loss on what a network learns from falls to the end, that on points it never sees turns and rises."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Annotated

import numpy as np
import numpy.typing as npt
from msgspec import Meta

import vizpipe.drawing.picture as vp
from vizpipe import datasets, nn
from vizpipe.drawing import moved
from vizpipe.nn import Curve
from vizpipe.recipe import Array, Beat, Count, Film, Rate, Say, Seed, Words, recipe

Names = npt.NDArray[np.str_]

NETWORK, LOSS, UNSEEN = nn.Network((2, 32, 1), ("tanh", "sigmoid")), nn.binary_cross_entropy, 400
NAMES = np.array(["loss", "accuracy", "val_loss", "val_accuracy"])
LOSSES, SHARES = ("loss", "error", "mse", "mae", "perplexity"), ("acc", "f1", "auc", "precision", "recall", "r²", "r2")
SHORT = {"loss": "training", "accuracy": "training", "val_loss": "validation", "val_accuracy": "validation"}
MOST = 4  # curves in a panel that can be told apart
PAINTS: tuple[vp.Paint, ...] = ("series 2", "ink", vp.Legible("series 3"), "quiet")
WIDE, WORSE = 100.0, 1.05  # from which ratio on losses are drawn logarithmically, and one has turned


@recipe(
    title="Learning curves",
    chapter="Training",
    ideas=("Learning curves of any training, also one's own: loss and accuracy, and where validation turns",),
)
def learning_curves(
    *,
    samples: Annotated[int, Meta(ge=4, le=2000), "Points to learn from"] = 60,
    epochs: Annotated[Count, "How often every point is seen"] = 200,
    learning_rate: Annotated[Rate, "Step size of Adam"] = 0.02,
    seed: Seed = 3,
) -> Iterator[Curve]:
    """Train 2-32-1 on few noisy samples of two half moons: a frame for each epoch."""
    rng = np.random.default_rng(seed)
    sets = [datasets.moons(rng, samples), datasets.moons(rng, UNSEEN)]
    (points, labels), _ = sets
    start = NETWORK.initial(rng, nn.initializers.xavier)
    adam, targets = nn.Adam(learning_rate), labels[:, None].astype(float)
    run = nn.descend(
        NETWORK, start, points, targets, loss=LOSS, optimizer=adam, batch_size=min(20, samples), rng=rng, watch=False
    )
    for epoch, vector in enumerate(islice(chain([start], (after for after, _ in run)), epochs + 1)):
        measured = []
        for x, truth in sets:
            outputs = NETWORK.predict(vector, x)
            measured += [LOSS.value(outputs, truth[:, None].astype(float)), nn.accuracy(outputs, truth)]
        yield Curve(epoch, np.array(measured), NAMES)


def which(names: Names, kinds: tuple[str, ...]) -> list[int]:
    """The metrics whose names hold one of these."""
    return [at for at, name in enumerate(names) if any(kind in str(name).lower() for kind in kinds)]


def panels_of(names: Names) -> list[list[int]]:
    """The metrics that are drawn: losses, and shares; if there are none, whatever there is."""
    losses = which(names, LOSSES)
    shares = [at for at in which(names, SHARES) if at not in losses]
    return [each for each in (losses[:MOST], shares[:MOST]) if each] or [list(range(len(names)))[:MOST]]


def measured(film: Film[Curve], at: int) -> Array:
    """One metric through the film, shape (frames,): joined straight where some epochs were left out."""
    values: Array = np.ma.asarray(film.column("metrics")[:, at], dtype=float)
    there = np.flatnonzero(~np.ma.getmaskarray(values))
    if not len(there):
        return np.full(len(film), np.nan)
    joined = np.interp(np.arange(len(film)), there, np.ma.compressed(values))
    joined[: there[0]] = np.nan
    return np.asarray(joined)


@learning_curves.fits
def fits(film: Film[Curve]) -> str:
    """A film of which nothing was measured has no curves."""
    counts = np.ma.count(film.column("metrics"))
    return "" if counts else "nothing in it was measured"


@learning_curves.picture
def picture(film: Film[Curve]) -> vp.Picture[Curve]:
    """Losses, and beside them what is right."""
    panels = [_panel(film, number) for number in range(len(panels_of(film[0].names)))]
    counter = (vp.phrase("Epoch {n:,}", n=lambda frame: frame.epoch),)
    return vp.Picture(vp.stack(*panels) if len(panels) > 1 else panels[0], counter=counter)


def _panel(film: Film[Curve], number: int) -> vp.Panel[Curve]:
    """Curves of one kind, as they grow."""

    def shown(frame: Curve) -> Array:
        return frame.metrics[panels_of(frame.names)[min(number, len(panels_of(frame.names)) - 1)]]

    epochs = film.column("epoch")
    names, (begin, end), (low, high) = film[0].names, film.span("epoch"), film.span(shown)
    metrics = panels_of(names)[number]
    rows = np.stack([measured(film, at) for at in metrics], axis=1)
    place = {int(epoch): at for at, epoch in enumerate(film.column("epoch"))}
    is_loss, is_share = (metrics[0] in which(names, kinds) for kinds in (LOSSES, SHARES))
    is_wide = is_loss and low > 0.0 and high > WIDE * low
    bottom, top = (low / 1.3, high * 1.3) if is_wide else (min(low, 0.0), high + 0.08 * (high - min(low, 0.0)))
    is_whole, own = not is_loss and low >= 0.0 and high <= 1.0, [str(names[at]) for at in metrics]
    said: list[str | vp.Phrase] = [SHORT.get(name, vp.phrase("{name}", name=name)) for name in own]
    trail = vp.Trail[Curve]("epoch", lambda frame: rows[place[frame.epoch]], said, list(PAINTS[: len(metrics)]))
    title: str | vp.Phrase = (
        "Loss, logarithmic" if is_wide else "Loss" if is_loss else "Share that is right" if is_share else ""
    )
    limits = (begin, max(end, begin + 1.0), *((0.0, 1.0) if is_whole else (bottom, max(top, bottom + 1e-9))))
    marks: tuple[vp.Mark[Curve], ...] = (trail,)
    if is_whole:
        until = (lambda frame: epochs[: place[frame.epoch] + 1], lambda frame: rows[: place[frame.epoch] + 1, 0])
        free, name = np.array([begin + 0.01 * (end - begin), 0.08]), vp.phrase("filled: {name}", name=said[0])
        told = vp.When[Curve](lambda frame: frame.epoch >= begin + 0.4 * (end - begin), (vp.Label(free, name),))
        marks = vp.Area[Curve](*until, PAINTS[0], share=0.3), trail, told
    return vp.panel(*marks, title=title, x="epoch", limits=limits, log="y" if is_wide else "")


def main_of(film: Film[Curve]) -> tuple[Array, Array | None]:
    """The loss that training lowers, or the first metric without one; and that on what is never seen, if there is one.

    Each of shape (frames,).
    """
    names = [str(name).lower() for name in film[0].names]
    losses = which(film[0].names, LOSSES)
    unseen = [at for at in losses if any(word in names[at] for word in ("val", "test", "valid"))]
    own = [at for at in losses if at not in unseen] or losses or [0]
    kept = [at for at in unseen if at != own[0]]
    return measured(film, own[0]), measured(film, kept[0]) if kept else None


def turn_of(unseen: Array | None) -> int | None:
    """The frame of the lowest loss on what is never seen, if it ends visibly above that."""
    if unseen is None or np.isnan(unseen).all():
        return None
    best = int(np.nanargmin(unseen))
    return best if best < len(unseen) - 1 and unseen[-1] > WORSE * unseen[best] > 0.0 else None


@learning_curves.story
def story(film: Film[Curve]) -> list[Beat[Curve]]:
    """Where it begins, falls fastest, turns, and comes to rest."""
    own, unseen = main_of(film)
    falls, turn = np.diff(own), turn_of(unseen)
    is_known = which(film[0].names, LOSSES) and own[0] < np.inf
    begins = "Training begins at a loss of {loss:.2f}" if is_known else "Training begins"
    begins = "Training lowers the loss: also on data it never sees?" if is_known and unseen is not None else begins
    beats = [(0, Beat[Curve]("start", 0, begins, 1.3, values={"loss": float(np.nan_to_num(own[0]))}))]
    if np.isfinite(falls).any() and np.nanmin(falls) < 0.0 and len(film) > 3:
        steepest = int(np.nanargmin(falls)) + 1
        fastest, then = "The loss falls fastest just before epoch {n}", {"n": int(film[steepest].epoch)}
        if unseen is not None and own[steepest] < own[0] and unseen[steepest] < unseen[0]:
            fastest = "At first it falls on both: on what training sees and on unseen data"
        beats.append((steepest, Beat("steepest", steepest, fastest, 1.2, values=then)))
    risen = "On unseen data the loss has risen since epoch {n}"
    at = {} if turn is None else {"n": int(film[turn].epoch)}
    if turn is not None and unseen is not None:
        after = turn + int(np.argmax(unseen[turn:] > WORSE * unseen[turn]))
        beats.append((after, Beat("turn", after, risen, 1.8, values=at)))
    beats.append((len(film) - 1, Beat("rest", -1, _ended(own, turn), 2.2, values=at)))
    ordered = sorted(beats, key=lambda each: each[0])
    return [beat for number, (frame, beat) in enumerate(ordered) if not number or frame > ordered[number - 1][0]]


def _ended(own: Array, turn: int | None) -> str:
    """How it ends."""
    if turn is not None:
        is_better = own[-1] < own[turn]
        both = "Compared with epoch {n}, it ends better on what it has seen, worse on unseen data"
        return both if is_better else "On unseen data the loss ends higher than after epoch {n}"
    return "It ends lower than it began" if own[-1] < own[0] else "It ends no lower than it began"


@learning_curves.words
def words(film: Film[Curve], say: Say) -> Words:
    """Where it began and ended, and where validation turned."""
    own, unseen = main_of(film)
    there = own[np.isfinite(own)]
    names, epochs = film[0].names, film.column("epoch")
    name = "Loss" if which(names, LOSSES) else str(names[0]).replace("_", " ")
    told = "{name} {moved} from epoch {a:,} to epoch {b:,}."
    said = moved(say, float(there[0]), float(there[-1])) if len(there) else say("was not measured")
    caption = say(told, name=say.whole(name), moved=said, a=int(epochs[0]), b=int(epochs[-1]))
    turn = turn_of(unseen)
    if turn is not None and unseen is not None:
        text = "On unseen data it is lowest in epoch {n:,}, with {low:.3g}, and ends at {end:.3g}."
        caption += " " + say(text, n=int(epochs[turn]), low=float(unseen[turn]), end=float(unseen[-1]))
    drawn = {at for panel in panels_of(names) for at in panel}
    spelt = [str(each).replace("val_", "validation ").replace("_", " ") for each in names]
    if left := [each for at, each in enumerate(spelt) if at not in drawn]:
        caption += " " + say("Not drawn: {names}.", names=", ".join(left[:6]) + (" …" if len(left) > 6 else ""))
    caption += " " + say("Nothing is smoothed.")
    shows = say("Curves, epoch by epoch: {names}.", names=", ".join(spelt[at] for at in sorted(drawn)))
    return Words(say("Learning curves"), caption, f"{shows} {caption}")
