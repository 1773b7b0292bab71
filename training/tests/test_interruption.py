import os
import signal
import unittest

from training.train.interruption import Interruption


class Signals(unittest.TestCase):
    def test_the_first_is_noted_and_the_second_acts(self) -> None:
        # Whatever the tests run under: a job in the background ignores Ctrl-C.
        inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, inherited)
        with self.assertRaises(KeyboardInterrupt), Interruption() as interruption:
            self.assertFalse(interruption.asked)
            os.kill(os.getpid(), signal.SIGINT)
            self.assertTrue(interruption.asked)
            os.kill(os.getpid(), signal.SIGINT)
        self.assertIs(signal.getsignal(signal.SIGINT), signal.default_int_handler)
