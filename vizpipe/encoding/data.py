"""Frame data as files: a tidy CSV, and the film itself as NPZ."""

from typing import Any

from vizpipe.film import Film


def encode(film: Film[Any], name: str) -> bytes:
    """The film's table as CSV, every float in its shortest exact form, or its arrays as NPZ."""
    if name == "npz":
        return film.save()
    return film.table().to_csv(index=False, lineterminator="\n").encode()
