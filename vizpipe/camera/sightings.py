"""All that is to be remarked about one picture."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from vizpipe.camera import composition, emptiness, hues, labels, reading, spacing, visibility
from vizpipe.camera.emptiness import Squares
from vizpipe.camera.remark import Remark
from vizpipe.camera.sight import Sight, look

if TYPE_CHECKING:  # a commit of long ago has no schedule
    from vizpipe.film.schedule import Tick


def still(
    sight: Sight, preset: str = "", *, in_print: bool = False, earlier: Iterable[Squares] | None = ()
) -> list[Remark]:
    """Remarks on a picture as a preset shows it; ``in_print`` asks for greys that are told apart.

    ``earlier`` is what the pictures before the last one of a film hold; before the last one it is None: until then
    something may come where nothing is.
    """
    read = reading.texts(sight.texts, sight.width, sight.height, preset)
    stands = [each for part in (composition, spacing, labels) for each in part.measured(sight)]
    stands += visibility.measured(sight, is_last=earlier is not None)
    free = emptiness.panels(sight)
    if earlier is not None:
        of_page = emptiness.of_page(np.logical_or.reduce([*earlier, emptiness.held(sight)]))
        free += of_page or emptiness.places(sight)
    return list(dict.fromkeys([*read, *stands, *free, *hues.met(sight, in_print=in_print)]))


def looked_at(
    ticks: Sequence["Tick"], figures: Iterable[Figure], size: tuple[int, int], preset: str, *, in_print: bool
) -> list[Remark]:
    """Remarks on ticks of a film, the last one among them, each drawn as a figure."""
    seen, earlier = {}, list[Squares]()
    for number, (tick, figure) in enumerate(zip(ticks, figures, strict=True), 1):
        sight, is_last = look(figure, *size), number == len(ticks)
        seen[tick.index] = still(sight, preset, in_print=in_print, earlier=earlier if is_last else None)
        if not is_last:
            earlier.append(emptiness.held(sight))
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
