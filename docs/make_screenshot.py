"""Photograph the site in site/ for README: the contact sheet beside a recipe's page, light and dark.

Run by hand after ``make gallery``; needs Chromium and the test extra.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
VIEW = {"width": 1000, "height": 760}
SHOTS = (("index.html", "light", ""), ("hidden-mapping.html", "dark", "24"))
GAP = 24
COLOURS = 200


def main() -> int:
    """Write docs/gallery/site.png."""
    shots = []
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for page, scheme, moment in SHOTS:
            opened = browser.new_context(viewport=VIEW, color_scheme=scheme).new_page()  # type: ignore[arg-type]
            opened.goto((ROOT / "site" / page).as_uri())
            opened.wait_for_selector("html[data-ready]")
            if moment:
                lead = "(slider, to) => { slider.value = to; slider.dispatchEvent(new Event('input')); }"
                opened.eval_on_selector(".player input", lead, moment)
            opened.wait_for_timeout(3000)
            shots.append(Image.open(io.BytesIO(opened.screenshot())).convert("RGB"))
        browser.close()
    width = sum(shot.width for shot in shots) + GAP * (len(shots) - 1)
    both = Image.new("RGB", (width, VIEW["height"]), "#d3d9e0")
    for number, shot in enumerate(shots):
        both.paste(shot, (number * (VIEW["width"] + GAP), 0))
    small = both.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(ROOT / "docs" / "gallery" / "site.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
