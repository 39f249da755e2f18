"""Whether the measures of pictures see what an editor saw: ``python benchmarks/faults.py [ASSET]...``.

``faults.txt`` holds what somebody saw in the pictures of a commit. That commit's own package draws them here once more,
in a process of its own, and the measures of today read its figures. Prints what is found, what is missed, and what is
found where nobody saw anything.
"""

import collections
import importlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
COMMIT = "b7ab93e"
_WIDE = 320
_FRAMES = 60


class Fault(NamedTuple):
    """A line of the table."""

    asset: str
    where: str
    kind: str
    seen: str


class Found(NamedTuple):
    """What a measure says."""

    asset: str
    where: str
    kind: str
    frame: int
    text: str


def table() -> list[Fault]:
    """What the editor saw."""
    lines = (ROOT / "benchmarks" / "faults.txt").read_text().splitlines()
    return [Fault(*(part.strip() for part in line.split("|", 3))) for line in lines if not line.startswith("#")]


def main() -> int:
    """Draw, measure, compare; 1 if less than nine tenths are found."""
    if sys.argv[1:2] == ["--draw"]:
        return _draw_all(Path(sys.argv[2]), sys.argv[3:])
    with tempfile.TemporaryDirectory(prefix="vizpipe-faults-") as folder:
        tree = Path(folder)
        packed = subprocess.run(
            ["git", "archive", COMMIT, "vizpipe", "recipes"], cwd=ROOT, check=True, capture_output=True
        ).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(tree, filter="data")
        (tree / "vizpipe" / "recipes").symlink_to(tree / "recipes")
        _drawn(tree)
        found = [Found(*each) for line in (tree / "found.jsonl").read_text().splitlines() for each in json.loads(line)]
    return _compare(table(), found)


def _drawn(tree: Path) -> None:
    """Let the other commit's package draw, two processes at once."""
    asked = {fault.asset for fault in table() if not sys.argv[1:] or fault.asset in sys.argv[1:]}
    env = os.environ | {"PYTHONPATH": str(tree), "OPENBLAS_NUM_THREADS": "1"}
    names = sorted(asked)
    shares = [names[number::2] for number in range(2)]
    running = [
        subprocess.Popen([sys.executable, __file__, "--draw", str(tree), *share], env=env, cwd=tree) for share in shares
    ]
    if any(each.wait() for each in running):
        raise SystemExit("drawing failed")


def _compare(faults: list[Fault], found: list[Found]) -> int:
    """Print each line of the table with what is found of it, then what is found besides, by kind."""
    names = {each.asset for each in found}
    faults = [fault for fault in faults if fault.asset in names]
    there = collections.defaultdict(list)
    for each in found:
        there[each[:3]].append(each)
    kinds: dict[str, list[bool]] = collections.defaultdict(list)
    for fault in faults:
        same = there.get(fault[:3], [])
        kinds[fault.kind].append(bool(same))
        said = f"frame {same[0].frame}: {same[0].text}" if same else ""
        print(f"{'found ' if same else 'MISSED'} {fault.asset} {fault.where} {fault.kind}: {fault.seen}  {said}")
    for kind, hits in sorted(kinds.items()):
        print(f"{kind:10} {sum(hits):3} of {len(hits):3}")
    count = sum(map(sum, kinds.values()))
    print(f"{count} of {len(faults)} found")
    known = {fault[:3] for fault in faults}
    for key, same in sorted(there.items()):
        if key not in known:
            print(f"besides {' '.join(key)}: frame {same[0].frame}: {same[0].text}")
    return int(count < 0.9 * len(faults))


# ---------------------------------------------------------------- in the other commit's process


def _draw_all(tree: Path, names: list[str]) -> int:
    """Draw and measure assets, each at its own size and wherever the table has a line for it."""
    package = importlib.import_module("vizpipe")
    package.__path__.append(str(ROOT / "vizpipe"))  # rooms that the commit lacks, the camera among them, are today's
    registry, assets = importlib.import_module("vizpipe.registry"), importlib.import_module("vizpipe.assets")
    cards, sources = {}, {}
    for source in registry.built_in():
        for card in registry.read_cards(registry.make_cards(source)):
            cards[card.name], sources[card.name] = card, source
    listed = [each for each in assets.gallery(registry.Registry(cards, {})) if each.name in names]
    for asset in listed:
        wheres = dict.fromkeys(["natural", *(fault.where for fault in table() if fault.asset == asset.name)])
        found = [each for where in wheres for each in _found(asset, sources[asset.card.name], where, tree)]
        with (tree / "found.jsonl").open("a") as stream:
            stream.write(json.dumps(found, ensure_ascii=False) + "\n")
        print(f"{asset.name}: {len(found)}", file=sys.stderr, flush=True)
    return 0


def _found(asset: Any, source: Any, where: str, tree: Path) -> Iterator[Found]:
    """What is to be remarked of an asset somewhere."""
    assets: Any = importlib.import_module("vizpipe.assets")
    studio: Any = importlib.import_module("vizpipe.studio")
    names = ("sightings", "sight", "reading", "emptiness")
    sightings, sight, reading, emptiness = (importlib.import_module(f"vizpipe.camera.{name}") for name in names)
    given: dict[str, dict[str, object]] = {
        "natural": {},
        "print": {"theme": "print"},
        "column": {"size": "720x1800"},
        "seeds": {"seeds": 9},
    }
    changed = assets.asset(
        asset.name, asset.card, asset.parameters, formats=asset.formats, **given.get(where, {"size": where})
    )
    films = []
    for number, values in enumerate(changed.multiples or (changed.parameters,)):
        place = tree / f"{asset.name}-{number if changed.multiples else 'one'}.npz"
        if not place.exists():
            place.write_bytes(studio.train(source, asset.card.name, values, ".").film)
        films.append(place)
    studio.read_checked = Path.read_bytes  # films lie in no cache
    recipe = studio._recipe(source, asset.card.name)  # noqa: SLF001 - the other commit has no other way
    reel = [studio._film(film, recipe) for film in films]  # noqa: SLF001
    count = max(map(len, reel))
    look = changed.look
    parts = 4 if where == "natural" else 2
    earlier: list[Any] = []
    for frame in sorted({round(part * (count - 1) / parts) for part in range(parts + 1)}):
        scene = studio._staged(source, asset.card.name, tuple(films), look).scene  # noqa: SLF001
        with scene.applied():
            seen = sight.look(scene.still(frame), look.width, look.height)
        preset, in_print = where if where in reading.PRESETS else "", look.theme == "print"
        before = earlier if frame == count - 1 else None
        for remark in sightings.still(seen, preset, in_print=in_print, earlier=before):
            yield Found(asset.name, where, remark.measure, frame, remark.text)
        if before is None:
            earlier.append(emptiness.held(seen))
    if where == "natural" and count > 1:
        yield from _tempo(asset, source, (films, reel[0]), changed)


def _tempo(asset: Any, source: Any, films: Any, changed: Any) -> Iterator[Found]:
    """What is to be remarked of an asset's motion."""
    studio, tempo = importlib.import_module("vizpipe.studio"), importlib.import_module("vizpipe.camera.tempo")
    count, name = len(films[1]), asset.card.name
    shown = sorted({round(each * (count - 1) / max(min(count, _FRAMES) - 1, 1)) for each in range(min(count, _FRAMES))})
    scene = studio._staged(source, name, tuple(films[0]), changed.look).scene  # noqa: SLF001
    small = []
    for picture in scene.pictures(shown):
        step = max(picture.shape[1] // _WIDE, 1)
        tall, wide = picture.shape[0] // step * step, picture.shape[1] // step * step
        cells = picture[:tall, :wide, :3].reshape(tall // step, step, wide // step, step, 3)
        small.append(cells.mean(axis=(1, 3)).round().astype("uint8"))
    durations = changed.timing.durations(len(shown))
    scene = studio._staged(source, name, tuple(films[0]), changed.look).scene  # noqa: SLF001
    with scene.applied():
        words = [tempo.words(scene.figure, shot) for shot in scene._shoot(shown)]  # noqa: SLF001
    remarks = tempo.measured(small, durations, loops=asset.card.loops) + tempo.counters(words, durations)
    for remark in remarks:
        yield Found(asset.name, "natural", remark.measure, -1, remark.text)


if __name__ == "__main__":
    sys.exit(main())
