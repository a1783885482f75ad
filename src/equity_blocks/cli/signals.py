"""Signals that ask a process to end: it ends as after an error, so that nothing half-written is left."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_NAMES = ("SIGTERM", "SIGHUP")  # the latter comes when a terminal is closed; Windows has none


class Stopped(BaseException):
    """The system asks to end. Like an interruption it is no error, so that nothing which handles errors keeps it.

    Args:
        number: The signal's number.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.name = signal.Signals(number).name
        self.code = 128 + number


@contextmanager
def stopping() -> Iterator[None]:
    """Raise `Stopped` where a signal asks to end; one that whoever started us wants ignored stays ignored."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread may ask for signals
        yield
        return
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    kept = {number: signal.signal(number, _stop) for number in numbers if signal.getsignal(number) == signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # once is enough: nothing disturbs the tidying up
    raise Stopped(number)
