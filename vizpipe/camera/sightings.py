"""All that is to be remarked about one picture."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from vizpipe.camera import composition, emptiness, hues, labels, reading, spacing, visibility
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight, look

if TYPE_CHECKING:  # a commit of long ago has no schedule
    from vizpipe.film.schedule import Tick


def still(sight: Sight, preset: str = "", *, in_print: bool = False, is_last: bool = True) -> list[Remark]:
    """Remarks on a picture as a preset shows it; ``in_print`` asks for greys that are told apart.

    ``is_last`` says that nothing more will come into it.
    """
    read = reading.texts(sight.texts, sight.width, sight.height, preset)
    stands = [each for part in (composition, visibility, spacing, labels) for each in part.measured(sight)]
    free = emptiness.empty(sight) or (emptiness.places(sight) if is_last else ())
    return list(dict.fromkeys([*read, *stands, *free, *hues.met(sight, in_print=in_print)]))


def looked_at(
    ticks: Sequence["Tick"], figures: Iterable[Figure], size: tuple[int, int], preset: str, *, in_print: bool
) -> list[Remark]:
    """Remarks on ticks of a film, the last one among them, each drawn as a figure."""
    seen = {}
    for number, (tick, figure) in enumerate(zip(ticks, figures, strict=True), 1):
        is_last = number == len(ticks)
        seen[tick.index] = still(look(figure, *size), preset, in_print=in_print, is_last=is_last)
    return gathered(seen)


def gathered(remarks: dict[int, list[Remark]]) -> list[Remark]:
    """Remarks by frame, each said once, with the frames that it is about if there are several to see."""
    frames: dict[Remark, list[int]] = {}
    for frame, found in remarks.items():
        for remark in found:
            frames.setdefault(remark, []).append(frame)
    if len(remarks) == 1:
        return [*frames]
    plain = {each: f"frame{'s' if len(at) > 1 else ''} {', '.join(map(str, at))}" for each, at in frames.items()}
    return [each._replace(text=f"{each.text} ({plain[each]})") for each in frames]
