"""TensorBoard's event files, written byte by byte."""

import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from vizpipe.errors import UsageError
from vizpipe.film import stored
from vizpipe.recording.checksums import checksum
from vizpipe.recording.logs import film_of


def varint(number: int) -> bytes:
    """A number in groups of seven bits."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def field(number: int, content: bytes) -> bytes:
    """A field of a protobuf that holds bytes."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def record(event: bytes) -> bytes:
    """An event as it lies in TensorBoard's file."""
    length = struct.pack("<Q", len(event))
    return length + struct.pack("<I", checksum(length)) + event + struct.pack("<I", checksum(event))


def scalar(step: int, tag: str, value: float, *, is_tensor: bool = False) -> bytes:
    """An event of one scalar, as the first and as the second TensorFlow write it."""
    number = varint(2 << 3 | 5) + struct.pack("<f", value)
    tensor = field(8, varint(1 << 3) + varint(1) + field(4, struct.pack("<f", value)))
    return event(step, tag, tensor if is_tensor else number)


def event(step: int, tag: str, value: bytes) -> bytes:
    """An event of one value."""
    return record(varint(2 << 3) + varint(step) + field(5, field(1, field(1, tag.encode()) + value)))


def histogram(step: int, tag: str, limits: Sequence[float], counts: Sequence[float], values: Sequence[float]) -> bytes:
    """An event of one histogram, as PyTorch and the first TensorFlow write it: what is counted, and the values."""
    about = (min(values), max(values), float(len(values)), sum(values), sum(each * each for each in values))
    numbers = b"".join(varint(at << 3 | 1) + struct.pack("<d", each) for at, each in enumerate(about, start=1))
    lists = field(6, struct.pack(f"<{len(limits)}d", *limits)) + field(7, struct.pack(f"<{len(counts)}d", *counts))
    return event(step, tag, field(5, numbers + lists))


def bins(step: int, tag: str, rows: Sequence[tuple[float, float, float]], said: int | None = None) -> bytes:
    """The same as the second TensorFlow writes it: a tensor of left, right and count, of so many rows as is said."""
    sides = (len(rows) if said is None else said, 3)
    shape = b"".join(field(2, varint(1 << 3) + varint(side)) for side in sides)
    numbers = struct.pack(f"<{3 * len(rows)}d", *(each for row in rows for each in row))
    return event(step, tag, field(8, varint(1 << 3) + varint(2) + field(2, shape) + field(4, numbers)))


def image(step: int, tag: str, encoded: bytes, size: tuple[int, int] = (8, 8)) -> bytes:
    """An event of one image, as PyTorch and the first TensorFlow write it: height, width, colours, and a file."""
    numbers = b"".join(varint(at << 3) + varint(each) for at, each in enumerate((*size, 3), start=1))
    return event(step, tag, field(4, numbers + field(4, encoded)))


def pictures(step: int, tag: str, encoded: Sequence[bytes], size: tuple[int, int] = (8, 8)) -> bytes:
    """The same as the second TensorFlow writes it, of several under one tag: texts, the first two its sides."""
    texts = [str(side).encode() for side in size[::-1]] + list(encoded)
    shape = field(2, varint(1 << 3) + varint(len(texts)))
    return event(
        step, tag, field(8, varint(1 << 3) + varint(7) + field(2, shape) + b"".join(field(8, t) for t in texts))
    )


def events(*records: bytes) -> bytes:
    """An event file."""
    return record(varint(1 << 3 | 1) + struct.pack("<d", 1.0) + field(3, b"brain.Event:2")) + b"".join(records)


def refusals(path: Path, wholes: Sequence[bytes], count: int) -> list[str]:
    """What is said of so many events, each with one to three flipped bytes and a right checksum, that can't be read."""
    rng, said = np.random.default_rng(0), list[str]()
    for number in range(count):
        body = bytearray(wholes[number % len(wholes)])
        for _ in range(rng.integers(1, 4)):
            body[rng.integers(len(body))] = rng.integers(256)
        path.write_bytes(events(scalar(0, "loss", 1.0)) + record(bytes(body)))
        try:
            stored.read(film_of([path]).data, "run.film")
        except UsageError as error:
            said.append(str(error))
    return said
