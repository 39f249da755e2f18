"""In the second run the loss ends lower than in the first."""

import csv
from collections.abc import Iterator
from typing import NamedTuple

from vizpipe.drawing.picture import Picture, Trail, panel
from vizpipe.recipe import Film, Path, recipe

TABLE = Path("losses.csv")


class Row(NamedTuple):
    """A row of the table."""

    step: int
    first: float
    second: float


@recipe(title="Two runs")
def two_losses(*, table: Path = TABLE) -> Iterator[Row]:
    """Read the losses of two runs."""
    with table.open() as lines:
        for row in csv.DictReader(lines):
            yield Row(int(row["step"]), float(row["first"]), float(row["second"]))


@two_losses.picture
def picture(film: Film[Row]) -> Picture[Row]:
    """Both curves."""
    del film
    both = Trail[Row]("step", lambda frame: (frame.first, frame.second), ("first", "second"), ["ink", "series 1"])
    return Picture(panel(both, title="Loss", x="step"))
