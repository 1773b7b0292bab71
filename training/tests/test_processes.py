import os
import signal
import subprocess
import sys
import unittest

from training.errors import TrainingError
from training.render.processes import in_processes


def kill_itself(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(_: int) -> None:
    raise ValueError("no room")


class Processes(unittest.TestCase):
    def test_give_their_results_in_order(self) -> None:
        self.assertEqual([*in_processes(abs, [-1, 2, -3], 2)], [1, 2, 3])

    def test_that_fail_or_are_killed_end_the_command(self) -> None:
        with self.assertRaisesRegex(ValueError, "no room"):
            [*in_processes(fail, [0, 1], 1)]
        with self.assertRaisesRegex(TrainingError, "was killed"):
            [*in_processes(kill_itself, [0, 1], 1)]

    def test_end_with_a_parent_that_is_killed(self) -> None:
        code = "import time\nfrom training.render.processes import in_processes\n"
        code += "def render(_): print(flush=True); time.sleep(600)\n[*in_processes(render, [0], 1)]"
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout is not None
            parent.stdout.readline()
            parent.kill()
            # The child has ended once nobody holds the pipe.
            self.assertEqual(parent.communicate(timeout=60)[0], "")


if __name__ == "__main__":
    unittest.main()
