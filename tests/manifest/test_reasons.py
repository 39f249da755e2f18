"""Why something is stale: sentences with file and line, values where a person can read them, and never a hash."""

import pytest

from vizpipe.manifest.reason import Reason, reasons

ONE, TWO = "7e54a64038d7", "d614f7b6325d"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("code f/bowl.py stage", ONE, TWO, Reason("f/bowl.py:43: stage was changed", "f/bowl.py", 43)),
        ("code f/bowl.py stage", None, TWO, Reason("f/bowl.py:43: stage is new", "f/bowl.py", 43)),
        ("code f/bowl.py gone", ONE, None, Reason("f/bowl.py: gone is gone", "f/bowl.py")),
        ("code f/bowl.py RATE", "0.1", "0.2", Reason("f/bowl.py:9 RATE: 0.1 → 0.2", "f/bowl.py", 9)),
        ("code a.py its imports", None, "import os", Reason("a.py: imports os now", "a.py")),
        ("code a.py its imports", "from os import path", None, Reason("a.py: imports os.path no longer", "a.py")),
        ("code a.py its imports", ONE, TWO, Reason("a.py: its imports were changed", "a.py")),
        ("code a.py its imports", None, "Import(names=[])", Reason("a.py: its imports were changed", "a.py")),
        ("code a.py its order", ONE, TWO, Reason("a.py: the order of its definitions was changed", "a.py")),
        ("code a.py", ONE, TWO, Reason("a.py: it was changed", "a.py")),
        ("data log.csv", "5" * 64, "8" * 64, Reason("log.csv was changed")),
        ("data log.csv", "5" * 64, "unreadable: Is a directory", Reason("log.csv: unreadable: Is a directory")),
        ("vizpipe pictures", ONE, TWO, Reason("how vizpipe draws was changed")),
        ("vizpipe nn", ONE, TWO, Reason("vizpipe's nn was changed")),
        ("film", "5" * 64, "8" * 64, Reason("its film is another")),
        ("parameter steps", 3, 4, Reason("parameter steps: 3 → 4")),
    ],
)  # fmt: skip
def test_a_reason_is_a_sentence(name: str, old: object, new: object, says: Reason) -> None:
    """What differs is told with its file and line, with old and new if they say something, without hashes and trees."""
    lines = {"f/bowl.py stage": 43, "f/bowl.py RATE": 9}
    before, after = ({} if each is None else {name: each} for each in (old, new))
    assert reasons(before, after, lines) == [says]  # type: ignore[arg-type]  # values of all kinds
