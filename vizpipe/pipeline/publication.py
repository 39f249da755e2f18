"""The last step: pictures and frame data → files in their place, and the asset's line for the manifest."""

from pathlib import Path

from vizpipe import encoding, keys, store, tasks
from vizpipe.manifest import Entry, File, Keys
from vizpipe.pipeline.encodings import encodings, origin
from vizpipe.pipeline.films import film_paths
from vizpipe.pipeline.job import Film, Job, Pictures
from vizpipe.pipeline.pictures import stored_pictures


def publish(job: Job, film: Film, pictures: Pictures) -> list[Path]:
    """Write the files that are stale or missing; give the places of all."""
    wanted = {name: _key(job, name, film, pictures) for name in job.asset.files}
    files: dict[str, File] = {}
    for name, key in wanted.items():
        if job.old is not None and _fresh(job, name, key):
            files[name] = job.old.files[name]
        else:
            job.must()
            files[name] = _write(job, name, film, pictures)
            job.written += 1
    _enter(job, film, pictures, wanted, files)
    return [job.shop.outputs / name for name in wanted]


def _key(job: Job, name: str, film: Film, pictures: Pictures) -> keys.Key:
    form = encoding.of_file(name)
    settings = dict(job.asset.timing._asdict()) if form.takes == "indexed" else {}
    content = film.digest if form.takes == "film" else pictures.digest
    return keys.file(job.asset.card, content, form.suffix, form.version, settings | {"origin": origin(job)})


def _fresh(job: Job, name: str, key: keys.Key) -> bool:
    """Whether the published file is what it would become."""
    old = job.old
    if old is None or job.shop.force:
        return False
    if old.keys.files.get(name) != key.hash or name not in old.files:
        before = job.remembered(name)
        job.blame(keys.changed(before, key.ingredients) if before else [f"{name}: never built here"])
        return False
    try:
        if store.sha256(job.shop.outputs / name) == old.files[name].sha256:
            return True
        job.blame([f"{name}: it was changed after it was built"])
    except OSError:
        job.blame([f"{name}: the file is missing"])
    return False


def _write(job: Job, name: str, film: Film, pictures: Pictures) -> File:
    """Encode one file and put it in its place."""
    from vizpipe.encoding import files  # noqa: PLC0415 - numpy and Pillow, which a build with nothing to do can spare

    form, target = encoding.of_file(name), job.shop.outputs / name
    store.make_folder(job.shop.outputs)
    if form.takes == "film":
        (path,) = film_paths(job, film)
        content = job.shop.executor.submit(tasks.tabulate, job.source, job.asset.card.name, path, form.suffix).result()
        job.tell("writing", text=name)
        return files.data(target, content, film.frames, pictures.alternative)
    if form.takes == "indexed":
        if name not in job.under_way:
            _encode_again(job, film, pictures)
        job.tell("writing", text=name)
        return job.under_way.pop(name).publish(target, pictures.alternative)
    stored = stored_pictures(job, film, pictures)
    job.tell("writing", text=name)
    return files.picture(target, files.Parts(job.shop.cache, stored.key.hash, 0, 1), origin(job), stored.alternative)


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
    """Keep the asset's line."""
    ingredients = {"film": film.key.ingredients, "pictures": pictures.key.ingredients}
    ingredients |= {name: key.ingredients for name, key in wanted.items()}
    hashes = {name: key.hash for name, key in wanted.items()}
    entry = Entry(
        recipe=job.asset.card.name,
        parameters=job.asset.parameters,
        keys=Keys(film.key.hash, pictures.key.hash, hashes, ingredients),
        frames=film.frames,
        digest=film.digest,
        drawn=pictures.digest,
        film=film.record,
        files=files | _dropped(job, files),
    )
    with job.shop.lock:
        job.shop.entries[job.asset.name] = entry
