"""docs/gallery.md and README's contact sheet: generated, complete, and small."""

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PIL import Image

from documented import ROOT, module_at
from films import Recipes


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """docs/make_gallery.py as a module."""
    return module_at(ROOT / "docs" / "make_gallery.py")


@pytest.fixture(scope="module")
def cards(maker: ModuleType, shared_cache: Path) -> list[Any]:
    """All built-in cards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIZPIPE_CACHE", str(shared_cache))
        found: list[Any] = maker.built_in()
    return found


def test_the_page_is_what_the_registry_says(maker: ModuleType, cards: list[Any]) -> None:
    """docs/gallery.md and README's sheet are as they would be written now."""
    readme = (ROOT / "README.md").read_text()
    assert (ROOT / "docs" / "gallery.md").read_text() == maker.gallery(cards)
    assert readme == maker.with_sheet(readme, maker.contact_sheet(cards))


def test_the_manifest_names_what_is_asked_for_alone(cards: list[Any]) -> None:
    """The committed manifest has recipes and their variants of today: what went is no asset any more."""
    asked = {f"{card.name}-{variant}" for card in cards for variant in card.variants} | {card.name for card in cards}
    made = set(json.loads((ROOT / "outputs" / "manifest.json").read_text())["assets"]) - {""}
    assert made <= asked
    assert made >= {card.name for card in cards}


def test_every_recipe_and_every_idea_is_on_the_page(recipes: Recipes) -> None:
    """The page has a heading, a thumbnail and all ideas of each registered recipe, and of no others."""
    page = (ROOT / "docs" / "gallery.md").read_text()
    assert set(re.findall(r"^### (\S+)$", page, re.MULTILINE)) == set(recipes)
    for recipe in recipes.values():
        for idea in recipe.ideas:
            assert f"- {idea}\n" in page, (recipe.name, idea)
        assert f"](gallery/thumbs/{recipe.name}.png)" in page


def test_a_new_recipe_is_missed(maker: ModuleType, cards: list[Any]) -> None:
    """A recipe that is registered and not on the gallery's page is missed there."""
    page = (ROOT / "docs" / "gallery.md").read_text()
    assert maker.gallery(cards[1:]) != page


def test_thumbnails_are_small_pictures_of_their_recipes(recipes: Recipes) -> None:
    """Each recipe has one thumbnail, 640 pixels wide in its shape, and the whole folder has 4 MB at most."""
    thumbs = {path.stem: path for path in (ROOT / "docs" / "gallery" / "thumbs").glob("*.png")}
    assert set(thumbs) == set(recipes)
    for name, path in thumbs.items():
        width, height = recipes[name].size
        with Image.open(path) as picture:
            assert picture.size == (640, round(640 * height / width))
    folder = ROOT / "docs" / "gallery"
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 4_000_000


def test_a_thumbnail_is_its_still_made_small(maker: ModuleType, tmp_path: Path) -> None:
    """The mean of every region of a thumbnail is its still's, within what 128 colours allow."""
    still = Image.new("RGB", (1280, 400), "#ffffff")
    still.paste("#d1603d", (0, 0, 640, 400))
    still.save(tmp_path / "still.png")
    (tmp_path / "small.png").write_bytes(maker.thumbnail(tmp_path / "still.png"))
    with Image.open(tmp_path / "small.png") as small:
        assert small.size == (640, 200)
        assert small.convert("RGB").getpixel((100, 100)) == (0xD1, 0x60, 0x3D)
        assert small.convert("RGB").getpixel((500, 100)) == (255, 255, 255)


def test_every_row_of_the_source_notes_has_its_idea(recipes: Recipes) -> None:
    """A word or two of each of the 47 rows of the source notes is in some recipe's idea."""
    ideas = " ".join(idea for recipe in recipes.values() for idea in recipe.ideas).lower()
    missing = [row for row in ROWS if not all(word in ideas for word in row.split("+"))]
    assert not missing


ROWS = [
    "neuron+cell",
    "input, hidden and output",
    "threshold",
    "and, nand and or with a bias",
    "xor as and",
    "weights against bias",
    "learning a gate",
    "step, sigmoid, relu, tanh, identity and softmax",
    "step against sigmoid",
    "stack of linear layers",
    "softmax: subtract the maximum",
    "which output for which task",
    "one-hot",
    "three-layer network",
    "two neurons a layer",
    "network as matrices",
    "three steps",
    "who finds the features",
    "by trial+searched for+convolution",
    "parameters and hyperparameters",
    "sum of squared errors",
    "binary and (sparse) categorical",
    "mini-batch's loss",
    "partial derivative",
    "gradient field",
    "gradient descent with",
    "computational graph",
    "epoch, iteration and mini-batch",
    "the loop",
    "train and test",
    "handwritten digits",
    "ten confidences",
    "32-64-256-5",
    "overfitting",
    "early stopping, dropout, weight decay and weight constraint",
    "initial weights",
    "optimizers",
    "learning rates",
    "deep or wide",
    "universality",
    "depth and error",
    "2-2-1 network epoch by epoch",
    "what a hidden layer does to the plane",
    "perceptron rule on xor",
    "from nine initial weights",
    "traces any continuous curve",
    "“it is a 2”",
    "f(x + h) twice",
]
