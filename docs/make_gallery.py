"""Write docs/gallery.md and README's contact sheet from the registry, and thumbnails from the stills in outputs/.

Run by ``make gallery`` after the gallery itself is built. The five films that README shows are assets of a project of
their own, docs/gallery/vizpipe.toml.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from vizpipe.cli.workspace import opened
from vizpipe.registry import registry
from vizpipe.registry.card import Card
from vizpipe.registry.index import CHAPTERS

ROOT = Path(__file__).resolve().parents[1]
THUMBS = "docs/gallery/thumbs"
WIDTH = 640
COLOURS = 128
BEGIN, END = "<!-- contact sheet: make gallery writes it -->", "<!-- end of the contact sheet -->"
COLUMNS = 4


def chapters(cards: Iterable[Card]) -> dict[str, list[Card]]:
    """The recipes by chapter, each chapter by name."""
    found: dict[str, list[Card]] = {name: [] for name in CHAPTERS}
    for card in cards:
        found.setdefault(card.chapter or "More", []).append(card)
    return {name: members for name, members in found.items() if members}


def thumb(card: Card) -> str:
    """The name of a recipe's thumbnail."""
    return f"{card.name}.png"


def thumbnail(still: Path) -> bytes:
    """A still made small: WIDTH pixels wide, in a palette, as the bytes of a PNG file."""
    with Image.open(still) as picture:
        size = WIDTH, round(WIDTH * picture.height / picture.width)
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def gallery(cards: Iterable[Card]) -> str:
    """The page: every idea, and the recipe that shows it."""
    return "\n".join(_gallery(list(cards))) + "\n"


def _gallery(cards: list[Card]) -> Iterator[str]:
    yield "# The gallery"
    yield ""
    yield "Every idea of an introduction to neural networks, and the recipe that shows it. `vizpipe run RECIPE …` makes"
    yield "the picture, `vizpipe info RECIPE …` says what it takes; stills are shown here, most of them move."
    for chapter, members in chapters(cards).items():
        yield ""
        yield f"## {chapter}"
        for card in members:
            yield ""
            yield f"### {card.name}"
            yield ""
            yield f"![{card.title}: {card.claim}](gallery/thumbs/{thumb(card)})"
            yield ""
            yield f"**{card.claim}**"
            yield ""
            yield from (f"- {idea}" for idea in card.ideas)
            if card.variants:
                yield f"- Variants: {', '.join(f'`{name}`' for name in card.variants)}"
            if any(parameter.name == "seed" for parameter in card.parameters):
                yield "- Takes a seed: `--seeds 4` shows four outcomes side by side"


def contact_sheet(cards: Iterable[Card]) -> str:
    """All stills in a table, each a link to its place on the page."""
    shown = [card for members in chapters(cards).values() for card in members]
    rows = [shown[start : start + COLUMNS] for start in range(0, len(shown), COLUMNS)]
    lines = [BEGIN, "", "| | | | |", "|---|---|---|---|"]
    for row in rows:
        cells = [f"[![{card.title}]({THUMBS}/{thumb(card)})](docs/gallery.md#{card.name})" for card in row]
        lines.append("| " + " | ".join(cells + [""] * (COLUMNS - len(cells))).rstrip() + " |")
    return "\n".join([*lines, "", END])


def with_sheet(readme: str, sheet: str) -> str:
    """README with the contact sheet in its place."""
    before, rest = readme.split(BEGIN, 1)
    return before + sheet + rest.split(END, 1)[1]


def built_in() -> list[Card]:
    """The cards of all built-in recipes."""
    with opened(jobs=1) as house:
        paths = {source.path for source in registry.built_in()}
        return [card for card in house.registry.cards.values() if card.path in paths]


def main() -> int:
    """Write what differs."""
    cards = built_in()
    readme = ROOT / "README.md"
    files = {
        ROOT / "docs" / "gallery.md": gallery(cards),
        readme: with_sheet(readme.read_text(), contact_sheet(cards)),
    }
    for path, text in files.items():
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    for card in cards:
        small = thumbnail(ROOT / "outputs" / f"{card.name}.png")
        path = ROOT / THUMBS / thumb(card)
        if not path.exists() or path.read_bytes() != small:
            path.write_bytes(small)
            sys.stdout.write(f"wrote {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
