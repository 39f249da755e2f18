"""What a log wrote at the same steps, so that one frame can hold all of it."""

from collections.abc import Mapping, Sequence
from typing import Any


def together(written: Mapping[int, Mapping[str, Any]], tags: Sequence[str]) -> tuple[list[str], list[int]]:
    """Those of the tags that were written together, and when: as many as leave half of the steps of the commonest.

    ``written`` is what was written by step and tag.
    """
    steps = {tag: {at for at, each in written.items() if tag in each} for tag in tags}
    kept, common = list[str](), set[int]()
    for tag in sorted(tags, key=lambda tag: -len(steps[tag])):
        both = common & steps[tag] if kept else steps[tag]
        if 2 * len(both) > len(common):
            kept, common = [*kept, tag], both
    return [tag for tag in tags if tag in kept], sorted(common)


def tags_of(written: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """All tags, each once, in their order in the log."""
    return list(dict.fromkeys(tag for each in written.values() for tag in each))
