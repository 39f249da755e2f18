"""How a film shows itself at a prompt and in a notebook."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from snippets import Elements
from vizpipe.film.film import Film


class Frame(NamedTuple):
    """One of each kind of field."""

    epoch: int
    name: str
    there: Any
    weights: npt.NDArray[np.float64]
    same: npt.NDArray[np.int64]


def film(count: int) -> Film[Frame]:
    """A film whose weights move and whose masked values never come."""
    nowhere = np.ma.masked_array(np.zeros(2), mask=True)
    frames = [Frame(3 * at, "<b>", nowhere, np.full((2, 3), at / 4), np.arange(4)) for at in range(count)]
    return Film.shoot("test", Frame, frames, {})


def test_a_film_is_one_line() -> None:
    """A film's repr names the recipe, how many frames there are, and their fields."""
    assert repr(film(5)) == "<Film test: 5 frames of Frame(epoch, name, there, weights, same)>"
    assert repr(film(1)).startswith("<Film test: 1 frame of ")


def test_a_films_frames_are_a_list() -> None:
    """``frames`` has them all, first to last."""
    made = film(3)
    assert [frame.epoch for frame in made.frames] == [0, 3, 6]


def test_a_films_table_has_a_row_for_each_field() -> None:
    """Each field has its shape in a frame, its type, and its ends where it has numbers; words are escaped."""
    text = film(5)._repr_html_()
    rows = [row.split("<td") for row in text.split("<tr>")[2:]]
    cells = [[cell.partition(">")[2].partition("<")[0] for cell in row[1:]] for row in rows]
    assert cells == [
        ["epoch", "one value", "int64", "0", "12"],
        ["name", "one value, always the same", "text", "", ""],
        ["there", "2, always the same", "float64", "", ""],
        ["weights", "2 × 3", "float64", "0", "1"],
        ["same", "4, always the same", "int64", "0", "3"],
    ]
    assert len(Elements(text).all("table")) == 1
    assert "&lt;Film test" in text
