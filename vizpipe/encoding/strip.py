"""A file's frames to look at, old and new: and a picture of where two differ."""

import io
import warnings

import numpy as np
import numpy.typing as npt
from PIL import Image

from vizpipe.encoding.decode import Undecodable
from vizpipe.encoding.formats import EXACT, MOST_PIXELS
from vizpipe.film.spread import spread

Array = npt.NDArray[np.uint8]
FRAMES = 4
"""Frames that stand for all of a file."""
_MOST_FRAMES = 5_000


def frames_of(data: bytes, suffix: str, most: int = FRAMES) -> list[Array]:
    """A few frames of a file from first to last, each of shape (height, width, 3). Raises Undecodable."""
    if suffix not in EXACT:
        message = f"{suffix} is no picture"
        raise Undecodable(message)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[EXACT[suffix]]) as image:
                count = int(getattr(image, "n_frames", 1))
                _bounded(image, count)
                frames = []
                for number in spread(count, most):
                    image.seek(number)
                    frames.append(np.asarray(image.convert("RGB")))
    except Undecodable:
        raise
    except Exception as error:  # decoders raise anything at damaged files
        message = f"it is no {EXACT[suffix]}, or a damaged one"
        raise Undecodable(message) from error
    return frames


def _bounded(image: Image.Image, count: int) -> None:
    """Refuse what would take a machine down; files may come from anywhere."""
    if image.width * image.height > MOST_PIXELS or count > _MOST_FRAMES:
        message = f"{count} frames of {image.width}×{image.height} are more than is shown"
        raise Undecodable(message)


def difference(before: Array, after: Array) -> Array:
    """Grey where two pictures of one shape are the same, red where they differ, the redder the more."""
    distance = np.abs(before.astype(np.int16) - after.astype(np.int16)).max(axis=-1)
    grey = 170 + after.astype(np.float64).mean(axis=-1) / 3.0
    mixture = np.repeat(grey[..., None], 3, axis=-1)
    part = np.where(distance > 0, 0.35 + 0.65 * distance / 255.0, 0.0)[..., None]
    mixture = (1.0 - part) * mixture + part * np.array([200.0, 0.0, 0.0])
    mixed: Array = mixture.clip(0, 255).astype(np.uint8)
    return mixed


def png(picture: Array) -> bytes:
    """A picture as a small PNG."""
    stream = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(picture)).quantize(64, dither=Image.Dither.NONE)
    image.save(stream, format="PNG", optimize=True)
    return stream.getvalue()
