"""What one can say of an asset beside its recipe's parameters: the same settings for ``run`` and the project file.

A table: from it come run's options and their help, the keys of the project file, every check, and the line that makes
a file again.
"""

import keyword
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from vizpipe.errors import UsageError, nearest
from vizpipe.parameters import headlines
from vizpipe.parameters.parameter import Parameter, Value, check
from vizpipe.parameters.pauses import LONGEST, read
from vizpipe.parameters.wording import is_misquoted, literal

About = Literal["asset", "drawing", "motion"]
"""What a setting changes: the whole asset, its every picture, or only what moves."""
_LONGEST_SHOWN = 60


class Setting(Parameter, frozen=True, omit_defaults=True):
    """A parameter of an asset; its name has dashes."""

    about: About = "drawing"

    @property
    def key(self) -> str:
        """The name as Python writes it."""
        key = self.name.replace("-", "_")
        return f"{key}_" if keyword.iskeyword(key) else key

    @property
    def limits(self) -> str:
        """The allowed values in words."""
        if self.minimum is None or self.maximum is None:
            return super().limits
        return f"{'a whole' if self.kind == 'integer' else 'a'} number from {self.minimum:g} to {self.maximum:g}"

    def joined(self, given: object) -> object:
        """What was given more than once, as one value, and so a table of headlines or pauses; all else as it is."""
        if self.kind == "headlines" and isinstance(given, Mapping) and _are_texts(given.values()):
            given = [f"{beat}={text}" for beat, text in given.items()]
        if self.kind == "pauses" and isinstance(given, Mapping):
            given = [f"{frame}:{seconds}" for frame, seconds in given.items()]
        if isinstance(given, list | tuple) and _are_texts(given):
            return (JOINT if self.kind in MANY else ",").join(given)
        return given

    def shown(self, value: object) -> str:
        """A value that won't do, as the line that refuses it shows it: where numbers belong, texts in quotes."""
        is_number = self.kind in ("number", "integer", "frames")
        if isinstance(value, str) and not is_number and not is_misquoted(value, self.kind, self.choices):
            return value[:_LONGEST_SHOWN] or "empty"
        return literal(value)[:_LONGEST_SHOWN]

    def checked(self, value: object) -> Value:
        """The value if it may be one, the default for None; raises UsageError naming the setting."""
        if value is None or (value == self.default and type(value) is type(self.default)):
            return self.default
        return check(self, value)


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(each, str) for each in values)


JOINT = "|"
"""What stands between files of films, and between headlines: no name on Windows has it, and few have it elsewhere."""
MANY = ("films", "headlines")
"""Kinds whose values are given one by one."""
SIZES = ("slide", "blog", "square", "social", "thumb")
_THEME_FILES = sorted(path.stem for path in Path(__file__).parents[1].glob("drawing/themes/[!.]*.toml"))
THEMES = ("light", *(name for name in _THEME_FILES if name != "light"))
"""The built-in ones: each is a file in vizpipe/drawing/themes, and says what differs from the first."""
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "ja", "ko", "zh")
MOST_SEEDS = 36
_LAST = 1_000_000_000

# fmt: off
_ALL = (
    Setting("size", "line", None,
            f"Pixels as WIDTHxHEIGHT, or {', '.join(SIZES)}. Taller than wide stacks the panels."),
    Setting("layout", "choice", None, "Panels in a row, in a column for phones, or auto: one of each.",
            choices=("row", "column", "auto")),
    Setting("theme", "line", "light",
            f"{', '.join(THEMES)}, auto (light and dark), or the file of one of your own."),
    Setting("background", "line", None,
            "The colour under a transparent picture, in formats that can't be seen through."),
    Setting("font", "number", 1.0, "How many times larger type is; the page is composed anew.",
            minimum=0.5, maximum=4.0),
    Setting("lang", "choice", "en", "How numbers are written, 0.26 or 0,26, and whose languages/LANG.toml is taken.",
            choices=LANGUAGES),
    Setting("texts", "path", None, "A file of other texts, as info RECIPE --texts prints it."),
    Setting("math", "flag", default=False, help="Set $…$ as a formula in words of your own; else dollars are drawn."),
    Setting("title", "line", None, "Another title."),
    Setting("no-title", "flag", default=False, help="Draw no title."),
    Setting("headline", "headlines", None, "Another headline for a beat, as BEAT=TEXT; may be given again."),
    Setting("caption", "line", None, "Another caption."),
    Setting("no-caption", "flag", default=False, help="Draw no caption."),
    Setting("alt", "line", None, "Another alternative text, for those who can't see the picture."),
    Setting("seeds", "integer", 1, "So many seeds side by side, from --seed on.", about="asset",
            minimum=1, maximum=MOST_SEEDS),
    Setting("compare", "line", None,
            "Lay out films for the values of one or two parameters: activation,learning_rate=0.1:1.", about="asset"),
    Setting("film", "films", None, "A film's file to draw, instead of training; may be given again.", about="asset"),
    Setting("frames", "frames", 60, "How many frames to draw at most, or all; unasked, 7 a second if it has a story.",
            about="motion"),
    Setting("every", "integer", 1, "Show one frame of so many, and the last.", about="motion",
            minimum=1, maximum=10_000),
    Setting("from", "integer", 0, "The first frame that is shown; from the end if negative.", about="motion",
            minimum=-_LAST, maximum=_LAST),
    Setting("to", "integer", -1, "The last frame that is shown; from the end if negative.", about="motion",
            minimum=-_LAST, maximum=_LAST),
    Setting("seconds", "number", None,
            "How long the film lasts, by change; 6 to 14 for one that has a story.", about="motion",
            minimum=0.5, maximum=600.0),
    Setting("pause", "pauses", None, "Stand at a frame for so many seconds, as FRAME:SECONDS; may be given again.",
            about="motion"),
    Setting("fps", "number", 10.0, "Pictures a second at most; a GIF shows 50.", about="motion",
            minimum=0.1, maximum=60.0),
    Setting("timing", "choice", "even", "even, or by-change: frames last longer where the data move more.",
            about="motion", choices=("even", "by-change")),
    Setting("loop", "integer", 0, "How often it plays, 0 for ever.", about="motion", minimum=0, maximum=65_535),
    Setting("hold", "number", None, "Seconds for which the last frame stands; 2 unless the film loops.",
            about="motion", minimum=0.0, maximum=LONGEST),
    Setting("first-frame", "choice", "start", "start, or result: for readers that show only the first frame.",
            about="motion", choices=("start", "result")),
    Setting("max-bytes", "bytes", None,
            "A budget, such as 800kB, met by fewer colours or a video's rate, then fewer frames, then size.",
            about="motion"),
)
# fmt: on
SETTINGS = {setting.key: setting for setting in _ALL}
"""Every setting but the formats, in the order of the help."""


class Settings(Mapping[str, Value]):
    """Values for all settings, checked one by one."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """Take those that differ from what is usual; raises UsageError naming the setting."""
        for name in values:
            if name not in SETTINGS:
                raise UsageError(f"unknown setting {name[:60]}{nearest(name, SETTINGS)}")
        self._values = {key: setting.checked(values.get(key)) for key, setting in SETTINGS.items()}

    def __getitem__(self, key: str) -> Value:
        """Give one value."""
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count all settings."""
        return len(self._values)

    def having(self, **values: Value) -> "Settings":
        """The same with other values, checked as well."""
        return Settings(self._values | values)

    @property
    def pauses(self) -> tuple[tuple[int, float], ...]:
        """Frames at which the film stands, and for how many seconds."""
        text = self.text("pause")
        return () if text is None else read(text)

    @property
    def headlines(self) -> dict[str, str]:
        """Other headlines, by their beats."""
        text = self.text("headline")
        return {} if text is None else headlines.read(text)

    @property
    def films(self) -> tuple[str, ...]:
        """Files of films that are drawn instead of training."""
        text = self.text("film")
        return () if text is None else tuple(text.split(JOINT))

    def text(self, key: str) -> str | None:
        """A setting that is a text or nothing."""
        value = self._values[key]
        return None if value is None else str(value)
