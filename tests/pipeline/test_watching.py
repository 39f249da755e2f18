"""Saves and rounds: what is noticed, what counts, what is never shown."""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vizpipe.errors import RecipeError
from vizpipe.pipeline import watching
from vizpipe.pipeline.watching import Drawn, Watching
from vizpipe.publishing.viewer import Picture
from vizpipe.store.signs import sign
from vizpipe.workers.pool import Stopped


class Hands:
    """Workers that do nothing but stop."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def stop(self) -> None:
        """Be told to."""
        self.stopped.set()


class Wall:
    """A viewer that notes what it is shown."""

    is_asked = False

    def __init__(self) -> None:
        self.shown: queue.Queue[str] = queue.Queue()

    def show(self, picture: Picture) -> None:
        """A picture."""
        self.shown.put(picture.title)

    def fail(self, error: str) -> None:
        """An error."""
        self.shown.put(f"error: {error}")

    def wait(self, activity: str) -> None:
        """An activity."""
        self.shown.put(activity)


class Desk:
    """A recipe that shows what stands in its file, beside a helper's words, and is wrong where that says so."""

    def __init__(self, folder: Path) -> None:
        self.recipe, self.helper = folder / "recipe.py", folder / "helper.py"
        self.recipe.write_text("first")
        self.helper.write_text("")
        self.wall = Wall()
        self.hands: list[Hands] = [Hands()]
        self.slow = threading.Event()
        self.waits: queue.Queue[Any] = queue.Queue()
        self.ended = threading.Event()

    def draw(self, workers: Any, wait: Callable[[str], None]) -> Drawn:
        """What the recipe says; ``slow`` it takes until its workers stop."""
        files = {str(self.helper): sign(self.helper)}
        try:
            text = self.recipe.read_text()
        except OSError:
            return Drawn(None, RecipeError("gone"), files)
        if text.startswith("slow"):
            wait("Training")
            self.waits.put(workers)
            workers.stopped.wait(20)
            raise Stopped
        if text.startswith("late"):
            self.waits.put(workers)
            self.slow.wait(20)
        if text.startswith("wrong"):
            self.waits.put(workers)
            return Drawn(None, RecipeError(text), files)
        return Drawn(Picture(title=f"{text}{self.helper.read_text()}"), None, files)

    def anew(self) -> Any:
        """Other workers."""
        self.hands.append(Hands())
        return self.hands[-1]

    def shown(self) -> str:
        """The next that is shown."""
        return self.wall.shown.get(timeout=20)

    def save(self, text: str) -> None:
        """Save as editors do."""
        whole = self.recipe.with_suffix(".new")
        whole.write_text(text)
        whole.replace(self.recipe)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Somebody at work, whose first picture is there."""
    made = Desk(tmp_path)

    def sleep(seconds: float) -> None:
        if made.ended.wait(seconds / 5):
            raise KeyboardInterrupt

    monkeypatch.setattr(watching, "sleep", sleep)
    viewer: Any = made.wall
    watch = Watching(viewer, [str(made.recipe)], made.draw, made.anew, lambda *_: None)

    def work() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            hands: Any = made.hands[0]
            watch.watch(hands)

    thread = threading.Thread(target=work)
    thread.start()
    assert made.shown() == "first"
    yield made
    made.slow.set()
    made.ended.set()
    thread.join()
    assert made.hands[-1].stopped.is_set()


def test_a_save_is_shown_by_the_same_workers(desk: Desk) -> None:
    """A file that was renamed into its place, or written anew, is noticed; the workers stay warm."""
    desk.save("second")
    assert desk.shown() == "second"
    with desk.recipe.open("r+") as file:  # in one go: a file that was emptied before would be a save of its own
        file.write("third, longer")
    assert desk.shown() == "third, longer"
    assert len(desk.hands) == 1


def test_a_helper_is_read_by_other_workers(desk: Desk) -> None:
    """What a worker has imported stays as it was: a helper that is saved has new workers, and the old ones stop."""
    desk.helper.write_text(" helped")
    assert desk.shown() == "first helped"
    assert len(desk.hands) == 2
    assert desk.hands[0].stopped.wait(20)


def test_a_save_ends_what_is_under_way(desk: Desk) -> None:
    """A training that is out of date is stopped, and its recipe's next state shown."""
    desk.save("slow")
    assert desk.shown() == "Training"
    assert desk.waits.get(timeout=20) is desk.hands[0]
    desk.save("quick")
    assert desk.shown() == "quick"
    assert desk.hands[0].stopped.wait(20)


def test_of_two_saves_the_newer_one_counts(desk: Desk) -> None:
    """A round that comes to its end after a newer save shows nothing."""
    desk.save("late one")
    desk.waits.get(timeout=20)
    desk.save("newer")
    assert desk.shown() == "newer"
    desk.slow.set()
    desk.save("newest")
    assert desk.shown() == "newest"


def test_an_error_is_shown_and_mended(desk: Desk) -> None:
    """What is wrong is said, and the next good state shown."""
    desk.save("wrong: line 7")
    assert desk.shown() == "error: wrong: line 7"
    desk.save("good")
    assert desk.shown() == "good"


def test_a_half_written_file_is_no_error(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error waits a moment, and is never shown if the file is saved again meanwhile."""
    monkeypatch.setattr(watching, "_GRACE", 20.0)
    desk.save("wrong half")
    desk.waits.get(timeout=20)
    desk.save("whole")
    assert desk.shown() == "whole"


def test_a_file_may_go_and_come_back(desk: Desk) -> None:
    """A file that is deleted is an error until it is there again."""
    desk.recipe.unlink()
    assert desk.shown() == "error: gone"
    desk.save("back")
    assert desk.shown() == "back"


def test_what_a_broken_recipe_reached_before_is_still_watched(desk: Desk) -> None:
    """A recipe that a helper broke is drawn again when the helper is mended."""
    desk.recipe.unlink()
    assert desk.shown() == "error: gone"
    desk.helper.write_text("?")
    assert desk.shown() == "error: gone"
