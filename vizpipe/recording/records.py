"""The records of TensorBoard's event files: each its length in 8 bytes, its bytes, and a checksum of either."""

import struct
from collections.abc import Iterator
from pathlib import Path

from vizpipe.errors import UsageError
from vizpipe.recording.checksums import checksum

_LONGEST = 1 << 26
"""A record's bytes at most."""
_HEAD, _CRC = 12, 4


def looks_like(data: bytes) -> bool:
    """Whether bytes begin as an event file does."""
    return len(data) >= _HEAD and struct.unpack("<I", data[8:_HEAD])[0] == checksum(data[:8])


def records(data: bytes, path: Path) -> Iterator[bytes]:
    """The bytes of each record; one that is cut off at the end is left out, as it is while a training goes on.

    Raises UsageError naming the file and the record that is damaged.
    """
    at, number = 0, 0
    while at + _HEAD <= len(data):
        number += 1
        length, crc = struct.unpack("<QI", data[at : at + _HEAD])
        if crc != checksum(data[at : at + 8]) or length > _LONGEST:
            raise UsageError(f"{path}: record {number}: its length is damaged")
        end = at + _HEAD + length
        if end + _CRC > len(data):
            return
        record = data[at + _HEAD : end]
        if struct.unpack("<I", data[end : end + _CRC])[0] != checksum(record):
            raise UsageError(f"{path}: record {number}: it is damaged")
        yield record
        at = end + _CRC
