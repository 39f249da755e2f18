"""TensorBoard's event files → what was measured, without TensorFlow: records, each a protobuf, of which scalars count.

A record is its length in 8 bytes, their checksum, its bytes and their checksum (a masked CRC-32C). Of a protobuf the
fields are read by number: those of Event, Summary, Value and TensorProto, as tensorboard/compat/proto has them.
"""

import math
import struct
from collections.abc import Iterator
from pathlib import Path

from vizpipe.errors import UsageError
from vizpipe.recording.csv_logs import Log

_POLYNOMIAL, _MASK = 0x82F63B78, 0xA282EAD8
_LONGEST, _CHECKED = 1 << 26, 1 << 14
"""A record's bytes at most, and those up to which its checksum is worked out: what is longer is no scalar."""
_MOST_TIMES, _MOST_TAGS, _LONGEST_TAG = 100_000, 200, 200
_STEP, _SUMMARY = 2, 5
"""Fields of Event."""
_VALUE, _TAG, _SIMPLE, _TENSOR, _METADATA = 1, 1, 2, 8, 9
"""Fields of Summary, and of Value."""
_TYPE, _CONTENT, _FLOATS, _DOUBLES = 1, 4, 5, 6
"""Fields of TensorProto."""
_FLOAT, _DOUBLE = 1, 2
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


def _table() -> list[int]:
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)  # noqa: PLW2901 - bit by bit
        table.append(byte)
    return table


_CRC = _table()


def checksum(data: bytes) -> int:
    """The masked CRC-32C of bytes."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF


def looks_like(data: bytes) -> bool:
    """Whether bytes begin as an event file does."""
    return len(data) >= 12 and struct.unpack("<I", data[8:12])[0] == checksum(data[:8])  # noqa: PLR2004 - length and checksum


def read(data: bytes, path: Path) -> Log:
    """The scalars of an event file by step. Raises UsageError naming the file and the record that can't be read."""
    rows: dict[int, dict[str, float]] = {}
    tags: set[str] = set()
    for number, record in enumerate(_records(data, path), start=1):
        try:
            step, values = _event(record)
        except (ValueError, struct.error, IndexError, OverflowError):
            raise UsageError(f"{path}: record {number}: it is no event of TensorBoard's") from None
        for tag, value in values:
            tags.add(tag)
            if len(tags) > _MOST_TAGS or len(rows) > _MOST_TIMES:
                raise UsageError(f"{path}: record {number}: more than {_MOST_TAGS} tags or {_MOST_TIMES:,} steps")
            if math.isfinite(value):
                rows.setdefault(step, {})[tag] = value
    if not rows:
        raise UsageError(f"{path}: it holds no scalars")
    return Log("step", dict(sorted(rows.items())))


def _records(data: bytes, path: Path) -> Iterator[bytes]:
    """The bytes of each record; one that is cut off at the end is left out, as it is while a training goes on."""
    at, number = 0, 0
    while at + 12 <= len(data):
        number += 1
        length, crc = struct.unpack("<QI", data[at : at + 12])
        if crc != checksum(data[at : at + 8]) or length > _LONGEST:
            raise UsageError(f"{path}: record {number}: its length is damaged")
        end = at + 12 + length
        if end + 4 > len(data):
            return
        record = data[at + 12 : end]
        if length <= _CHECKED and struct.unpack("<I", data[end : end + 4])[0] != checksum(record):
            raise UsageError(f"{path}: record {number}: it is damaged")
        yield record
        at = end + 4


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protobuf: numbers and what they hold. Raises ValueError, IndexError."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            length, at = _varint(data, at)
        elif kind in {_EIGHT, _FOUR}:
            length = 8 if kind == _EIGHT else 4
        else:
            raise ValueError
        if at + length > len(data):
            raise ValueError
        yield key >> 3, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the last seven bits
            return value, at
    raise ValueError


def _event(record: bytes) -> tuple[int, list[tuple[str, float]]]:
    """The step of an event and its scalars by tag."""
    step, values = 0, []
    for number, value in _fields(record):
        if number == _STEP and isinstance(value, int):
            step = value
        elif number == _SUMMARY and isinstance(value, bytes):
            values += [_scalar(each) for field, each in _fields(value) if field == _VALUE and isinstance(each, bytes)]
    if step >= 1 << 53:
        raise ValueError
    return step, [each for each in values if each is not None]


def _scalar(value: bytes) -> tuple[str, float] | None:
    """A tag and its number; None for what is no scalar, such as an image."""
    tag, found = "", None
    for number, each in _fields(value):
        if number == _TAG and isinstance(each, bytes):
            tag = each.decode()
        elif number == _SIMPLE and isinstance(each, bytes):
            found = float(struct.unpack("<f", each)[0])
        elif number == _TENSOR and isinstance(each, bytes):
            found = _number(each)
    return (tag, found) if found is not None and tag.isprintable() and len(tag) <= _LONGEST_TAG else None


def _number(tensor: bytes) -> float | None:
    """The number of a tensor that holds one."""
    kind, content = 0, b""
    for number, each in _fields(tensor):
        if number == _TYPE and isinstance(each, int):
            kind = each
        elif number in {_CONTENT, _FLOATS, _DOUBLES} and isinstance(each, bytes):
            content = each
    form = {_FLOAT: "<f", _DOUBLE: "<d"}.get(kind)
    if form is None or len(content) != struct.calcsize(form):
        return None
    return float(struct.unpack(form, content)[0])
