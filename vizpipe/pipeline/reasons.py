"""Why an asset is stale: of each step all that is its own, whatever became of the step before."""

from vizpipe.manifest import keys
from vizpipe.manifest.keys import Key
from vizpipe.pipeline.files import fault, file_key
from vizpipe.pipeline.films import film_key
from vizpipe.pipeline.job import Film, Job, Pictures
from vizpipe.pipeline.pictures import pictures_key, told


def reasons(job: Job) -> list[str]:
    """What differs from the last build, old → new, one line each, in the order of the steps."""
    old = job.old
    if old is None:
        return job.why
    film = Film(old.digest, old.frames, old.film, film_key(job.asset))
    drawn = pictures_key(job.asset, film)
    pictures = Pictures(old.drawn, (), "", 0, told(job) or "", Key(old.keys.pictures, {}))
    wanted = {name: file_key(job, name, film, pictures) for name in job.asset.files}
    found = []
    for step, key in {"film": film.key, "pictures": drawn, **wanted}.items():
        before = old.keys.ingredients.get(step)
        if before is None:
            found.append(f"{step}: never built here")
        else:
            found += keys.changed(before, key.ingredients, job.asset.card.lines)
    found += [what for name in wanted if name in old.files and (what := fault(job, name, old.files[name]))]
    lines = dict.fromkeys(found)
    return [line for line in lines if not line.startswith("origin: ")] or list(lines) or job.why  # it says them again
