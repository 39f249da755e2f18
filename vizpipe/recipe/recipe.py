"""A typed function → a recipe, with its stage, draw and words."""

import re
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar, overload

from vizpipe.drawing.canvas import Canvas, Words
from vizpipe.drawing.say import Say
from vizpipe.errors import RecipeError, UsageError, VizpipeError, told, trace
from vizpipe.film.film import Film
from vizpipe.film.story import Beat, Cue, resolve
from vizpipe.parameters.parameter import Parameter, Value, complete
from vizpipe.parameters.signature import from_signature
from vizpipe.parameters.types import DEFAULT_SIZE
from vizpipe.recipe.arguments import about_of, arguments_of
from vizpipe.recipe.declared import checked_size, frame_type_of

if typing.TYPE_CHECKING:
    from vizpipe.drawing.picture.parts import Picture

P = ParamSpec("P")
F = TypeVar("F", bound=tuple[Any, ...])
"""A frame: a NamedTuple of numbers, texts and arrays."""
B = TypeVar("B")
"""What a stage built."""


@dataclass(frozen=True)
class Stage(Generic[F, B]):
    """The function that sets what stays, with the one that draws what changes."""

    build: Callable[[Canvas, Film[F]], B]
    _drawers: list[Callable[[F, B], None]] = field(default_factory=list)

    def draw(self, function: Callable[[F, B], None]) -> Callable[[F, B], None]:
        """Register what draws one frame on the stage."""
        if self._drawers:
            raise RecipeError(f"{function.__name__}: this stage already has a draw")
        self._drawers.append(function)
        return function

    @property
    def drawer(self) -> Callable[[F, B], None]:
        """What draws one frame; a stage without one holds all there is to see."""
        return self._drawers[0] if self._drawers else lambda _frame, _built: None


class Recipe(Generic[P, F]):
    """A registered recipe. Calling it calls the author's function."""

    def __init__(  # noqa: PLR0913, PLR0917 - recipe() names them all
        self,
        function: Callable[P, Iterator[F] | F],
        variants: Mapping[str, Mapping[str, Value]],
        title: str | None,
        loops: bool,  # noqa: FBT001 - only recipe() calls this
        size: tuple[int, int],
        chapter: str,
        ideas: tuple[str, ...],
        chaotic: bool,  # noqa: FBT001 - as above
    ) -> None:
        """Check the signature, the frame's type and the variants; raise RecipeError if one won't do."""
        self.function = function
        self.name = function.__name__.strip("_").replace("_", "-")
        self.title = title or self.name.replace("-", " ").capitalize()
        self.loops, self.chaotic = loops, chaotic
        self.chapter, self.ideas = chapter, ideas
        texts: tuple[object, ...] = (chapter, *ideas) if type(ideas) is tuple else (None,)
        if not all(isinstance(text, str) for text in texts):
            raise RecipeError(f"{self.name}: chapter must be a text and ideas a tuple of texts")
        self.size = checked_size(self.name, size)
        if not isinstance(self.title, str):
            raise RecipeError(f"{self.name}: its title must be a text")
        self.parameters: tuple[Parameter, ...] = from_signature(function)
        self.frame_type, self.kind = frame_type_of(function)
        self.variants = {name: dict(values) for name, values in variants.items()}
        for name, values in self.variants.items():
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9.]+)*", name):
                raise RecipeError(f"{self.name}: variant {name!r} must be in kebab-case")
            try:
                complete(self.parameters, values, f"{self.name}, variant {name}: ")
            except UsageError as error:
                raise RecipeError(str(error)) from None
        self._stages: list[Stage[F, Any]] = []
        self._pictures: list[Callable[[Film[F]], Picture[F]]] = []
        self._words: list[Callable[[Film[F], Say], Words]] = []
        self._stories: list[Callable[[Film[F]], Sequence[Beat[F]]]] = []
        self._fits: list[Callable[[Film[F]], str]] = []

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[F] | F:
        """Run the author's function with these parameters."""
        return self.function(*args, **kwargs)

    def stage(self, function: Callable[[Canvas, Film[F]], B]) -> Stage[F, B]:
        """Register what sets the stage."""
        if self._stages or self._pictures:
            raise RecipeError(f"{self.name}: it already has a stage")
        stage = Stage[F, B](function)
        self._stages.append(stage)
        return stage

    def picture(self, function: Callable[[Film[F]], "Picture[F]"]) -> Callable[[Film[F]], "Picture[F]"]:
        """Register what there is to see of a film, as a value; it takes the place of a stage and its draw."""
        if self._stages or self._pictures:
            raise RecipeError(f"{self.name}: it already has a stage")
        self._pictures.append(function)
        return function

    def pictured(self, film: Film[F]) -> "Picture[F]":
        """What there is to see of ``film``, for a recipe whose picture is a value."""
        return self._pictures[0](film)

    def words(self, function: Callable[[Film[F], Say], Words]) -> Callable[[Film[F], Say], Words]:
        """Register what is said about a film."""
        if self._words:
            raise RecipeError(f"{self.name}: it already has words")
        self._words.append(function)
        return function

    def story(self, function: Callable[[Film[F]], Sequence[Beat[F]]]) -> Callable[[Film[F]], Sequence[Beat[F]]]:
        """Register how a film is told."""
        if self._stories:
            raise RecipeError(f"{self.name}: it already has a story")
        self._stories.append(function)
        return function

    def fits(self, function: Callable[[Film[F]], str]) -> Callable[[Film[F]], str]:
        """Register what says in words why a film from elsewhere can't be drawn, and nothing if it can."""
        if self._fits:
            raise RecipeError(f"{self.name}: it already says what fits")
        self._fits.append(function)
        return function

    def objection(self, film: Film[F]) -> str:
        """Why a film from elsewhere can't be drawn; nothing if it can."""
        return self._fits[0](film) if self._fits else ""

    @property
    def staged(self) -> Stage[F, Any]:
        """The stage; raises RecipeError if the file has none."""
        if not self._stages:
            raise RecipeError(f"{self.name}: it has no stage; add one with @{self.function.__name__}.stage")
        return self._stages[0]

    def say_words(self, film: Film[F], say: Say) -> Words:
        """Title, caption and alternative text of ``film``, with what is to be known of its data.

        Raises RecipeError if the author's function gives none.
        """
        words: object = self._words[0](film, say) if self._words else Words(say(self.title), "", say(self.title))
        if not isinstance(words, Words) or not all(isinstance(text, str) for text in words):
            raise RecipeError(f"{self.name}: its words must be Words(title, caption, alternative), three texts")
        notes = [say(note) for note in film.about.notes]
        told = (" ".join(filter(None, (text, *notes))) for text in words[1:])
        return Words(words.title, *told) if notes else words

    @property
    def is_pictured(self) -> bool:
        """Whether what there is to see is a value."""
        return bool(self._pictures)

    @property
    def is_told(self) -> bool:
        """Whether it has a story."""
        return bool(self._stories)

    def cues(self, film: Film[F], frames: Sequence[int] | None = None) -> tuple[Cue, ...]:
        """The beats that ``film`` has among the ``frames`` that are told; none without a story. Raises RecipeError."""
        if not self._stories:
            return ()
        try:
            story: object = self._stories[0](film)
        except VizpipeError:
            raise
        except Exception as error:  # noqa: BLE001 - a recipe may raise anything
            raise RecipeError(f"{self.name}: its story: {type(error).__name__}: {told(error)}", trace(error)) from None
        if not isinstance(story, list | tuple):
            raise RecipeError(f"{self.name}: its story must be a list of beats, not a {type(story).__name__}")
        return resolve(story, film, frames)

    def film(self, **parameters: Value) -> Film[F]:
        """Train now, in this process, and give the film: for tests and notebooks."""
        values = complete(self.parameters, parameters, f"{self.name}: ")
        arguments = arguments_of(self.parameters, values)
        return Film.shoot(self.name, self.frame_type, self.frames(arguments), values, about_of(arguments))

    def frames(self, arguments: Mapping[str, Any]) -> Iterator[F]:
        """The frames for the author's own ``arguments``; a figure has one."""
        made: Any = self.function(**arguments)  # type: ignore[call-arg]  # checked against the signature
        if self.kind == "animation":
            yield from made
        else:
            yield made


class _Register:
    """``recipe``'s second half: takes the function."""

    def __init__(self, *options: Any) -> None:  # noqa: ANN401 - recipe() gives Recipe's own
        self._options = options

    @overload
    def __call__(self, function: Callable[P, Iterator[F]]) -> Recipe[P, F]: ...
    @overload
    def __call__(self, function: Callable[P, F]) -> Recipe[P, F]: ...
    def __call__(self, function: Callable[P, Any]) -> Recipe[P, Any]:
        return Recipe(function, *self._options)


def recipe(  # noqa: PLR0913 - each is one thing to say of a recipe
    *,
    variants: Mapping[str, Mapping[str, Value]] | None = None,
    title: str | None = None,
    loops: bool = False,
    size: tuple[int, int] = DEFAULT_SIZE,
    chapter: str = "",
    ideas: tuple[str, ...] = (),
    chaotic: bool = False,
) -> _Register:
    """Turn a typed function into a recipe.

    A generator that yields frames makes an animation, a function that returns one frame a figure. ``variants`` are
    named sets of parameters, ``title`` replaces the name in words, ``loops`` says that the last frame meets the first,
    ``size`` is the picture's in pixels unless another is asked for, ``chapter`` and ``ideas`` are where and for which
    questions docs/gallery.md lists it. ``chaotic`` says that a training which begins one unit in the last place
    elsewhere ends visibly elsewhere: then ``check`` compares by a wide tolerance.
    """
    return _Register(variants or {}, title, loops, size, chapter, ideas, chaotic)
