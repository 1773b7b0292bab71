import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

import av

from training.errors import TrainingError
from training.render.processes import in_processes


def kill_itself(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(_: int) -> None:
    raise ValueError("no room")


def render_slowly(item: tuple[Path, int]) -> None:
    folder, seconds = item
    (folder / str(seconds)).touch()
    time.sleep(seconds)


def collect(_: int) -> None:
    signal.alarm(60)  # ends one that hangs
    gc.collect()
    signal.alarm(0)


class Processes(unittest.TestCase):
    def test_give_their_results_in_order(self) -> None:
        self.assertEqual([*in_processes(abs, [-1, 2, -3], 2)], [1, 2, 3])

    def test_that_fail_or_are_killed_end_the_command(self) -> None:
        with self.assertRaisesRegex(ValueError, "no room"):
            [*in_processes(fail, [0, 1], 1)]
        with self.assertRaisesRegex(TrainingError, "was killed"):
            [*in_processes(kill_itself, [0, 1], 1)]

    def test_end_with_whoever_takes_their_results(self) -> None:
        with tempfile.TemporaryDirectory() as name, self.assertRaisesRegex(ValueError, "no room"):
            for _ in in_processes(render_slowly, [(Path(name), seconds) for seconds in (0, 600, 600)], 2):
                while not [*Path(name).glob("600")]:
                    time.sleep(0.01)
                raise ValueError("no room")

    def test_end_with_a_parent_that_is_killed(self) -> None:
        code = "import time\nfrom training.render.processes import in_processes\n"
        code += "def render(_): print(flush=True); time.sleep(600)\n[*in_processes(render, [0], 1)]"
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout is not None
            parent.stdout.readline()
            parent.kill()
            # The child has ended once nobody holds the pipe.
            self.assertEqual(parent.communicate(timeout=60)[0], "")

    def test_inherit_no_video_that_nobody_needs_any_more(self) -> None:
        video: list[Any] = [av.open("demo/clips/live.webm")]
        next(video[0].decode(video=0))
        video.append(video)
        del video
        [*in_processes(collect, [0], 1)]


if __name__ == "__main__":
    unittest.main()
