"""Pauses of a film, as they are typed: 12:2,30:0.5."""

LONGEST = 600.0
"""Seconds for which a film may stand."""
_MOST_FRAMES = 10**9


def read(text: str) -> tuple[tuple[int, float], ...]:
    """Frames, and for how many seconds the film stands at each. Raises ValueError."""
    pairs = [part.split(":") for part in text.split(",")]
    found = tuple((int(frame), float(seconds)) for frame, seconds in pairs)
    if any(not 0 <= frame < _MOST_FRAMES or not 0.0 < seconds <= LONGEST for frame, seconds in found):
        raise ValueError
    return found
