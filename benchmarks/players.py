"""Players that draw their films, in Chromium: python benchmarks/players.py [NAME]… prints a table, worst first.

Bytes, and on a processor slowed down four times: until the first picture, pictures a second while somebody scrubs. And
how well the last picture agrees with the PNG in three presets: likeness, texts, by how many pixels anything is off.
"""

import base64
import gzip
import json
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import vizpipe
from likeness import grey, ssim
from placed import Told, drawn, noted, off
from vizpipe.camera.strokes import Unable

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PRESETS: dict[str, dict[str, Any]] = {
    "slide": {"size": "slide"},
    "dark": {"size": "slide", "theme": "dark"},
    "phone": {"layout": "column"},
}
SLOWER = 4
ROUNDS = 3
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
_SHOWN = """new MutationObserver(() => {
  if (document.documentElement?.dataset.ready && !window.shown) requestAnimationFrame(() => {
    window.shown = performance.now();
  });
}).observe(document, { subtree: true, attributes: true, childList: true });"""
_SCRUB = """() => new Promise((done) => {
  const slider = document.querySelector("input"), most = Number(slider.max), begun = performance.now();
  let count = 0;
  const step = () => {
    const now = performance.now() - begun;
    if (now > 2000) { done(count / now * 1000); return; }
    count += 1;
    slider.value = Math.abs((now / 2000 * 2) % 2 - 1) * most;
    slider.dispatchEvent(new Event("input"));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


def measured(browser: Any, name: str, folder: Path) -> dict[str, Any]:
    """A recipe's row."""
    row: dict[str, Any] = {"name": name, "ssim": {}, "off": 0.0, "texts": True, "why": ""}
    for preset, look in PRESETS.items():
        place = folder / preset
        with noted() as told, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            vizpipe.make(name, **look, formats=["html", "png"], output=place, name="x", no_caption=True)
        _agrees(browser, place, told[-1], row, preset)
        if preset == "slide":
            page = (place / "x.html").read_bytes()
            row["film"] = sum(
                len(each) if isinstance(each, bytes) else each.stat().st_size for each in told[-1].order[2]
            )
            row["html"], row["gzipped"] = len(page), len(gzip.compress(page, 9))
            row["first"], row["fps"] = _speed(browser, place / "x.html")
    return row


def _agrees(browser: Any, place: Path, made: Told, row: dict[str, Any], preset: str) -> None:
    still = (place / "x.png").read_bytes()
    height, width = grey(still).shape
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = context.new_page()
    page.goto((place / "x.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    shown = base64.b64decode(page.evaluate("document.querySelector('canvas').toDataURL()").partition(",")[2])
    row["ssim"][preset] = round(ssim(grey(shown), grey(still)), 4)
    ticks = sorted({0, len(made.ticks) // 2, len(made.ticks) - 1})
    things = drawn(page, ticks)
    context.close()
    try:
        strokes = made.strokes(ticks)
    except Unable as reason:
        row["why"] = str(reason)
        return
    if things is None:
        row["why"] = "more numbers than pictures"
        return
    for one, other in zip(things, strokes, strict=True):
        try:
            row["off"] = max(row["off"], round(off(one, other), 2))
        except AssertionError:
            row["texts"] = False


def _speed(browser: Any, file: Path) -> tuple[float, float]:
    """Milliseconds until the first picture, the least; pictures a second while somebody scrubs, the most."""
    first, fps = [], []
    for _ in range(ROUNDS):
        context = browser.new_context(**PHONE)
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(_SHOWN)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.wait_for_function("window.shown") if _allows(page) else page.wait_for_timeout(500)
        first.append(page.evaluate("window.shown"))
        if page.evaluate("Number(document.querySelector('input').max)"):
            fps.append(page.evaluate(_SCRUB))
        context.close()
    return round(min(first)), round(max(fps, default=60.0))


def _allows(page: Any) -> bool:
    """Whether the page's policy lets a script wait."""
    return bool(page.evaluate("!document.querySelector('meta[http-equiv=Content-Security-Policy]')"))


def _line(row: dict[str, Any]) -> str:
    kilo = [f"{row[key] / 1000:,.0f}" for key in ("film", "html", "gzipped")]
    likeness = [f"{row['ssim'][preset]:.3f}" for preset in PRESETS]
    agrees = ["–", "–"] if row["why"] else ["all" if row["texts"] else "**not all**", f"{row['off']:.2f}"]
    return f"| {' | '.join([row['name'], *kilo, str(row['first']), str(row['fps']), *likeness, *agrees, row['why']])} |"


def main() -> None:
    """Measure what is named, or every recipe; rows that are there already in VIZPIPE_PLAYERS are not measured again."""
    from playwright.sync_api import sync_playwright

    names = sys.argv[1:] or sorted(path.stem.replace("_", "-") for path in (ROOT / "recipes").glob("[a-z]*.py"))
    kept = Path(os.environ.get("VIZPIPE_PLAYERS", os.devnull))
    rows = {row["name"]: row for row in map(json.loads, kept.read_text("utf-8").splitlines() if kept.is_file() else [])}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in names:
            if name not in rows:
                with tempfile.TemporaryDirectory() as folder:
                    rows[name] = measured(browser, name, Path(folder))
                with kept.open("a", encoding="utf-8") as file:
                    file.write(f"{json.dumps(rows[name])}\n")
                print(json.dumps(rows[name]), file=sys.stderr, flush=True)
        browser.close()
    heads = [
        "recipe",
        "film kB",
        "html kB",
        "gzipped",
        "first ms",
        "fps",
        *PRESETS,
        "texts",
        "off px",
        "pictures, since",
    ]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in sorted((rows[name] for name in names), key=lambda row: min(row["ssim"].values())):
        print(_line(row))


if __name__ == "__main__":
    main()
