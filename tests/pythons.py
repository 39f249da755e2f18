"""Pythons in which something is other."""

from collections.abc import Callable

import pytest

from nursery import FIRST


@pytest.fixture
def python_that(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """The environment of a Python that runs some code before all other."""

    def made(code: str) -> dict[str, str]:
        place = tmp_path_factory.mktemp("site")
        (place / FIRST).write_text(code)
        return {"PYTHONPATH": str(place)}

    return made


OTHER_NUMPY = """
import importlib.metadata as metadata
real = metadata.version
metadata.version = lambda name: "99.0" if name == "numpy" else real(name)
"""


@pytest.fixture
def other_numpy(python_that: Callable[[str], dict[str, str]]) -> dict[str, str]:
    """The environment in which another numpy seems to be installed."""
    return python_that(OTHER_NUMPY)
