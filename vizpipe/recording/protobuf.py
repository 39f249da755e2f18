"""The fields of a protobuf by number, without its library."""

from collections.abc import Iterator

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
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


def parts(data: bytes, number: int) -> Iterator[bytes]:
    """What the fields of that number hold, as far as they are bytes. Raises ValueError, IndexError."""
    return (each for field, each in fields(data) if field == number and isinstance(each, bytes))


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004 - the last seven bits
            return value, at
    raise ValueError
