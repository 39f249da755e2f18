"""What frames added, film by film."""

from collections.abc import Sequence

from matplotlib.artist import Artist

from vizpipe.film.schedule import Tick

Shot = int | Tick
"""What is filmed: a frame, or a tick of a schedule, which may lie between two."""


def seen(shot: Shot) -> tuple[int, float, str]:
    """What of it is to be seen: the frame, how far it is on the way to the next, the beat; not for how long."""
    return (shot, 0.0, "") if isinstance(shot, int) else (shot.index, shot.share, shot.beat)


def told(shots: Sequence[Shot]) -> str:
    """Which frames, in words."""
    first, last = (shot if isinstance(shot, int) else shot.index for shot in (shots[0], shots[-1]))
    return f"frame {first}" if len(shots) == 1 else f"frames {first} to {last}"


def clear(shots: list[list[Artist]]) -> None:
    """Take the artists of these frames off their axes."""
    for shot in shots:
        for artist in shot:
            if artist.axes is not None:  # or it was removed before
                artist.remove()
