"""Rows of a program: DataFrames and arrays are data, as files are."""

import numpy as np
import pandas as pd
import pytest

import vizpipe
from vizpipe.errors import UsageError

RNG = np.random.default_rng(4)
X = np.concatenate([RNG.normal(0.0, 1.0, (20, 2)), RNG.normal(3.0, 1.0, (20, 2))])
Y = np.repeat([0, 1], 20)
TABLE = pd.DataFrame({"height": X[:, 0], "width": X[:, 1], "kind": np.where(Y, "wren", "finch")})
SHORT = {"max_epochs": 2}


def test_a_frame_of_data_trains_a_recipe() -> None:
    """A DataFrame's columns are named in the film; points and labels give the same network."""
    film = vizpipe.film("hidden-mapping", data=TABLE, label="kind", x=["height", "width"], **SHORT)
    assert film.about.features == ("height", "width")
    assert film.about.classes == ("finch", "wren")
    assert "The data are 40 rows of a DataFrame" in film.about.notes[0]
    other = vizpipe.film("hidden-mapping", data=(X, Y), **SHORT)
    np.testing.assert_allclose(other[-1].parameters, film[-1].parameters, atol=1e-12)


def test_the_same_rows_are_the_same_data() -> None:
    """The same rows train once, and other rows are other data."""
    first = vizpipe.film("hidden-mapping", data=(X, Y), **SHORT)
    again = vizpipe.film("hidden-mapping", data=(X.copy(), Y.copy()), **SHORT)
    assert first.parameters == again.parameters
    moved = vizpipe.film("hidden-mapping", data=(X + Y[:, None], Y), **SHORT)
    assert moved.digest != first.digest


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([1, 2], "data is a list, but must be a set's name, a file, a DataFrame"),
        ((X, Y[:3]), "data: X has shape"),
        ((X.astype(object), Y), "data: X has shape"),
        (pd.DataFrame({"a": [1.0] * 12, "b": [2.0] * 12}), "a DataFrame: say which column holds the classes"),
    ],
)
def test_what_are_no_rows_is_refused_in_a_line(data: object, says: str) -> None:
    """A mistake is one line, as on the command line."""
    with pytest.raises(UsageError) as caught:
        vizpipe.film("hidden-mapping", data=data, **SHORT)
    assert says in str(caught.value)
