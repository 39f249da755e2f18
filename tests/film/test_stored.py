"""A film's file from anywhere is read whole, or refused in one line."""

import io
import json
import zipfile
from typing import Any

import numpy as np
import pytest

import recorded
from vizpipe import nn
from vizpipe.errors import UsageError
from vizpipe.film import stored, taken
from vizpipe.film.film import META, Film
from vizpipe.film.packing import pack, unpack

Arrays = dict[str, np.ndarray[Any, Any]]


def changed(data: bytes, **changes: object) -> bytes:
    """The same file, with another value for what it says of itself."""
    arrays = unpack(data)
    meta = json.loads(arrays[META].tobytes()) | changes
    return pack({**arrays, META: np.frombuffer(json.dumps(meta).encode(), np.uint8)})


def having(data: bytes, **arrays: object) -> bytes:
    """The same file with other arrays; None leaves one out."""
    whole = unpack(data) | {name: np.asarray(array) for name, array in arrays.items()}
    return pack({name: array for name, array in whole.items() if arrays.get(name, 0) is not None})


def refusal(data: bytes) -> str:
    """In what words a file is refused."""
    with pytest.raises(UsageError) as caught:
        stored.read(data, "run.film")
    return str(caught.value)


def test_a_recorded_network_comes_back() -> None:
    """Snapshots hold what was recorded, names among it; its curve holds what else was measured."""
    found = stored.read(recorded.data(), "run.film")
    film = taken.film(found, "hidden-mapping", nn.Snapshot, {"as_published": False})
    assert len(film) == 4
    assert film[0].network == recorded.NETWORK
    assert film[3].loss == 0.25
    assert film.about == recorded.ABOUT
    assert film.parameters == {"as_published": False}
    curve = taken.film(found, "learning-curves", nn.Curve)
    assert list(curve[3].names) == ["loss", "accuracy", "val_loss"]
    assert curve[3].metrics.tolist() == [0.25, 0.5, 0.5]


def test_an_exact_film_is_what_film_load_reads() -> None:
    """Unless weights are in steps, the file is that of ``Film.save``, to the last bit of each weight."""
    film = Film.load(recorded.data(), nn.Snapshot)
    vector = np.random.default_rng(0)
    vector.normal(size=(10, 2)), vector.integers(0, 2, 10)
    np.testing.assert_array_equal(film[0].parameters, vector.normal(size=13).astype(np.float32))


def test_a_large_film_is_kept_in_steps() -> None:
    """Weights of many frames take a tenth of the room, are near enough, and a note says so; ``exact`` keeps them."""
    network = nn.Network((40, 100, 10), ("relu", "softmax"))
    reels = {exact: recorded.reel(60, network, exact=exact) for exact in (False, True)}
    packed, whole = (reels[exact].save(recorded.ABOUT) for exact in (False, True))
    near, same = (taken.film(stored.read(data, "x"), "x", nn.Snapshot) for data in (packed, whole))
    assert len(packed) < 0.3 * len(whole)
    assert "thousandth" in near.about.notes[-1]
    assert same.about.notes == ()
    assert same[59].parameters.dtype == np.float64
    for place in network.places:
        block = same[59].parameters[place.block]
        assert np.abs(near[59].parameters[place.block] - block).max() <= 1e-3 * np.abs(block).max()


def test_a_film_of_ours_is_one_too() -> None:
    """What ``-f npz`` writes, a grid beside the fields, is read, for its own recipe's frames and as curves."""
    snapshots = taken.film(stored.read(recorded.data(), "x"), "tiny", nn.Snapshot, {"learning_rate": 0.1})
    found = stored.read(snapshots.save(cells=5), "hidden-mapping.npz")
    assert taken.film(found, "x", nn.Snapshot).parameters == {"learning_rate": 0.1}
    assert (
        list(taken.film(found, "x", nn.Curve)[0].names)
        == ["loss", "accuracy"][: 1 + ("accuracy" not in found.constant)]
    )


def test_what_was_not_measured_is_masked() -> None:
    """A number that is missing or not finite in some epoch is no number in the curve."""
    made = recorded.reel(2, None)
    made.add(2, {"loss": float("inf"), "F1": 0.5}, None, (0.0, 0.0))
    film = taken.film(stored.read(made.save(recorded.ABOUT), "x"), "x", nn.Curve)
    assert np.ma.getmaskarray(film[2].metrics).tolist() == [True, True, True, False]
    with pytest.raises(ValueError, match="it holds curves"):
        taken.film(stored.read(made.save(recorded.ABOUT), "x"), "x", nn.Snapshot)


RECORD = recorded.data()
REFUSED = {
    "empty": (b"", "it is empty"),
    "text": (b"epoch,loss\n1,2\n", "it is no film"),
    "truncated": (RECORD[: len(RECORD) // 2], "its end is missing"),
    "newer": (changed(RECORD, version=2), "it is of version 2, and this vizpipe reads versions up to 1"),
    "endless": (changed(RECORD, length=10**12), "it says that it has 1000000000000 frames"),
    "shorter": (changed(RECORD, length=3), "its frames are not all there"),
    "nameless": (having(RECORD, __film__=None), "it holds arrays, but no film"),
    "babbling": (having(RECORD, __film__=np.zeros(3, np.uint8)), "what it says of itself makes no sense"),
    "undrawable": (changed(RECORD, recipe="a\nb"), "its names are no texts that can be drawn"),
    "unknown": (having(RECORD, activations=np.array(["gelu", "sigmoid"])), "it uses the activation 'gelu'; known are"),
    "wider": (having(RECORD, sizes=np.array([2, 4, 1])), "its parameters are not the 17 of its network"),
    "other inputs": (
        having(RECORD, samples=np.zeros((10, 3))),
        "its samples have shape (10, 3), but its network has 2",
    ),
    "unlabelled": (having(RECORD, labels=np.zeros(9, int)), "its samples are not all labelled"),
    "many classes": (having(RECORD, labels=np.arange(10)), "its labels are no classes from 0 to 1"),
    "infinite": (having(RECORD, loss=np.full(4, np.inf)), "its loss is not finite throughout"),
    "wordy": (having(RECORD, loss=np.array(list("abcd"))), "its epochs, losses or accuracies are no numbers"),
    "half a curve": (having(RECORD, **{"curve.names": np.array(["loss"])}), "its curves are not all there"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_film_is_refused_in_one_line(name: str) -> None:
    """Each is refused by its name with what is wrong, never with a traceback."""
    data, words = REFUSED[name]
    assert refusal(data).startswith(f"run.film: this can't be read as a film: {words}")


def zipped(**members: bytes) -> bytes:
    """A zip file of anything."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return stream.getvalue()


def test_objects_are_never_unpickled() -> None:
    """An array of objects, whose pickle would run code, is refused unread."""
    stream = io.BytesIO()
    np.save(stream, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    assert "holds Python objects" in refusal(zipped(epoch=stream.getvalue()))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """Sizes and numbers of parts that files only claim are refused by what they claim."""
    huge = zipped(epoch=b"x" * 10)
    at = huge.rfind(b"PK\x01\x02") + 24
    assert "unpacks to more than" in refusal(huge[:at] + (0xFFFFFFF0).to_bytes(4, "little") + huge[at + 4 :])
    assert "more parts" in refusal(zipped(**{f"a{number}": b"" for number in range(100)}))
    header = b"\x93NUMPY\x01\x00" + (76).to_bytes(2, "little")
    text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999,), }".ljust(75) + b"\n"
    assert "not as long as it says" in refusal(zipped(epoch=header + text))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("epoch.npy", b"0" * 1_000_000)
    assert "packed in a way" in refusal(stream.getvalue())


def mutated(rng: np.random.Generator, films: list[bytes]) -> bytes:
    """A film with bits flipped, parts cut out, repeated or overwritten; sometimes inside its members."""
    data = bytearray(films[rng.integers(len(films))])
    if rng.random() < 0.4:  # beneath the checksums, so that what is checked later is reached
        arrays = unpack(bytes(data))
        name = list(arrays)[rng.integers(len(arrays))]
        raw = (
            np.ascontiguousarray(np.asarray(arrays[name])).view(np.uint8).reshape(-1).copy()
            if arrays[name].size
            else None
        )
        if raw is not None and raw.size:
            raw[rng.integers(raw.size, size=rng.integers(1, 9))] = rng.integers(256)
            arrays[name] = raw.view(arrays[name].dtype).reshape(arrays[name].shape)
        if rng.random() < 0.3:
            other = list(arrays)[rng.integers(len(arrays))]
            arrays[name] = arrays[other]
        try:
            return pack(arrays)
        except (ValueError, UnicodeError):
            return bytes(data[:100])
    for _ in range(rng.integers(1, 6)):
        at = int(rng.integers(len(data)))
        match rng.integers(4):
            case 0:
                data[at] ^= 1 << int(rng.integers(8))
            case 1:
                del data[at : at + int(rng.integers(1, 200))]
            case 2:
                data[at:at] = data[at // 2 : at // 2 + int(rng.integers(1, 100))]
            case _:
                data[at : at + 4] = rng.integers(256, size=4, dtype=np.uint8).tobytes()
        data = data or bytearray(b"P")
    return bytes(data)


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.soak)])
def test_no_mutated_film_does_more_than_be_refused(count: int) -> None:
    """Of mutated films each is read, and then draws what it says, or refused in a line."""
    rng = np.random.default_rng(7)
    large = recorded.reel(60, nn.Network((40, 100, 10), ("relu", "softmax"))).save(recorded.ABOUT)
    films = [
        RECORD,
        recorded.data(3, None),
        recorded.histograms(),
        recorded.images(),
        large if count > 1000 else RECORD,
    ]
    refused = 0
    for _ in range(count):
        data = mutated(rng, films)
        try:
            found = stored.read(data, "run.film")
        except UsageError as error:
            assert "this can't be read as a film: " in str(error)  # noqa: PT017 - most are, none must be
            refused += 1
            continue
        if found.is_network:
            film = taken.film(found, "x", nn.Snapshot)
            assert film[len(film) - 1].predict(film[0].samples).shape == (len(film[0].samples), film[0].sizes[-1])
        if found.histograms:
            counted = taken.film(found, "x", nn.Histograms)
            assert all((frame.shares >= 0.0).all() for frame in counted)
        if found.images:
            seen = taken.film(found, "x", nn.Images)
            assert all((frame.sizes <= frame.images.shape[1:3]).all() for frame in seen)
    assert 0.5 * count < refused < count
