"""Strangers' bytes → arrays: an ``.npz`` file whose every size is bounded before memory is taken for it.

No pickle, no objects, no compression but deflate, whose output can be cut off. What is refused is a ValueError.
"""

import ast
import io
import math
import struct
import zipfile
import zlib

import numpy as np

from vizpipe.film.packing import AnyArray

MOST_BYTES = 1 << 28
"""Of the file."""
MOST_UNPACKED = 1 << 29
"""Of all arrays in it together."""
_MOST_MEMBERS = 64
_MOST_DIRECTORY = 1 << 16
_LONGEST_HEADER = 4096
_MOST_AXES = 8
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 0xFFFF
_MAGIC = b"\x93NUMPY\x01\x00"
_MASK = ".mask"
_DEFLATE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def arrays_in(data: bytes) -> dict[str, AnyArray]:
    """The arrays of an ``.npz`` file by name, masks applied. Raises ValueError saying what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise ValueError("it is too large")
    if not data.startswith(b"PK\x03\x04"):
        raise ValueError("it is no film" if data else "it is empty")
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            arrays = _members(archive)
    except (OSError, EOFError, KeyError, NotImplementedError, RuntimeError, struct.error) as error:
        raise ValueError("it is damaged") from error
    except (zipfile.BadZipFile, zlib.error, UnicodeDecodeError, OverflowError) as error:
        raise ValueError("it is damaged") from error
    return _masked(arrays)


def _check_directory(data: bytes) -> None:
    """Refuse a directory of members that is longer than any film's, before zipfile reads it."""
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or at + _END_SIZE > len(data):
        raise ValueError("its end is missing")
    count, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if count > _MOST_MEMBERS or size > _MOST_DIRECTORY:
        raise ValueError("it holds more parts than a film has")


def _members(archive: zipfile.ZipFile) -> dict[str, AnyArray]:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise ValueError("it holds more parts than a film has")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise ValueError(f"it unpacks to more than {MOST_UNPACKED >> 20} MB")
    arrays = {}
    for member in members:
        name = member.filename.removesuffix(".npy")
        if name == member.filename or name in arrays or not name.isprintable():
            raise ValueError("it is a zip file, but no film")
        if member.compress_type not in _DEFLATE or member.flag_bits & 1:
            raise ValueError("its parts are packed in a way that no film is")
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
        if len(content) != member.file_size:
            raise ValueError("it is damaged")
        arrays[name] = _array(content)
    return arrays


def _array(content: bytes) -> AnyArray:
    """An array of the ``.npy`` format 1.0: numbers, truths or texts, as many as its header says."""
    if not content.startswith(_MAGIC) or len(content) < len(_MAGIC) + 2:
        raise ValueError("a part of it is no array")
    (length,) = struct.unpack("<H", content[len(_MAGIC) : len(_MAGIC) + 2])
    start = len(_MAGIC) + 2 + length
    if length > _LONGEST_HEADER or start > len(content):
        raise ValueError("a part of it is no array")
    try:
        header = ast.literal_eval(content[len(_MAGIC) + 2 : start].decode("latin-1").strip())
        descr, fortran, shape = header["descr"], header["fortran_order"], header["shape"]
        kind = np.dtype(descr) if isinstance(descr, str) else np.dtype(object)
    except (ValueError, TypeError, KeyError, SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError("a part of it is no array") from error
    if kind.kind not in "biufU" or kind.itemsize < 1:
        raise ValueError("a part of it holds objects, not numbers")
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


_LAST_LETTER = 0x10FFFF


def _masked(arrays: dict[str, AnyArray]) -> dict[str, AnyArray]:
    for name in [name for name in arrays if name.endswith(_MASK)]:
        mask, of = arrays.pop(name), name.removesuffix(_MASK)
        if of not in arrays or mask.dtype != bool or mask.shape != arrays[of].shape:
            raise ValueError("a mask in it belongs to nothing")
        arrays[of] = np.ma.MaskedArray(arrays[of], mask)
    return arrays
