"""A story is how a film is told: beats, each at a frame or when something happens.

``resolve`` finds the frames: a beat in a film is a cue. What never happens in a film is not told there, so that a story
stays true for every seed.
"""

import bisect
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from vizpipe.errors import RecipeError, told, trace

if TYPE_CHECKING:
    from vizpipe.film.film import Film

F = TypeVar("F", bound=tuple[Any, ...])
Plain = str | bool | int | float | None
"""What a template is filled with, and JSON can hold."""


@dataclass(frozen=True)
class Beat(Generic[F]):
    """A moment at which the telling pauses, turns or ends."""

    name: str
    when: int | Callable[[F], bool]
    """A frame's number, negative from the end; or a condition: the first frame that fulfils it, from the beat before
    on. A number may go back: the film is wound back."""
    say: str
    """The headline from here on, a template; empty leaves the one before."""
    stand: float
    """Seconds for which the picture stands."""
    each: bool = False
    """Every frame from here on is a step of its own, and stands as long; half a second at least."""
    glide: bool = False
    """The way here is drawn between the frames too, in every format."""
    view: str | None = None
    """The title, as it is written, of the part that stays as it is while the others step back; all stay without it."""
    end: bool = False
    """The film ends here."""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    """What the template is filled with; a function is asked for its value at the beat's frame."""


class Cue(msgspec.Struct, frozen=True, omit_defaults=True):
    """A beat in a film, at its frame."""

    name: str
    frame: int
    say: str = ""
    stand: float = 0.0
    each: bool = False
    glide: bool = False
    view: str | None = None
    end: bool = False
    values: dict[str, Plain] = msgspec.field(default_factory=dict)


def resolve(story: Sequence[object], film: "Film[F]", frames: Sequence[int] | None = None) -> tuple[Cue, ...]:
    """The beats of a story that a film has, at their frames, up to the one that ends it.

    ``frames`` are those that are told, ascending; all unless somebody chose. A beat at a frame between them is at the
    next, one at a frame before or after them is left out. Raises RecipeError for a beat that is none, a name that
    stands twice, a condition or a value that fails.
    """
    told_frames = range(len(film)) if frames is None else frames
    cues: list[Cue] = []
    for beat in _checked(story, film.recipe):
        frame = _frame(beat, film, told_frames, cues[-1].frame if cues else told_frames[0])
        if frame is None:
            continue
        values = _values(beat, film, frame)
        cues.append(
            Cue(beat.name, frame, beat.say, float(beat.stand), beat.each, beat.glide, beat.view, beat.end, values)
        )
        if beat.end:
            break
    return tuple(cues)


def _checked(story: Sequence[object], recipe: str) -> Iterator[Beat[Any]]:
    names: set[object] = set()
    for beat in story:
        if not isinstance(beat, Beat):
            raise RecipeError(f"{recipe}: its story holds a {type(beat).__name__}, not a Beat")
        name, when, say, stand = (getattr(beat, part) for part in ("name", "when", "say", "stand"))
        where = f"{recipe}: beat {name!r}"
        if not isinstance(name, str) or not name:
            raise RecipeError(f"{where}: its name must be a text")
        if name in names:
            raise RecipeError(f"{where} stands twice in its story")
        if isinstance(when, bool) or not (isinstance(when, int) or callable(when)):
            raise RecipeError(f"{where}: when must be a frame's number or a function of a frame, not {when!r}")
        if not isinstance(say, str):
            raise RecipeError(f"{where}: what it says must be a text, not {say!r}")
        if isinstance(stand, bool) or not isinstance(stand, int | float) or not 0 <= stand < math.inf:
            raise RecipeError(f"{where}: it must stand for a number of seconds from 0 on, not {stand!r}")
        names.add(name)
        yield beat


def _frame(beat: Beat[F], film: "Film[F]", frames: Sequence[int], begin: int) -> int | None:
    """Where a beat is, or None; conditions are asked from frame ``begin`` on."""
    if isinstance(beat.when, int):
        number = beat.when if beat.when >= 0 else beat.when + len(film)
        return frames[bisect.bisect_left(frames, number)] if frames[0] <= number <= frames[-1] else None
    for frame in frames[bisect.bisect_left(frames, begin) :]:
        try:
            if beat.when(film[frame]):
                return frame
        except Exception as error:  # noqa: BLE001 - a recipe may raise anything
            raise _failure(film, beat, frame, error) from None
    return None


def _values(beat: Beat[F], film: "Film[F]", frame: int) -> dict[str, Plain]:
    values: dict[str, Plain] = {}
    for name, value in beat.values.items():
        try:
            found: Any = value(film[frame]) if callable(value) else value
        except Exception as error:  # noqa: BLE001 - as above
            raise _failure(film, beat, frame, error) from None
        plain = found.item() if hasattr(found, "item") and not getattr(found, "ndim", 0) else found
        if not isinstance(plain, Plain) or (isinstance(plain, float) and not math.isfinite(plain)):
            raise RecipeError(f"{film.recipe}: beat {beat.name!r}: {name} is {found!r:.60}, not a number or a text")
        values[name] = plain
    return values


def _failure(film: "Film[F]", beat: Beat[F], frame: int, error: Exception) -> RecipeError:
    what = f"{type(error).__name__}: {told(error)}"
    return RecipeError(f"{film.recipe}: beat {beat.name!r} at frame {frame}: {what}", trace(error))
