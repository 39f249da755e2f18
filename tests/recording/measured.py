"""Run a training script, and say what recording it cost: seconds of the tape, and of all the rest."""

import json
import runpy
import sys
import time
from typing import Any

import vizpipe.recording.record  # noqa: F401 - its tape is replaced
from vizpipe.recording.tape import Tape


class Clock(Tape):
    """A tape that counts the seconds it takes."""

    begun, frames, closing, apart = 0.0, 0.0, 0.0, 0.0

    def _take(self, given: Any) -> None:
        start = time.perf_counter()
        is_first = not Clock.begun
        Clock.begun = Clock.begun or start
        super()._take(given)
        if is_first:
            Clock.closing += time.perf_counter() - start
        else:
            Clock.frames += time.perf_counter() - start

    def close(self) -> None:
        """Write, and count."""
        if self._is_closed:
            return
        start, frames = time.perf_counter(), Clock.frames
        super().close()
        Clock.closing += time.perf_counter() - start - (Clock.frames - frames)
        if self._subject is not None:
            Clock.apart = self._subject._difference()


if __name__ == "__main__":
    vars(sys.modules["vizpipe.recording.record"])["Tape"] = Clock
    runpy.run_path(sys.argv[1], run_name="__main__")
    whole = time.perf_counter() - Clock.begun
    recording = Clock.frames + Clock.closing
    told = {"recording": recording, "frames": Clock.frames, "training": whole - recording, "apart": Clock.apart}
    sys.stdout.write(json.dumps(told) + "\n")
