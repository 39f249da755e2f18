"""What one can say of an asset beside its recipe's parameters: the same settings for ``run`` and the project file.

A table: from it come run's options and their help, the keys of the project file, every check, and the line that makes
a file again.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters.parameter import Value

About = Literal["asset", "drawing", "motion"]
"""What a setting changes: the whole asset, its every picture, or only what moves."""
_LONGEST_TEXT = 1_000
_DIGITS = 18
_UNITS = {"kb": 1_000, "mb": 1_000_000, "kib": 1_024, "mib": 1_048_576, "b": 1}
_ONCE = 8


class Setting(NamedTuple):
    """One thing to say: its name with dashes, what it may be, and what it means."""

    name: str
    kind: Literal["number", "whole", "text", "choice", "flag", "frames", "bytes"]
    default: Value
    help: str
    about: About = "drawing"
    choices: tuple[str, ...] = ()
    limits: tuple[float, float] = (-math.inf, math.inf)

    @property
    def key(self) -> str:
        """The name as Python writes it."""
        return self.name.replace("-", "_")

    def checked(self, value: object) -> Value:
        """The value if it may be one; raises UsageError naming the setting."""
        if value is None or (value == self.default and type(value) is type(self.default)):
            return self.default
        if self.kind == "choice":
            if value not in self.choices:
                told = f"one of {', '.join(self.choices)}{nearest(str(value), self.choices)}"
                raise UsageError(f"{self.name} is {_shown(value)}, but must be {told}")
            return str(value)
        if self.kind == "flag":
            if not isinstance(value, bool):
                raise UsageError(f"{self.name} is {_shown(value)}, but must be true or false")
            return value
        if self.kind == "text":
            return self._text(value)
        if self.kind == "frames":
            return self._frames(value)
        return self._bytes(value) if self.kind == "bytes" else self._number(value)

    def _text(self, value: object) -> str:
        if not isinstance(value, str):
            raise UsageError(f"{self.name} must be a text, not {_shown(value)}")
        if len(value) > _LONGEST_TEXT:
            raise UsageError(f"{self.name} has {len(value):,} letters; {_LONGEST_TEXT:,} is the most")
        if not value.isprintable():
            found = next(letter for letter in value if not letter.isprintable())
            raise UsageError(f"{self.name} holds {found!a}, which can't be drawn")
        return value

    def _number(self, value: object) -> int | float:
        kinds: tuple[type, ...] = (int,) if self.kind == "whole" else (int, float)
        low, high = self.limits
        if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:  # type: ignore[operator]
            what = "a whole number" if self.kind == "whole" else "a number"
            raise UsageError(f"{self.name} is {repr(value)[:60]}, but must be {what} from {low:g} to {high:g}")
        assert isinstance(value, int | float)  # noqa: S101 - for the type checker
        return value if self.kind == "whole" else float(value)

    def _frames(self, value: object) -> int | str:
        if value == "all":
            return "all"
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _DIGITS:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise UsageError(f"{self.name} is {repr(value)[:60]}, but must be a whole number from 1 on, or all")
        return value

    def _bytes(self, value: object) -> int:
        """``800kB`` as 800,000; a plain number counts bytes."""
        found: int | None = value if isinstance(value, int) and not isinstance(value, bool) else None
        if isinstance(value, str) and len(value) < _DIGITS:
            text = value.strip().lower().replace(" ", "")
            number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
            unit = text[len(number) :] or "b"
            if unit in _UNITS and number.replace(".", "", 1).isdigit() and number.isascii():
                found = int(float(number) * _UNITS[unit])
        if found is None or found < 1:
            raise UsageError(f"{self.name} is {_shown(value)}, but must be a size such as 800kB or 2MB")
        return found


def _shown(value: object) -> str:
    return repr(value)[:60] if not isinstance(value, str) else value[:60] or "empty"


SIZES = ("slide", "blog", "square", "social", "thumb")
_THEME_FILES = sorted(path.stem for path in Path(__file__).parents[1].glob("drawing/themes/[!.]*.toml"))
THEMES = ("light", *(name for name in _THEME_FILES if name != "light"))
"""The built-in ones: each is a file in vizpipe/drawing/themes, and says what differs from the first."""
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "ja", "ko", "zh")
MOST_SEEDS = 36

# fmt: off
SETTINGS = {setting.key: setting for setting in (
    Setting("size", "text", None,
            f"Pixels as WIDTHxHEIGHT, or {', '.join(SIZES)}. Taller than wide stacks the panels."),
    Setting("layout", "choice", None, "Panels in a row, in a column for phones, or auto: one of each.",
            choices=("row", "column", "auto")),
    Setting("theme", "text", "light",
            f"{', '.join(THEMES)}, auto (light and dark), or the file of one of your own."),
    Setting("background", "text", None, "The colour under a transparent picture that moves, such as #ffffff."),
    Setting("lang", "choice", "en", "How numbers are written: 0.26 or 0,26.", choices=LANGUAGES),
    Setting("title", "text", None, "Another title."),
    Setting("no-title", "flag", default=False, help="Draw no title."),
    Setting("no-caption", "flag", default=False, help="Draw no caption."),
    Setting("seeds", "whole", 1, "So many seeds side by side, from --seed on.", about="asset", limits=(1, MOST_SEEDS)),
    Setting("compare", "text", None,
            "Lay out films for the values of one or two parameters: activation,learning_rate=0.1:1.", about="asset"),
    Setting("frames", "frames", 60, "How many frames to draw at most, or all.", about="motion"),
    Setting("fps", "number", 10.0, "Frames a second.", about="motion", limits=(0.1, 50.0)),
    Setting("timing", "choice", "even", "even, or by-change: frames last longer where the data move more.",
            about="motion", choices=("even", "by-change")),
    Setting("loop", "whole", 0, "How often it plays, 0 for ever.", about="motion", limits=(0, 65_535)),
    Setting("hold", "number", None, "Seconds for which the last frame stands; 2 unless the film loops.",
            about="motion", limits=(0.0, 600.0)),
    Setting("first-frame", "choice", "start", "start, or result: for readers that show only the first frame.",
            about="motion", choices=("start", "result")),
    Setting("max-bytes", "bytes", None,
            "A budget, such as 800kB, met by fewer colours or a video's rate, then fewer frames, then size.",
            about="motion"),
)}
# fmt: on
"""Every setting but the formats, in the order of the help."""


class Settings(Mapping[str, Value]):
    """Values for all settings, checked one by one."""

    def __init__(self, given: Mapping[str, object]) -> None:
        """Take those that differ from what is usual; raises UsageError naming the setting."""
        for name in given:
            if name not in SETTINGS:
                raise UsageError(f"unknown setting {name[:60]}{nearest(name, SETTINGS)}")
        self._values = {key: setting.checked(given.get(key)) for key, setting in SETTINGS.items()}

    def __getitem__(self, key: str) -> Value:
        """Give one value."""
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count all settings."""
        return len(self._values)

    def having(self, **other: Value) -> "Settings":
        """The same with other values, checked as well."""
        return Settings(self._values | other)

    def text(self, key: str) -> str | None:
        """A setting that is a text or nothing."""
        value = self._values[key]
        return None if value is None else str(value)
