"""Photograph the site in site/ for README: the contact sheet, a recipe's page in dark, and one on a phone.

Run by hand after ``make gallery``; needs Chromium and the test extra.
"""

import io
import shutil
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TALL = 760
SHOTS = (
    ("index.html", "light", 1000, ""),
    ("xor-duel.html", "dark", 1000, "34"),
    ("plane-folds.html", "light", 390, "40"),
)
"""A page, its colours, how wide it is, and which frame it shows."""
GAP = 24
COLOURS = 200


def main() -> int:
    """Write docs/gallery/site.png."""
    shots = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for page, scheme, wide, moment in SHOTS:
            view: Any = {"width": wide, "height": TALL}
            opened = browser.new_context(viewport=view, color_scheme=scheme).new_page()  # type: ignore[arg-type]
            opened.goto((ROOT / "site" / page).as_uri())
            opened.wait_for_selector("html[data-ready]")
            if moment:
                lead = "(slider, to) => { slider.value = to; slider.dispatchEvent(new Event('input')); }"
                opened.eval_on_selector(".player input", lead, moment)
            opened.wait_for_timeout(3000)
            shots.append(Image.open(io.BytesIO(opened.screenshot())).convert("RGB"))
        browser.close()
    width = sum(shot.width for shot in shots) + GAP * (len(shots) - 1)
    whole, left = Image.new("RGB", (width, TALL), "#d3d9e0"), 0
    for shot in shots:
        whole.paste(shot, (left, 0))
        left += shot.width + GAP
    small = whole.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(ROOT / "docs" / "gallery" / "site.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
