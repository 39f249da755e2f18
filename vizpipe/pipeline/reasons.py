"""Why an asset is stale: of each step all that is its own, whatever became of the step before."""

from vizpipe.manifest.keys import Key
from vizpipe.manifest.manifest import Entry
from vizpipe.pipeline.files import file_step
from vizpipe.pipeline.films import film_step, last_film
from vizpipe.pipeline.job import Job, Result
from vizpipe.pipeline.pictures import last_pictures, pictures_step
from vizpipe.pipeline.step import changes


def explain(job: Job, old: Entry) -> list[str]:
    """What differs from the last build, old → new, one line each, in the order of the steps.

    The same steps as those that ``make`` walks, each as if the one before had given what it gave in the last build.
    """
    film = film_step(job)
    before = last_film(old, film.key)
    pictures = pictures_step(job, before)
    result = Result(before, last_pictures(job.asset, old, Key(old.keys.pictures, {})))
    files = [file_step(job, name, result) for name in job.asset.files]
    lines = changes(job, film) + changes(job, pictures)
    for file in files:
        lines += changes(job, file)
    lines += [fault for file in files if (fault := file.fault())]
    lines = list(dict.fromkeys(lines))
    return [line for line in lines if not line.startswith("origin: ")] or lines  # it says the others again
