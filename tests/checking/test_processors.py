"""A film from a processor below the level of workers: its line says so, and check allows for its last digits."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from vizpipe.checking import compare
from vizpipe.manifest import manifest
from vizpipe.manifest.manifest import Entry, Manifest
from vizpipe.workers import kernels, processor

if TYPE_CHECKING:
    from conftest import Vizpipe

ARM = "Linux aarch64"


@pytest.fixture
def arm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that says it is an Arm."""
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    kernels.settled.cache_clear()
    yield
    kernels.settled.cache_clear()


def line_of(outputs: Path) -> Entry:
    """What the manifest says of the only asset."""
    return manifest.read(outputs).assets["one"]


@pytest.mark.usefixtures("arm")
def test_an_arm_is_told_by_name() -> None:
    """A processor without the level is told by its system and kind."""
    assert processor.told() == ARM


def test_an_x86_without_avx2_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An x86-64 that has no AVX2, or doesn't say so, is told as that; one on the level has nothing to tell."""
    monkeypatch.setattr(platform, "machine", lambda: "AMD64")
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setattr(kernels, "settled", lambda: False)
    assert processor.told() == "Windows AMD64, not known to have AVX2"
    monkeypatch.setattr(kernels, "settled", lambda: True)
    assert not processor.told()


@pytest.mark.skipif(not kernels.settled(), reason="this processor has not the level that workers keep to")
def test_on_the_level_nothing_is_written(tiny: Path) -> None:
    """A manifest that was built on the level holds no word of processors."""
    assert b'"processor"' not in (tiny / "outputs" / "manifest.json").read_bytes()


def test_a_build_elsewhere_says_so(tiny: Path, tmp_path: Path) -> None:
    """What a machine that is an Arm builds names it, in a new line; a line of before that comes out the same stays."""
    (tmp_path / "sitecustomize.py").write_text('import platform\nplatform.machine = lambda: "aarch64"\n')
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    before = (tiny / "outputs" / "manifest.json").read_bytes()
    variables = {"PYTHONPATH": path, "VIZPIPE_CACHE": str(tmp_path / "cache")}
    assert elsewhere(tiny, variables, "--force") == before
    shutil.rmtree(tiny / "outputs")
    elsewhere(tiny, variables, "--force")
    assert line_of(tiny / "outputs").processor == f"{platform.system()} aarch64"


def elsewhere(place: Path, variables: dict[str, str], *words: str) -> bytes:
    """The manifest after a build by a process of its own, with these variables."""
    command = [sys.executable, "-m", "vizpipe", "build", "-j", "1", *words]
    subprocess.run(command, cwd=place, env=os.environ | variables, check=True, capture_output=True)
    return (place / "outputs" / "manifest.json").read_bytes()


@pytest.mark.parametrize("was_arm", [True, False])
def test_a_line_keeps_its_processor(tiny: Path, *, was_arm: bool) -> None:
    """A line that names a processor is read as it was written, sealed; one that names none has the seal of before."""
    known = line_of(tiny / "outputs")
    line = msgspec.structs.replace(known, processor=ARM) if was_arm else known
    written = manifest.encode(Manifest(assets={"one": line}))
    assert manifest.parse(written).assets == {"one": line}
    assert (ARM.encode() in written) is was_arm


def test_another_processor_is_told_once() -> None:
    """Of two kinds of processor one finding is made however many assets there are; of one kind, none."""
    entry = msgspec.convert(
        {"recipe": "r", "parameters": {}, "keys": {"film": "", "pictures": "", "files": {}, "ingredients": {}}}
        | {"frames": 1, "digest": "", "drawn": "", "film": [], "files": {}},
        Entry,
    )
    here = {"one": entry, "two": entry}
    there = {name: msgspec.structs.replace(each, processor=ARM) for name, each in here.items()}
    (found,) = compare.processors(there, here)
    assert (found.kind, found.asset) == ("environment", "")
    assert found.text.startswith(f"processor: {ARM} → {kernels.LEVEL}; numbers are compared by tolerance")
    assert not compare.processors(here, here)
    assert not compare.processors(there, there)


@pytest.mark.skipif(not kernels.settled(), reason="this processor has not the level that workers keep to")
def test_check_tells_a_film_of_an_arm(vizpipe: "Vizpipe", tiny: Path) -> None:
    """Films that an Arm trained agree if their numbers do nearly: check ends with 0 and says how it compared."""
    known = line_of(tiny / "outputs")
    records = [
        msgspec.structs.replace(
            each, fields={name: [[x * (1 + 1e-13) for x in row] for row in rows] for name, rows in each.fields.items()}
        )
        for each in known.film
    ]
    line = msgspec.structs.replace(known, processor=ARM, film=records, digest="0" * len(known.digest))
    (tiny / "old.json").write_bytes(manifest.encode(Manifest(assets={"one": line})))
    done = vizpipe("check", "--against", "old.json")
    assert done.code == 0, done
    assert f"(environment)  processor: {ARM} → {kernels.LEVEL}" in done.out
