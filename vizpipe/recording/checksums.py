"""CRC-32C as TensorBoard's files have it, of much at once: bytes are joined by twos, and a checksum moved past noughts.

A checksum is linear: that of two parts is that of the first, moved past as many noughts as the second has bytes, with
that of the second added. So every round halves what there is to do, and numpy does a round at once.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

_POLYNOMIAL, _MASK, _ALL = 0x82F63B78, 0xA282EAD8, 0xFFFFFFFF
_SHORT = 64
"""Bytes up to which one after the other is faster."""
_BLOCK = 1 << 20
"""Bytes at once, for which some memory is taken."""
Words = npt.NDArray[np.uint32]


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
    crc = _ALL
    for at in range(0, len(data), _BLOCK):
        part = data[at : at + _BLOCK]
        crc = _slowly(part, crc) if len(part) <= _SHORT else _quickly(part, crc)
    crc ^= _ALL
    return ((crc >> 15 | crc << 17) + _MASK) & _ALL


def _slowly(data: bytes, crc: int) -> int:
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
    return crc


def _quickly(data: bytes, crc: int) -> int:
    rounds = (len(data) - 1).bit_length()
    parts = np.zeros(1 << rounds, np.uint32)  # noughts in front change nothing
    parts[-len(data) :] = np.frombuffer(data, np.uint8)
    for place in range(4):  # what there is of the checksum counts as the first bytes
        parts[len(parts) - len(data) + place] ^= crc >> (8 * place) & 0xFF
    parts = np.array(_CRC, np.uint32)[parts]
    for number in range(rounds):
        parts = _moved(parts[::2], _past(number)) ^ parts[1::2]
    return int(parts[0])


def _moved(crc: Words, past: Words) -> Words:
    """Checksums moved past noughts: what each of their four bytes comes to."""
    found = past[0][crc & 0xFF]
    for place in (1, 2, 3):
        found = found ^ past[place][crc >> (8 * place) & 0xFF]
    return np.asarray(found, np.uint32)


@cache
def _past(number: int) -> Words:
    """What each byte of a checksum comes to past ``2 ** number`` noughts, shape (4, 256)."""
    crc = np.arange(256, dtype=np.uint32) << np.arange(0, 32, 8, dtype=np.uint32)[:, None]
    if number:
        before = _past(number - 1)
        return _moved(_moved(crc, before), before)
    return np.asarray(crc >> 8 ^ np.array(_CRC, np.uint32)[crc & 0xFF], np.uint32)
