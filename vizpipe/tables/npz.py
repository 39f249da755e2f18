"""Strangers' bytes → arrays: an ``.npz`` file whose every size is bounded before memory is taken for it.

No pickle, no objects, no compression but deflate, whose output can be cut off. What is refused is a ValueError.
"""

import ast
import io
import math
import struct
import zipfile
import zlib
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[Any]


class Bounds(NamedTuple):
    """What a file may hold at most, and whether what is no array of numbers or texts is passed over, not refused."""

    members: int
    unpacked: int
    """Bytes of all arrays together."""
    passes: bool = False


_ENTRY = 1 << 10
"""Bytes that the directory has for a member at most."""
_LONGEST_HEADER = 4096
_MOST_AXES = 8
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_MAGIC = b"\x93NUMPY\x01\x00"
_LAST_LETTER = 0x10FFFF
_DEFLATE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read(data: bytes, bounds: Bounds) -> dict[str, AnyArray]:
    """The arrays of an ``.npz`` file by name. Raises ValueError saying what is wrong with it."""
    _check_directory(data, bounds)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _members(archive, bounds)
    except (OSError, EOFError, KeyError, NotImplementedError, RuntimeError, struct.error) as error:
        raise ValueError("it is damaged") from error
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError, OverflowError) as error:
        raise ValueError("it is damaged") from error


def _check_directory(data: bytes, bounds: Bounds) -> None:
    """Refuse a directory of members that is too long, before zipfile reads it."""
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or at + _END_SIZE > len(data):
        raise ValueError("its end is missing")
    count, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if count > bounds.members or size > bounds.members * _ENTRY:
        raise ValueError(f"it holds more parts than {bounds.members:,}")


def _members(archive: zipfile.ZipFile, bounds: Bounds) -> dict[str, AnyArray]:
    members = archive.infolist()
    if bounds.passes:
        members = [member for member in members if member.filename.endswith(".npy")]
    if len(members) > bounds.members:
        raise ValueError(f"it holds more parts than {bounds.members:,}")
    if sum(member.file_size for member in members) > bounds.unpacked:
        raise ValueError(f"it unpacks to more than {bounds.unpacked // 1_000_000} MB")
    arrays = {}
    for member in members:
        name = member.filename.removesuffix(".npy")
        if name == member.filename or name in arrays or not name.isprintable():
            raise ValueError("it is a zip file of other things than arrays")
        if member.compress_type not in _DEFLATE or member.flag_bits & 1:
            raise ValueError("its parts are packed in a way that NPZ files are not")
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
        if len(content) != member.file_size:
            raise ValueError("it is damaged")
        array = _array(content, passes=bounds.passes)
        if array is not None:
            arrays[name] = array
    return arrays


def _array(content: bytes, *, passes: bool) -> AnyArray | None:
    """An array of the ``.npy`` format 1.0: numbers, truths or texts, as many as its header says.

    None if it is passed over because it holds others.
    """
    if not content.startswith(_MAGIC) or len(content) < len(_MAGIC) + 2:
        raise ValueError("a part of it is no array")
    (length,) = struct.unpack("<H", content[len(_MAGIC) : len(_MAGIC) + 2])
    start = len(_MAGIC) + 2 + length
    if length > _LONGEST_HEADER or start > len(content):
        raise ValueError("a part of it is no array")
    try:
        header = ast.literal_eval(content[len(_MAGIC) + 2 : start].decode("latin-1").strip())
        descr, fortran, shape = header["descr"], header["fortran_order"], header["shape"]
        kind = np.dtype(descr) if isinstance(descr, str) else np.dtype("V1")
    except (ValueError, TypeError, KeyError, SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError("a part of it is no array") from error
    if kind.hasobject:
        raise ValueError("a part of it holds Python objects, which are never loaded")
    if kind.kind not in "biufU" or kind.itemsize < 1:
        if passes:
            return None
        raise ValueError("a part of it holds neither numbers nor texts")
    sides = isinstance(shape, tuple) and all(type(side) is int and side >= 0 for side in shape)
    if not sides or len(shape) > _MOST_AXES or fortran not in {True, False}:
        raise ValueError("a part of it is no array")
    if math.prod(shape) * kind.itemsize != len(content) - start:
        raise ValueError("a part of it is not as long as it says")
    flat: AnyArray = np.frombuffer(content, kind, offset=start)
    if kind.kind == "U" and kind.itemsize and (np.frombuffer(content, np.uint32, offset=start) > _LAST_LETTER).any():
        raise ValueError("a part of it holds no texts")
    array = flat.reshape(shape, order="F" if fortran else "C")
    return array.astype(kind.newbyteorder("="), order="C")
