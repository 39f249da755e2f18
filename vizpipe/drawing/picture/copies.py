"""Artists of one look: matplotlib takes several times as long to make one as to copy it."""

from collections.abc import Callable, Hashable
from copy import copy
from typing import Any

from matplotlib.artist import Artist

_KEPT = 200


class Copies:
    """What was made for a look, to be copied for the frames that follow; nothing of it is ever drawn itself."""

    def __init__(self) -> None:
        """Nothing was made yet."""
        self._made: dict[Hashable, Artist] = {}

    def of(self, look: Hashable, make: Callable[[], Artist]) -> Any:  # noqa: ANN401 - what ``make`` gives
        """A copy of what was made for this look; what ``make`` gives if the look holds a list, as of colours."""
        try:
            known = self._made.get(look)
        except TypeError:
            return make()
        if known is None:
            if len(self._made) >= _KEPT:  # some look changes with every frame
                self._made.clear()
            known = self._made[look] = make()
        return copy(known)
