"""The last step: pictures and frame data → files in their place, and the asset's line for the manifest."""

import contextlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vizpipe.encoding.formats import Format
from vizpipe.film import spread
from vizpipe.film.content import Before, Content
from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.manifest.manifest import Entry, File, Keys
from vizpipe.pipeline.budget import encode_again, within
from vizpipe.pipeline.encodings import about, origin, settings_of
from vizpipe.pipeline.films import drawn_from, in_cache, settled
from vizpipe.pipeline.job import Film, Job, Pictures, Result
from vizpipe.pipeline.live import live
from vizpipe.pipeline.pictures import content_of, parts_of, pictures_key, stored
from vizpipe.pipeline.showing import ending, key_frames, showable, timed
from vizpipe.pipeline.state import Outcome, State
from vizpipe.pipeline.steady import moved, noted
from vizpipe.pipeline.step import Last, Step, step
from vizpipe.pipeline.whole import kept
from vizpipe.project.looks import Look, strip
from vizpipe.store import folders, hashes
from vizpipe.store.folders import keep_inside
from vizpipe.workers import tasks

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Ready


def claim_places(job: Job) -> None:
    """Refuse links that lead out of the outputs folder and of the project, and files that are somebody else's.

    What the manifest names is vizpipe's, whatever became of it. Raises UsageError before any work.
    """
    build = job.build
    roots = [build.outputs, *([Path(job.asset.root)] if job.asset.root != "." else [])]
    published = {file for entry in build.last.assets.values() for file in entry.files}
    for name in job.asset.files:
        keep_inside(build.outputs / name, *roots)
        if build.guard is not None and name not in published:
            build.guard.claim(build.outputs / name)


def publish(job: Job, result: Result) -> Outcome[Result]:
    """Write the files that are stale or missing, first what may be refused: then nothing is written."""
    guard, outputs = job.build.guard, job.build.outputs
    files = Outcome(State.FRESH, [], _settled(job, result))
    for name in sorted(job.asset.files, key=lambda each: guard is None or not guard.doubts(outputs / each)):
        files = files.then(lambda before, name=name: step(job, file_step(job, name, before)))  # type: ignore[misc]
    return files


def file_step(job: Job, name: str, result: Result) -> Step[Result]:
    """How one of the asset's files comes into its place."""
    key, old = file_key(job, name, result), job.old
    facts = old.files.get(name) if old is not None else None
    if old is None or facts is None:
        return Step(name, key, partial(_place, job, name, key, result))
    kept = result.having(name, msgspec.structs.replace(facts, alt=result.pictures.alternative))
    last = Last(old.keys.files.get(name, ""), kept)
    return Step(name, key, partial(_place, job, name, key, result), last=last, fault=partial(fault, job, name, facts))


def file_key(job: Job, name: str, result: Result) -> Key:
    """What one of the asset's files is made from."""
    form, pictures = job.asset.outputs[name], result.pictures
    content = result.film.digest if form.takes == "film" else content_of(job.asset, name, pictures)
    settings = settings_of(job.asset, form)
    if form.takes != "film":
        settings["words"] = pictures.alternative
    return keys.file(job.asset.card, content, form.name, form.version, settings | {"origin": origin(job, form)})


def fault(job: Job, name: str, facts: File) -> str:
    """What is wrong with a published file; nothing if it is as it was built."""
    try:
        if hashes.is_still(job.build.outputs / name, facts.sha256):
            return ""
    except OSError:
        return f"{name}: the file is missing"
    return f"{name}: it was changed after it was built"


def entry_of(job: Job, result: Result) -> Entry:
    """The asset's line for the manifest."""
    film, pictures = result.film, result.pictures
    files = {name: file_key(job, name, result) for name in job.asset.files}
    ingredients = {"film": film.key.ingredients, "pictures": pictures.key.ingredients}
    ingredients |= {name: key.ingredients for name, key in files.items()}
    if film.unsteady:
        ingredients["film"] = ingredients["film"] | {f"data {Path(film.unsteady).name}": "changed while it was in use"}
    digests = {name: key.hash for name, key in files.items()}
    new = Keys("" if film.unsteady else film.key.hash, pictures.key.hash, digests, ingredients)
    kept = _keys(job, result, new)
    return Entry(
        recipe=job.asset.card.name,
        parameters=job.asset.parameters,
        keys=kept,
        frames=film.frames,
        digest=film.digest,
        drawn=pictures.digest,
        film=film.records,
        files=dict(result.files) | _dropped(job),
        shown=_shown(job, pictures, is_kept=kept is not new),
        processor=film.processor or msgspec.UNSET,
    )


def _shown(job: Job, pictures: Pictures, *, is_kept: bool) -> Content | Before | msgspec.UnsetType:
    """What the pictures show: of those that are as they were what the manifest knows, whatever was rounded now.

    What a line of before knows stands as long as its keys do.
    """
    old = job.old
    if old is not None and old.drawn == pictures.digest and old.shown and (is_kept or isinstance(old.shown, Content)):
        return old.shown
    return pictures.shown or msgspec.UNSET


def _keys(job: Job, result: Result, new: Keys) -> Keys:
    """The new keys, or the old if only Python or the libraries are others and all came out the same."""
    old = job.old
    if old is None or job.build.force or (old.digest, old.drawn) != (result.film.digest, result.pictures.digest):
        return new
    if old.keys.files != new.files or old.keys.ingredients.keys() != new.ingredients.keys():
        return new
    is_same = all(keys.same_work(old.keys.ingredients[name], new.ingredients[name]) for name in new.ingredients)
    return old.keys if is_same else new


def _settled(job: Job, result: Result) -> Result:
    """The result, with the film of the last build if the pictures are those of the last build: then so is their key."""
    film = settled(job, result.film, result.pictures.digest)
    if film is result.film:
        return result
    return replace(result, film=film, pictures=replace(result.pictures, key=pictures_key(job.asset, film), shots={}))


def _place(job: Job, name: str, key: Key, result: Result) -> Result:
    """Encode a file and put it in its place."""
    result, ready = _encoded(job, name, key, result)
    with contextlib.closing(ready):
        result = replace(result, film=noted(job, result.film, moved(job)))
        return _put(job, name, key, ready, result)


def _encoded(job: Job, name: str, key: Key, result: Result) -> tuple[Result, "Ready"]:
    """One file, ready for its place."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    form = job.asset.outputs[name]
    if form.takes == "film":
        return _tabulated(job, form, result)
    label = about(job, form, result.pictures.alternative)
    if form.takes in ("figure", "strip", "pages"):
        known = timed(job, result.film) if form.takes == "strip" else showable(job, result.film)
        film = in_cache(job, known)
        source, card, places, _ = drawn_from(job, film)
        look, frames = _posed(job, form, film)

        def drawn() -> bytes:
            place = source, card, places, look
            return job.build.executor.submit(tasks.vector, *place, form, frames, label).result()

        content = kept(job, f"{key.hash}.{form.suffix}", film, drawn)
        count = len(frames) if form.takes == "pages" else 1
        return replace(result, film=film), ready.opaque(content, (look.width, look.height), count)
    if form.takes == "strokes":
        return live(job, name, form, key, result)
    if form.moves:
        result = result if name in result.animations else encode_again(job, name, result)
        return within(job, name, result, result.animations[name].ready())
    result = stored(job, result)
    still = parts_of(job, result.pictures).still
    return within(job, name, result, ready.picture(still, form, label))


def _tabulated(job: Job, form: Format, result: Result) -> tuple[Result, "Ready"]:
    """The film as a data file."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - as above

    film = in_cache(job, result.film)
    source, card, (place,), _ = drawn_from(job, film)
    content = job.build.executor.submit(tasks.tabulate, source, card, place, form.suffix).result()
    return replace(result, film=film), ready.data(content, film.frames)


def _posed(job: Job, form: Format, film: Film) -> tuple[Look, list[int]]:
    """The look of a file that is drawn at once, and its frames."""
    look = job.asset.look.opened
    if form.takes == "figure":
        return look, [ending(job.asset, film).index]
    if form.takes == "pages":
        told = look.told(film.frames)
        return look, [told[at] for at in spread.spread(len(told), job.asset.frames)]
    frames = key_frames(film)
    return strip(look, len(frames)), frames


def _put(job: Job, name: str, key: Key, ready: "Ready", result: Result) -> Result:
    """Put the file in its place, unless one that shows the same lies there already."""
    old, build, alternative = job.old, job.build, result.pictures.alternative
    facts = old.files.get(name) if old is not None else None
    target = build.outputs / name
    if old is not None and facts is not None and _shows_the_same(ready, facts, target):
        before = old.keys.ingredients.get(name, {})
        if _maker(before.get("origin")) == _maker(key.ingredients["origin"]) and facts.alt == alternative:
            return result.having(name, facts)
    job.tell("writing", text=name)
    if build.guard is not None:
        build.guard.admit(target, ready.sha256)
    folders.make_folder(build.outputs)
    return replace(result.having(name, ready.publish(target, alternative)), written=result.written + 1)


def _shows_the_same(ready: "Ready", facts: File, target: Path) -> bool:
    if ready.shows != (facts.pixels, facts.width, facts.height, facts.frames, facts.duration_ms):
        return False
    try:
        return hashes.holds(target, facts.sha256)
    except OSError:
        return False


def _maker(origin: object) -> str:
    """The line that makes a file, without the version that made it."""
    return str(origin).partition(": ")[2]


def _dropped(job: Job) -> dict[str, File]:
    """Files of formats that are no longer asked for: known until clean deletes them."""
    files, outputs = (job.old.files if job.old is not None else {}), job.build.outputs
    asked = job.asset.outputs
    return {name: facts for name, facts in files.items() if name not in asked and (outputs / name).exists()}
