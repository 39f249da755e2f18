"""What ``make`` gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_Path: Any = type(Path())


class Held(_Path):  # type: ignore[misc]  # the kind of path that this system has
    """A path of a file in a folder that is gone when nobody holds it any more: the path holds it."""

    folder: object = None

    def __repr__(self) -> str:
        """As any other path."""
        return f"{_Path.__name__}({str(self)!r})"


@dataclass(frozen=True, repr=False)
class Result:
    """Files that were made, and what is said of them; in a notebook it shows itself.

    Files in a temporary folder live as long as the Result or one of its paths: keep one while you use them, or give
    ``make`` an output.
    """

    paths: tuple[Path, ...]
    """The files, in the order of the formats."""
    title: str
    """What is drawn above it."""
    caption: str
    """What is drawn below it, in numbers; empty where there is nothing to say."""
    alternative_text: str
    """What there is to see, for those who can't see it: put it into the page with the picture."""
    seconds: float
    """How long it took."""
    _shown: Callable[[], Mapping[str, Any]] = field(compare=False)
    """What a notebook shows, by media type."""

    @property
    def path(self) -> Path:
        """The first of the files."""
        return self.paths[0]

    def __repr__(self) -> str:
        """One line: the files and what they are called."""
        return f"<vizpipe.Result {', '.join(path.name for path in self.paths)}: {self.title}>"

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """What a notebook shows: words, a still, and a player where there is one."""
        return {
            kind: data
            for kind, data in self._shown().items()
            if (include is None or kind in include) and (exclude is None or kind not in exclude)
        }


def held(path: Path, folder: object) -> Path:
    """The path, with what keeps its folder there."""
    made: Path = Held(path)
    vars(made)["folder"] = folder
    return made
