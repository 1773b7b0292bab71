"""Processes that render beside each other."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from training.errors import TrainingError

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_processes(render: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """What `render` makes of each item, in their order, `jobs` of them at once.

    Raises TrainingError if a process is killed, as where memory runs out: multiprocessing.Pool waits for it forever.
    Whatever ends it, as Ctrl-C or a consumer that fails, ends what is being rendered.
    """
    # A process that inherited PyAV's garbage would wait, once it collects it, for threads that it did not inherit.
    gc.collect()
    with ProcessPoolExecutor(jobs, initializer=_end_with_parent) as pool:
        try:
            yield from pool.map(render, items)
        except BrokenProcessPool as error:
            raise TrainingError(
                "a process that renders was killed, perhaps for want of memory: run the command again, with fewer "
                "--jobs; it goes on with what is missing"
            ) from error
        except BaseException:
            # Leaving the pool would wait for all that it has begun, which may take minutes.
            for process in multiprocessing.active_children():
                process.kill()
            raise


def _end_with_parent() -> None:
    """Otherwise a process whose parent is killed would wait for work forever."""

    def wait() -> None:
        parent = multiprocessing.parent_process()
        assert parent is not None
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
