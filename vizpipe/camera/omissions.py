"""What a page has no room for, in words."""

from collections.abc import Iterable

from vizpipe.camera.remark import LEFT_OUT, Remark
from vizpipe.drawing.picture.compose import sentences
from vizpipe.drawing.picture.staging import Staged
from vizpipe.drawing.picture.ways import panels_with_paths

_NAMED = 3
"""Parts that are named; of others there is only a number."""


def left_out(stages: Iterable[object]) -> list[Remark]:
    """A remark on the parts and numbers that a page had no room for.

    A place of a sheet and a thumbnail show less by design.
    """
    found = []
    for stage in stages:
        if isinstance(stage, Staged) and not stage.canvas.style.compact and (missing := _missing(stage)):
            told = f"{missing}: a larger page or smaller type has room"
            found.append(Remark(LEFT_OUT, told, counts=False))
    return found


def _missing(stage: Staged) -> str:
    start = stage.moment(0, stage.film[0])
    gone = [panel for path, panel in panels_with_paths(stage.picture) if path not in stage.page.boxes]
    named = [f"“{title}”" for panel in gone if (title := start.said(panel.title))][:_NAMED]
    rest = len(gone) - len(named)
    parts = [*named, *([_counted(rest, "more part" if named else "part")] if rest else [])]
    if stage.page.kicker:
        parts += [f"“{text}” above the headline" for text in stage.header.left_out]
    whole = sentences(stage.canvas.words.caption, has_formulas=stage.canvas.style.has_formulas)
    short = len(whole) - stage.page.sentences
    if short:
        parts.append("the caption" if short == len(whole) else f"the caption's last {_counted(short, 'sentence')}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}s" if count > 1 else noun if noun == "sentence" else f"1 {noun}"
