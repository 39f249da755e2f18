"""What frames added, film by film."""

from collections.abc import Sequence

from matplotlib.artist import Artist


def told(frames: Sequence[int]) -> str:
    """Which frames, in words."""
    return f"frame {frames[0]}" if len(frames) == 1 else f"frames {frames[0]} to {frames[-1]}"


def clear(shots: list[list[Artist]]) -> None:
    """Take the artists of these frames off their axes."""
    for shot in shots:
        for artist in shot:
            if artist.axes is not None:  # or it was removed before
                artist.remove()
