import os
import signal
import unittest

from training.interruption import Interruption


class Signals(unittest.TestCase):
    def test_the_first_is_noted_and_the_second_acts(self) -> None:
        before = signal.getsignal(signal.SIGINT)
        with self.assertRaises(KeyboardInterrupt):
            with Interruption() as interruption:
                self.assertFalse(interruption.asked)
                os.kill(os.getpid(), signal.SIGINT)
                self.assertTrue(interruption.asked)
                os.kill(os.getpid(), signal.SIGINT)
        self.assertIs(signal.getsignal(signal.SIGINT), before)


if __name__ == "__main__":
    unittest.main()
