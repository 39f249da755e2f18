"""The last step: pictures and frame data → files in their place, and the asset's line for the manifest."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vizpipe.encoding import formats
from vizpipe.film import spread
from vizpipe.manifest import keys
from vizpipe.manifest.manifest import Entry, File, Keys
from vizpipe.pipeline.budget import encode_again, within
from vizpipe.pipeline.encodings import about, origin, settings_of
from vizpipe.pipeline.films import film_paths, settled, steady
from vizpipe.pipeline.job import Film, Job, Pictures
from vizpipe.pipeline.pictures import pictures_key, stored_pictures
from vizpipe.pipeline.showing import key_frames
from vizpipe.project.looks import Look, strip
from vizpipe.store import folders, hashes
from vizpipe.store.folders import keep_inside
from vizpipe.workers import tasks

if TYPE_CHECKING:
    from vizpipe.pipeline.ready import Ready


def stay_inside(job: Job) -> None:
    """Refuse links that lead out of the outputs folder and of the project, and files that are somebody else's.

    What the manifest names is vizpipe's, whatever became of it. Raises UsageError before any work.
    """
    shop = job.shop
    roots = [shop.outputs, *([Path(job.asset.root)] if job.asset.root != "." else [])]
    published = {file for entry in shop.known.assets.values() for file in entry.files}
    for name in job.asset.files:
        keep_inside(shop.outputs / name, *roots)
        if shop.guard is not None and name not in published:
            shop.guard.claim(shop.outputs / name)


def publish(job: Job, film: Film, pictures: Pictures) -> list[Path]:
    """Write the files that are stale or missing; give the places of all."""
    known = settled(job, film, pictures.digest)
    if known is not film:  # the pictures are those of the last build, and so is their key
        film, pictures = known, msgspec.structs.replace(pictures, key=pictures_key(job.asset, known), count=0)
    wanted = {name: file_key(job, name, film, pictures) for name in job.asset.files}
    files: dict[str, File] = {}
    guard = job.shop.guard
    for name in sorted(wanted, key=lambda each: guard is None or not guard.doubts(job.shop.outputs / each)):
        key = wanted[name]  # what may be refused comes first: then nothing is written
        if job.old is not None and _fresh(job, name, key):
            files[name] = msgspec.structs.replace(job.old.files[name], alt=pictures.alternative)
        else:
            job.must()
            with contextlib.closing(_encoded(job, name, film, pictures)) as ready:
                steady(job)
                files[name] = _put(job, name, key, ready, pictures.alternative)
    _enter(job, film, pictures, wanted, files)
    return [job.shop.outputs / name for name in wanted]


def file_key(job: Job, name: str, film: Film, pictures: Pictures) -> keys.Key:
    """What one of the asset's files is made from."""
    form = job.asset.outputs[name]
    settings = settings_of(job.asset, form)
    if form.takes != "film":
        settings["words"] = pictures.alternative
    contents = {"film": film.digest, "indexed": pictures.digest, "rgb": pictures.digest}
    content = contents.get(form.takes, pictures.key.hash)  # a vector file has more in it than pixels
    return keys.file(job.asset.card, content, form.name, form.version, settings | {"origin": origin(job, form)})


def _fresh(job: Job, name: str, key: keys.Key) -> bool:
    """Whether the published file is what it would become."""
    old = job.old
    if old is None or job.shop.force:
        return False
    if old.keys.files.get(name) != key.hash or name not in old.files:
        job.compare(name, key)
        return False
    what = fault(job, name, old.files[name])
    job.blame([what] if what else [])
    return not what


def fault(job: Job, name: str, facts: File) -> str:
    """What is wrong with a published file; nothing if it is as it was built."""
    try:
        if hashes.is_still(job.shop.outputs / name, facts.sha256):
            return ""
    except OSError:
        return f"{name}: the file is missing"
    return f"{name}: it was changed after it was built"


def _encoded(job: Job, name: str, film: Film, pictures: Pictures) -> "Ready":
    """One file, ready for its place."""
    from vizpipe.pipeline import ready  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    form, card, look = job.asset.outputs[name], job.asset.card.name, job.asset.look
    if form.takes == "film":
        (path,) = film_paths(job, film)
        task = job.shop.executor.submit(tasks.tabulate, job.source, card, path, form.suffix)
        return ready.data(task.result(), film.frames)
    said = about(job, form, pictures.alternative)
    if form.takes in ("figure", "strip", "pages"):
        look, frames = _posed(job, form, film)
        drawn = job.shop.executor.submit(
            tasks.vector, job.source, card, film_paths(job, film), look, form, frames, said
        )
        return ready.opaque(drawn.result(), (look.width, look.height), len(frames) if form.takes == "pages" else 1)
    if form.moves:
        if name not in job.under_way:
            encode_again(job, film, pictures)
        return within(job, name, job.under_way.pop(name).ready(), film, pictures)
    stored = stored_pictures(job, film, pictures)
    parts = ready.Parts(job.shop.cache, stored.key.hash, (), "")
    return within(job, name, ready.picture(parts.still, form, said), film, pictures)


def _posed(job: Job, form: formats.Format, film: Film) -> tuple[Look, list[int]]:
    """The look of a file that is drawn at once, and its frames."""
    look, last = job.asset.look, film.frames - 1
    if form.takes == "figure":
        return look, [last]
    if form.takes == "pages":
        return look, spread.spread(film.frames, job.asset.frames)
    frames = key_frames(job, film)
    return strip(look, len(frames)), frames


def _put(job: Job, name: str, key: keys.Key, ready: "Ready", alternative: str) -> File:
    """Put the file in its place, unless one that shows the same lies there already."""
    old = job.old.files.get(name) if job.old is not None else None
    target = job.shop.outputs / name
    if old is not None and job.old is not None and _shows_the_same(ready, old, target):
        before = job.old.keys.ingredients.get(name, {})
        if _maker(before.get("origin")) == _maker(key.ingredients["origin"]) and old.alt == alternative:
            return msgspec.structs.replace(old, alt=alternative)
    job.tell("writing", text=name)
    if job.shop.guard is not None:
        job.shop.guard.admit(target, ready.sha256)
    folders.make_folder(job.shop.outputs)
    job.written += 1
    return ready.publish(target, alternative)


def _shows_the_same(ready: "Ready", old: File, target: Path) -> bool:
    if ready.shows != (old.pixels, old.width, old.height, old.frames, old.duration_ms):
        return False
    try:
        return hashes.sha256(target) == old.sha256
    except OSError:
        return False


def _maker(origin: object) -> str:
    """The line that makes a file, without the version that made it."""
    return str(origin).partition(": ")[2]


def _dropped(job: Job, files: dict[str, File]) -> dict[str, File]:
    """Files of formats that are no longer asked for: known until clean deletes them."""
    old = job.old.files if job.old is not None else {}
    return {name: facts for name, facts in old.items() if name not in files and (job.shop.outputs / name).exists()}


def _enter(job: Job, film: Film, pictures: Pictures, wanted: dict[str, keys.Key], files: dict[str, File]) -> None:
    """Keep the asset's line: the old keys too, if only the libraries are others and all came out the same."""
    ingredients = {"film": film.key.ingredients, "pictures": pictures.key.ingredients}
    ingredients |= {name: key.ingredients for name, key in wanted.items()}
    hashes = {name: key.hash for name, key in wanted.items()}
    if job.unsteady:
        ingredients["film"] = ingredients["film"] | {f"data {Path(job.unsteady).name}": "changed while it was in use"}
    made = Keys("" if job.unsteady else film.key.hash, pictures.key.hash, hashes, ingredients)
    old = job.old
    same = old is not None and old.digest == film.digest and old.drawn == pictures.digest
    entry = Entry(
        recipe=job.asset.card.name,
        parameters=job.asset.parameters,
        keys=old.keys
        if old is not None and same and _only_environment(old.keys, made) and not job.shop.force
        else made,
        frames=film.frames,
        digest=film.digest,
        drawn=pictures.digest,
        film=film.records,
        files=files | _dropped(job, files),
    )
    with job.shop.lock:
        job.shop.entries[job.asset.name] = entry


def _only_environment(old: Keys, new: Keys) -> bool:
    """Whether nothing but Python and the libraries tells two sets of keys apart."""
    if old.files != new.files or old.ingredients.keys() != new.ingredients.keys():
        return False
    return all(keys.same_work(old.ingredients[step], new.ingredients[step]) for step in new.ingredients)
