"""MP4 (H.264, plays in Keynote, PowerPoint and Safari) and WebM (VP9), with libav; an extra.

The rate is constant, as players like it: a frame that stands longer is sent again, which costs next to nothing.
"""

import math
from fractions import Fraction
from typing import IO, Any

import numpy as np

from vizpipe.encoding.formats import About, Format, Roll
from vizpipe.encoding.palette import Indexed, Palette, Picture

_MOST_FPS = 50
_BT709 = 1
_BILINEAR, _ACCURATE, _BITEXACT = 0x2, 0x40000, 0x80000
_SAME_EVERYWHERE = _BILINEAR | _ACCURATE | _BITEXACT
"""How colours become those of a video: by the same arithmetic, whatever a processor is able to do at once."""
_LONGEST = 20_000
"""Bytes of a comment that is read."""
_CODECS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "mp4": (
        "libx264",
        {"crf": "20", "preset": "medium", "tune": "animation", "mbtree": "0"},
        {"movflags": "+faststart"},
    ),
    "webm": ("libvpx-vp9", {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4"}, {}),
}
"""x264's macroblock tree reads costs that nothing has written (core 165, by memcheck): now and then a byte differed."""
_CLEAR = {"auto-alt-ref": "0"}
"""Alpha travels beside each frame that is shown; one that is only referred to has no place for it."""


class Writer:
    """Writes a video of an even width and height, one frame at a time."""

    def __init__(
        self, stream: IO[bytes], palette: Palette | None, kind: str, roll: Roll, about: About, factor: int = 0
    ) -> None:
        """Write to a ``stream`` that has a name; frames are colours if there is no palette.

        ``factor`` is a constant rate factor: more is smaller and less true; 0 is the usual one.
        """
        import av  # noqa: PLC0415 - an extra

        codec, options, of_file = _CODECS[kind]
        step = max(math.gcd(*roll.durations), 1000 // _MOST_FPS)
        self._fps = Fraction(roll.rate).limit_denominator(1001) if roll.rate else Fraction(1000, step)
        self._file = av.open(stream.name, "w", format=kind, options={"fflags": "+bitexact", **of_file})
        metadata = {"title": about.title, "comment": about.origin, "description": about.alternative}
        self._file.metadata.update(metadata)
        self._options, self._codec = options | ({"crf": str(factor)} if factor else {}), codec
        self._track: Any = None
        self._palette = palette
        self._time = self._sent = 0

    def add(self, frame: Indexed, duration: int) -> None:
        """Show palette indices (height, width), or colours (height, width, 3 or 4), for so many milliseconds."""
        import av  # noqa: PLC0415 - an extra

        is_clear = frame.shape[2:] == (4,)
        inside = "yuva420p" if is_clear else "yuv420p"
        if self._track is None:
            self._begin(frame.shape[1], frame.shape[0], inside)
        height, width = frame.shape[:2]
        colours = frame if self._palette is None else self._palette.colours[frame]
        even = np.pad(colours, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        picture = av.VideoFrame.from_ndarray(
            _tinted(even) if is_clear else even, format="rgba" if is_clear else "rgb24"
        )
        image = picture.reformat(
            format=inside,
            dst_colorspace=_BT709,
            dst_color_range=_BT709,
            interpolation=_SAME_EVERYWHERE,
            threads=1,
        )
        self._time += duration
        for number in range(self._sent, max(round(self._time * self._fps / 1000), self._sent + 1)):
            image.pts = number
            self._file.mux(self._track.encode(image))
            self._sent += 1

    def close(self) -> None:
        """Write the end."""
        if self._track is not None:
            self._file.mux(self._track.encode())
        self._file.close()

    def _begin(self, width: int, height: int, inside: str) -> None:
        options = self._options | (_CLEAR if inside == "yuva420p" else {})
        self._track = self._file.add_stream(self._codec, rate=self._fps, options=options)
        self._track.width, self._track.height = width + width % 2, height + height % 2
        self._track.pix_fmt = inside
        context = self._track.codec_context
        context.thread_count = 1  # the same bytes on every machine
        context.color_range = context.colorspace = context.color_primaries = context.color_trc = _BT709


def _tinted(picture: Picture) -> Picture:
    """The same picture of even sides; where it is empty, the colour of what is seen beside it.

    Four pixels share one hue in a video: without that, edges would be mixed with the colour of nothing.
    """
    height, width = picture.shape[:2]
    blocks = picture.reshape(height // 2, 2, width // 2, 2, 4).astype(np.uint32)
    weights = blocks[..., 3:]
    mean = (blocks[..., :3] * weights).sum(axis=(1, 3)) // np.maximum(weights.sum(axis=(1, 3)), 1)
    around = mean.repeat(2, axis=0).repeat(2, axis=1).astype(np.uint8)
    colours = np.where(picture[..., 3:] == 0, around, picture[..., :3])
    return np.concatenate([colours, picture[..., 3:]], axis=2)


def begin(stream: IO[bytes], form: Format, palette: Palette | None, roll: Roll, about: About, quality: int) -> Writer:
    """A writer of this film, at a constant rate factor of ``quality``, or the usual one for 0."""
    return Writer(stream, palette, form.name, roll, about, quality)


def origin(ends: bytes, kind: str) -> str:
    """What made a video, by the bytes of its head and its tail; nothing if they don't say it."""
    return _mp4(ends) if kind == "mp4" else _webm(ends)


def _mp4(data: bytes) -> str:
    """The comment atom: its size, ``data``, a type and a language of four bytes each, the text."""
    at = data.find(b"\xa9cmt")
    size = int.from_bytes(data[at + 4 : at + 8], "big") if at >= 0 else 0
    return data[at + 20 : at + 4 + size].decode("utf-8", errors="replace") if 16 < size < _LONGEST else ""  # noqa: PLR2004


def _webm(data: bytes) -> str:
    """The tag COMMENT: after its name comes the element of a text, 0x4487, with its length in one byte or more."""
    at = data.find(b"COMMENT\x44\x87")
    if at < 0 or len(data) < at + 10:
        return ""
    first = data[at + 9]
    more = 8 - first.bit_length() if first else 0
    start = at + 10 + more
    size = int.from_bytes(bytes([first & (0x7F >> more)]) + data[at + 10 : start], "big")
    return data[start : start + size].decode("utf-8", errors="replace") if size < _LONGEST else ""
