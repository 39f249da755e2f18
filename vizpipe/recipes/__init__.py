"""The built-in recipes, one a file: installed they lie here, in a checkout in the folder ``recipes`` at its top."""

from pathlib import Path

_CHECKOUT = Path(__file__).parents[2] / "recipes"
if not list(Path(__file__).parent.glob("[!_]*.py")):
    __path__ = [str(_CHECKOUT)]
