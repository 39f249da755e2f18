"""HTML: a film with play, pause and a slider in one file that asks nobody for anything."""

import base64
import hashlib
from pathlib import Path
from typing import IO

from vizpipe.encoding.apng import Part
from vizpipe.encoding.changes import Changes
from vizpipe.encoding.formats import About, Format, Moment, Roll
from vizpipe.encoding.page import filled
from vizpipe.encoding.palette import Indexed, Palette

_HERE = Path(__file__).parent
SCRIPTS = ("frames.js", "player.js")
_ENDLESS = 10**12
_DARK = 3 * 128


class Writer:
    """Writes a player, one frame at a time; each frame is only what changed, as a PNG in the page."""

    def __init__(
        self, stream: IO[bytes], palette: Palette, loop: int, about: About, moments: list[Moment], lang: str
    ) -> None:
        """Write to ``stream``. ``loop`` counts plays, 0 for ever; ``moments`` says of each frame when it is."""
        self._stream, self._palette, self._loop, self._about = stream, palette, loop, about
        self._moments, self._lang = moments, lang
        self._parts: list[tuple[Part, int, int]] = []
        self._frames: list[tuple[int, int, str, int]] = []
        self._size = (0, 0)
        self._corner = 0
        self._last: Indexed | None = None
        self._changes = Changes(self._put, _ENDLESS)

    def add(self, frame: Indexed, duration: int) -> None:
        """Show palette indices (height, width) for so many milliseconds."""
        self._changes.add(frame, duration)
        self._size, self._corner, self._last = (frame.shape[1], frame.shape[0]), int(frame[0, 0]), frame
        self._frames.append((self._changes.parts - 1, duration, *self._moments[len(self._frames)]))

    def close(self) -> None:
        """Write the page."""
        self._changes.close()
        parts = [(_text(part.png(self._palette)), *corner) for part, *corner in self._parts]
        film = {"parts": parts, "frames": self._frames, "plays": self._loop}
        script = "".join((_HERE / name).read_text(encoding="utf-8") for name in SCRIPTS)
        red, green, blue = (int(each) for each in self._palette.colours[self._corner])
        dark = red + green + blue < _DARK
        assert self._last is not None  # noqa: S101 - a film has a frame
        page = filled(
            __file__,
            "player.html",
            **self._about._asdict(),
            lang=self._lang,
            hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            background=f"#{red:02x}{green:02x}{blue:02x}",
            ink="#f0f4f8" if dark else "#1f2933",
            accent="#4fb0d6" if dark else "#2b7a9b",
            width=self._size[0],
            height=self._size[1],
            still=f"data:image/png;base64,{_text(Part(self._last).png(self._palette))}",
            last=len(self._frames) - 1,
            first=self._moments[0].words,
            film=film,
            script=script,
        )
        self._stream.write(f"{page}\n".encode())

    def _put(self, part: Indexed, corner: tuple[int, int], duration: int) -> None:
        del duration  # frames have their own
        self._parts.append((Part(part), *corner))


def begin(stream: IO[bytes], form: Format, palette: Palette, roll: Roll, about: About, quality: int) -> Writer:
    """A writer of this film; there is no ``quality`` to choose."""
    del form, quality
    return Writer(stream, palette, roll.loop, about, roll.moments, roll.lang)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
