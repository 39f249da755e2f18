"""The last step: pictures and frame data → files in their place, and the asset's line for the manifest."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vizpipe import encoding, keys, store, tasks
from vizpipe.manifest import Entry, File, Keys
from vizpipe.pipeline.encodings import encodings, origin
from vizpipe.pipeline.films import film_paths
from vizpipe.pipeline.job import Film, Job, Pictures
from vizpipe.pipeline.pictures import stored_pictures

if TYPE_CHECKING:
    from vizpipe.encoding.files import Ready


def stay_inside(job: Job) -> None:
    """Refuse a link that leads out of the outputs folder and of the project; raises UsageError before any work."""
    roots = [job.shop.outputs, *([Path(job.asset.root)] if job.asset.root != "." else [])]
    for name in job.asset.files:
        store.keep_inside(job.shop.outputs / name, *roots)


def publish(job: Job, film: Film, pictures: Pictures) -> list[Path]:
    """Write the files that are stale or missing; give the places of all."""
    wanted = {name: _key(job, name, film, pictures) for name in job.asset.files}
    files: dict[str, File] = {}
    for name, key in wanted.items():
        if job.old is not None and _fresh(job, name, key):
            files[name] = msgspec.structs.replace(job.old.files[name], alt=pictures.alternative)
        else:
            job.must()
            files[name] = _put(job, name, key, _encoded(job, name, film, pictures), pictures.alternative)
    _enter(job, film, pictures, wanted, files)
    return [job.shop.outputs / name for name in wanted]


def _key(job: Job, name: str, film: Film, pictures: Pictures) -> keys.Key:
    form = encoding.of_file(name)
    settings = dict(job.asset.timing._asdict()) if form.takes == "indexed" else {}
    contents = {"film": film.digest, "figure": pictures.key.hash}  # a vector file has more in it than pixels
    content = contents.get(form.takes, pictures.digest)
    return keys.file(
        job.asset.card, content, form.suffix, form.version, settings | {"origin": origin(job, form.suffix)}
    )


def _fresh(job: Job, name: str, key: keys.Key) -> bool:
    """Whether the published file is what it would become."""
    old = job.old
    if old is None or job.shop.force:
        return False
    if old.keys.files.get(name) != key.hash or name not in old.files:
        job.compare(name, key)
        return False
    try:
        if store.sha256(job.shop.outputs / name) == old.files[name].sha256:
            return True
        job.blame([f"{name}: it was changed after it was built"])
    except OSError:
        job.blame([f"{name}: the file is missing"])
    return False


def _encoded(job: Job, name: str, film: Film, pictures: Pictures) -> "Ready":
    """One file, ready for its place."""
    from vizpipe.encoding import files  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    form = encoding.of_file(name)
    if form.takes == "film":
        (path,) = film_paths(job, film)
        task = job.shop.executor.submit(tasks.tabulate, job.source, job.asset.card.name, path, form.suffix)
        return files.data(task.result(), film.frames)
    if form.takes == "figure":
        look = job.asset.look
        about = job.source, job.asset.card.name, film_paths(job, film), look
        drawn = job.shop.executor.submit(tasks.vector, *about, form.suffix, origin(job, form.suffix))
        return files.vector(drawn.result(), (look.width, look.height))
    if form.takes == "indexed":
        if name not in job.under_way:
            _encode_again(job, film, pictures)
        return job.under_way.pop(name).ready()
    stored = stored_pictures(job, film, pictures)
    return files.picture(files.Parts(job.shop.cache, stored.key.hash, 0, 1), origin(job, form.suffix))


def _put(job: Job, name: str, key: keys.Key, ready: "Ready", alternative: str) -> File:
    """Put the file in its place, unless one that shows the same lies there already."""
    old = job.old.files.get(name) if job.old is not None else None
    target = job.shop.outputs / name
    if old is not None and job.old is not None and _shows_the_same(ready, old, target):
        before = job.old.keys.ingredients.get(name, {})
        if _maker(before.get("origin")) == _maker(key.ingredients["origin"]):
            return msgspec.structs.replace(old, alt=alternative)
    job.tell("writing", text=name)
    store.make_folder(job.shop.outputs)
    job.written += 1
    return ready.publish(target, alternative)


def _shows_the_same(ready: "Ready", old: File, target: Path) -> bool:
    if ready.shows != (old.pixels, old.width, old.height, old.frames, old.duration_ms):
        return False
    try:
        return store.sha256(target) == old.sha256
    except OSError:
        return False


def _maker(origin: object) -> str:
    """The line that makes a file, without the version that made it."""
    return str(origin).partition(": ")[2]


def _encode_again(job: Job, film: Film, pictures: Pictures) -> None:
    """Encode from the cache pictures that were drawn before, or draw those that only the manifest remembers."""
    from vizpipe.encoding import files  # noqa: PLC0415 - see above

    stored = stored_pictures(job, film, pictures)
    if not job.under_way:
        parts = files.Parts(job.shop.cache, stored.key.hash, stored.chunks, stored.count)
        sinks = encodings(job, job.shop.cache.read("pictures", f"{stored.key.hash}.palette") or b"", stored.count)
        for packed in parts.packed():
            for sink in sinks:
                sink(packed)


def _dropped(job: Job, files: dict[str, File]) -> dict[str, File]:
    """Files of formats that are no longer asked for: known until clean deletes them."""
    old = job.old.files if job.old is not None else {}
    return {name: facts for name, facts in old.items() if name not in files and (job.shop.outputs / name).exists()}


def _enter(job: Job, film: Film, pictures: Pictures, wanted: dict[str, keys.Key], files: dict[str, File]) -> None:
    """Keep the asset's line: the old keys too, if only the libraries are others and all came out the same."""
    ingredients = {"film": film.key.ingredients, "pictures": pictures.key.ingredients}
    ingredients |= {name: key.ingredients for name, key in wanted.items()}
    hashes = {name: key.hash for name, key in wanted.items()}
    made = Keys(film.key.hash, pictures.key.hash, hashes, ingredients)
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
