"""One thread that waits for descriptors, timers and signals, and calls back."""

import heapq
import os
import selectors
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

READ = selectors.EVENT_READ
WRITE = selectors.EVENT_WRITE


@dataclass(order=True)
class Timer:
    """A call that is due at `when` (monotonic seconds) unless it is cancelled."""

    when: float
    serial: int
    callback: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        """Make sure that the call does not happen."""
        self.cancelled = True


class Loop:
    """The event loop of the guard.

    asyncio does the same for 10 MB of memory and 40 ms of start-up more (`python -c 'import asyncio'` against
    `import selectors`), and the guard's only virtue is that it costs nothing.
    """

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._timers: list[Timer] = []
        self._serial = 0
        self._running = False
        self._signal_callback: Callable[[int], None] = lambda _number: None
        self._wakeup_read, self._wakeup_write = os.pipe()
        for end in (self._wakeup_read, self._wakeup_write):
            os.set_blocking(end, False)
        self.watch(self._wakeup_read, READ, self._on_wakeup)

    def watch(self, descriptor: int, events: int, callback: Callable[[], None]) -> None:
        """Call `callback` whenever one of `events` is true for `descriptor`; replaces an earlier watch."""
        if descriptor in self._selector.get_map():
            self._selector.modify(descriptor, events, callback)
        else:
            self._selector.register(descriptor, events, callback)

    def unwatch(self, descriptor: int) -> None:
        """Stop watching `descriptor`; must happen before it is closed."""
        if descriptor in self._selector.get_map():
            self._selector.unregister(descriptor)

    def after(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call `callback` once, in `seconds`."""
        self._serial += 1
        timer = Timer(time.monotonic() + seconds, self._serial, callback)
        heapq.heappush(self._timers, timer)
        return timer

    def on_signals(self, numbers: Iterable[signal.Signals], callback: Callable[[int], None]) -> None:
        """Call `callback` with the number of each of these signals, outside of the signal handler."""
        self._signal_callback = callback
        signal.set_wakeup_fd(self._wakeup_write, warn_on_full_buffer=False)
        for number in numbers:
            signal.signal(number, _noticed)

    def run(self) -> None:
        """Serve events until `stop` is called."""
        self._running = True
        while self._running:
            for key, _events in self._selector.select(self._pause()):
                # An earlier callback of this round may have closed or replaced the descriptor.
                if self._selector.get_map().get(key.fd) is key:
                    key.data()
            self._run_timers()

    def stop(self) -> None:
        """Make `run` return after the present callback."""
        self._running = False

    def close(self) -> None:
        """Give back the descriptors of the loop itself."""
        signal.set_wakeup_fd(-1)
        self._selector.close()
        os.close(self._wakeup_read)
        os.close(self._wakeup_write)

    def _pause(self) -> float | None:
        while self._timers and self._timers[0].cancelled:
            heapq.heappop(self._timers)
        if not self._timers:
            return None
        return max(0.0, self._timers[0].when - time.monotonic())

    def _run_timers(self) -> None:
        now = time.monotonic()
        while self._timers and self._timers[0].when <= now:
            timer = heapq.heappop(self._timers)
            if not timer.cancelled:
                timer.callback()

    def _on_wakeup(self) -> None:
        for number in os.read(self._wakeup_read, 512):
            self._signal_callback(number)


def _noticed(_number: int, _frame: object) -> None:
    """Let the number reach the wakeup descriptor; everything else happens in the loop."""
