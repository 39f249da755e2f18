"""How every built-in recipe looks, in light, dark and print."""

import json
from pathlib import Path

from sweeps import Count, run


def of_the_gallery(place: Path) -> Count:
    """``check --pictures --gallery`` finds nothing."""
    place.mkdir(parents=True, exist_ok=True)
    listed = json.loads(run(["build", "--gallery", "--dry-run", "--json"], place).out)["assets"]
    done = run(["check", "--pictures", "--gallery", "--json"], place, timeout=3600)
    if not done.tidy or done.code not in (0, 4):
        return Count(1, [str(done)])
    found = json.loads(done.out)["findings"]
    told = [f"{each['theme']}: {each['asset']}: {each['measure']}: {each['text']}" for each in found if each["counts"]]
    return Count(3 * len(listed), told)
