"""Files that a worker makes in one go, kept under their key: whoever asks for one again need not stage its film."""

from collections.abc import Callable

from vizpipe.pipeline.job import Film, Job
from vizpipe.pipeline.steady import moved


def kept(job: Job, key: str, film: Film, make: Callable[[], bytes]) -> bytes:
    """What lies in the cache under the hash of a file's key, with or without an ending; else what is made now.

    What was made of a film, or while a file changed, for which no key speaks is not kept.
    """
    found = None if job.build.force else job.build.cache.read("pictures", key)
    if found is not None:
        return found
    made = make()
    if not film.unsteady and not moved(job):
        job.build.keep("pictures", key, made)
    return made
