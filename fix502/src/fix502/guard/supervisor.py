"""The guard's life: steps, server, restarts, signals, the end."""

import dataclasses
import os
import select
import signal
import time
from dataclasses import dataclass

from fix502.guard.answerer import Answerer
from fix502.guard.backoff import Backoff
from fix502.guard.children import Child, Children, Exit, StartError, signal_name
from fix502.guard.door import Door, DoorEvents, Mode
from fix502.guard.listener import Listener
from fix502.guard.loop import Loop, Timer
from fix502.guard.output import Log, Tail, Tee
from fix502.guard.probe import readiness_request
from fix502.guard.state import Failure, State, StateSocket
from fix502.guard.steps import Outcome, Step, StepRun
from fix502.guard.verdict import Verdict

_STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)
_FORWARDED = (
    signal.SIGHUP,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGWINCH,
    signal.SIGTTIN,
    signal.SIGTTOU,
)
# A server that lived this long after it first answered was well: its end counts as a first failure again.
STEADY_SECONDS = 60.0
_LAST_ANSWERS_SECONDS = 1.5


@dataclass(frozen=True)
class Settings:
    """What the command line says; times in seconds."""

    steps: tuple[Step, ...]
    server: tuple[str, ...]
    drain: float
    grace: float
    hold: float
    stall: float
    quick: int
    slow: float
    ready_path: str
    ready_host: str
    state_path: str
    decode: tuple[str, ...]


class Supervisor:
    """Keeps the server running behind the door until it is told to stop."""

    def __init__(self, settings: Settings, listener: Listener) -> None:
        self._settings = settings
        self._listener = listener
        self._loop = Loop()
        self._tail = Tail()
        self._log = Log(self._tail)
        self._children = Children()
        self._answerer = Answerer(self._loop)
        self._verdict = Verdict(self._loop, self._children, self._log, settings.decode, self._on_verdict)
        events = DoorEvents(self._on_answering, self._on_accepting, self._on_answered)
        request = readiness_request(settings.ready_path, settings.ready_host)
        self._door = Door(
            self._loop,
            listener,
            self._answerer,
            request=request,
            hold=settings.hold,
            stall=settings.stall,
            events=events,
        )
        self._step_backoff = Backoff(first=1.0, cap=8.0, quick=settings.quick, slow=settings.slow)
        self._server_backoff = Backoff(first=0.0, cap=8.0, quick=settings.quick, slow=settings.slow)
        self._step_index = 0
        self._step_run: StepRun | None = None
        self._server: Child | None = None
        self._server_output: Tee | None = None
        self._server_answered = False
        self._retry: Timer | None = None
        self._stop_timer: Timer | None = None
        self._stop_signals = 0
        self._draining = False
        self._stopping = False
        self._was_ready_once = False
        self._was_serving = False
        self._answering_said = False
        self._failure: Failure | None = None
        self._started = time.time()
        self._outage_since = time.monotonic()
        self._phase = "booting"
        self._phase_since = self._started
        self._state: StateSocket | None = None
        self._has_terminal = os.isatty(0)

    def run(self) -> int:
        """Serve until a signal ends it; return the exit code."""
        self._loop.on_signals([*_STOPS, *_FORWARDED, signal.SIGCHLD], self._on_signal)
        self._state = StateSocket(
            self._loop, self._log, self._settings.state_path, self._snapshot, self._on_seen_ready
        )
        self._door.outage_begins()
        self._boot()
        self._loop.run()
        self._state.close()
        self._listener.close()
        self._log.write("stopped")
        self._loop.close()
        return 0

    # Boot steps

    def _boot(self) -> None:
        self._step_index = 0
        self._step_backoff.succeeded()
        self._next_step()

    def _next_step(self) -> None:
        if self._step_index < len(self._settings.steps):
            self._run_step()
        else:
            self._start_server()

    def _run_step(self) -> None:
        step = self._settings.steps[self._step_index]
        self._tail.clear()
        self._step_run = StepRun(self._loop, self._children, self._tail, step, self._on_step_end)
        self._step_run.start()

    def _on_step_end(self, outcome: Outcome) -> None:
        step = self._settings.steps[self._step_index]
        self._step_run = None
        if self._stopping:
            self._finish()
            return
        duration = f"{outcome.seconds:.2f} s"
        kind = "required" if step.required else "optional"
        if outcome.failure is None:
            self._log.write(f"step {step.name}: ok in {duration} ({kind})")
        else:
            self._failed(f"step {step.name}", outcome.failure)
            if step.required:
                self._retry_step(step, outcome, duration)
                return
            self._log.write(
                f"step {step.name}: failed in {duration} (optional, {outcome.failure}), going on without it"
            )
        self._step_backoff.succeeded()
        self._step_index += 1
        self._next_step()

    def _retry_step(self, step: Step, outcome: Outcome, duration: str) -> None:
        delay = self._step_backoff.failed()
        attempt = self._step_backoff.failures
        self._log.write(
            f"step {step.name}: failed in {duration} (required, {outcome.failure}, attempt {attempt}),"
            f" trying again in {delay:g} s"
        )
        self._say_if_slow(f"step {step.name}", self._step_backoff)
        self._verdict.ask(self._tail.read())
        self._retry = self._loop.after(delay, self._run_step)

    def _say_if_slow(self, what: str, backoff: Backoff) -> None:
        if backoff.ended:
            self._answerer.retry_after = max(5, round(backoff.slow))
            self._log.write(
                f"{what} failed {backoff.failures} times in a row,"
                f" from now on one attempt every {backoff.slow:g} s"
            )

    # The server

    def _start_server(self) -> None:
        descriptor = self._listener.fileno
        command = [word.replace("{fd}", str(descriptor)) for word in self._settings.server]
        self._listener.prepare_hand_over()
        self._tail.clear()
        self._server_answered = False
        output = Tee(self._loop, 2, self._tail)
        try:
            self._server = self._children.start(
                command, self._on_server_exit, stderr=output.child_end, pass_fds=(descriptor,)
            )
        except StartError as error:
            output.close_child_end()
            output.close()
            self._failed("server", f"cannot start: {error}")
            self._restart(f"server cannot start ({error})")
            return
        output.close_child_end()
        self._server_output = output
        self._log.write(
            f"server started (pid {self._server.pid}, attempt {self._server_backoff.failures + 1})"
        )
        self._door.server_started()

    def _on_server_exit(self, exit_: Exit) -> None:
        server = self._server
        if server is None:
            return
        self._server = None
        if self._server_output is not None:
            self._server_output.drain()
        # Workers that outlived their master finish what they have in hand and go.
        server.send_group(signal.SIGTERM)
        if self._stopping:
            server.send_group(signal.SIGKILL)
            self._door.server_gone()
            self._finish()
            return
        self._loop.after(self._settings.grace, lambda: server.send_group(signal.SIGKILL))
        if self._door.mode is Mode.SERVING:
            self._outage_since = time.monotonic()
        self._door.server_gone()
        if self._server_answered and time.monotonic() - server.started >= STEADY_SECONDS:
            self._server_backoff.succeeded()
        self._failed("server", str(exit_))
        self._restart(f"server exited (pid {server.pid}, {exit_})")

    def _restart(self, what_happened: str) -> None:
        delay = self._server_backoff.failed()
        self._log.write(f"{what_happened}, starting again in {delay:g} s")
        self._say_if_slow("server", self._server_backoff)
        self._verdict.ask(self._tail.read())
        # A server that served is back soonest without the steps; one that never came up gets them again,
        # because they say most clearly what is missing.
        steps_again = self._server_backoff.failures > 1 and not self._server_answered
        self._retry = self._loop.after(delay, self._boot if steps_again else self._start_server)

    # What the door says

    def _on_answering(self) -> None:
        self._answering_said = True
        self._log.write("server does not answer yet, answering 503 in its place")
        self._note_phase()

    def _on_accepting(self) -> None:
        if self._answering_said:
            self._log.write("server accepts again")
        self._answering_said = False
        self._was_serving = True
        self._note_phase()

    def _on_answered(self, status: int) -> None:
        if status == 200:
            self._was_ready_once = True
        if self._server_answered:
            return
        self._server_answered = True
        self._answerer.retry_after = 5
        if self._server_output is not None:
            self._server_output.drain()  # what it printed while it booted comes before this line
        seconds = time.monotonic() - self._outage_since
        self._log.write(f"start-up complete, serving on {self._listener.name} after {seconds:.1f} s")

    # Signals and the end

    def _on_signal(self, number: int) -> None:
        if number == signal.SIGCHLD:
            self._children.reap()
        elif number in _STOPS or (number == signal.SIGHUP and self._terminal_is_gone()):
            self._on_stop_signal(number)
        elif self._server is not None:
            self._server.send(number)

    def _on_stop_signal(self, number: int) -> None:
        self._stop_signals += 1
        if self._stopping:
            self._kill()
        elif number == signal.SIGTERM and self._stop_signals == 1 and self._settings.drain > 0:
            self._draining = True
            self._log.write(f"draining for {self._settings.drain:g} s (SIGTERM)")
            self._note_phase()
            self._stop_timer = self._loop.after(self._settings.drain, self._stop)
        else:
            self._log.write(f"stopping ({signal_name(number)})")
            self._stop()

    def _stop(self) -> None:
        """Ask whatever runs to end, and answer those whom the server does not take any more."""
        self._stopping = self._draining = True
        self._note_phase()
        for timer in (self._stop_timer, self._retry):
            if timer is not None:
                timer.cancel()
        self._door.closing()
        if self._server is None and self._step_run is None:
            self._finish()
            return
        if self._server is not None:
            self._server.send(signal.SIGTERM)
        if self._step_run is not None:
            self._step_run.stop()
        self._stop_timer = self._loop.after(self._settings.grace, self._kill)

    def _kill(self) -> None:
        self._children.kill_all()

    def _finish(self) -> None:
        """Answer the last visitors and leave."""
        if self._stop_timer is not None:
            self._stop_timer.cancel()
        self._verdict.stop()
        self._door.close()
        self._leave_when_idle(time.monotonic() + _LAST_ANSWERS_SECONDS)

    def _leave_when_idle(self, deadline: float) -> None:
        if self._answerer.is_idle or time.monotonic() >= deadline:
            self._answerer.close()
            self._loop.stop()
        else:
            self._loop.after(0.05, lambda: self._leave_when_idle(deadline))

    # State

    def _failed(self, what: str, how: str) -> None:
        self._failure = Failure(what, how, time.time())
        self._note_phase()

    def _on_verdict(self, line: str) -> None:
        if self._failure is not None:
            self._failure = dataclasses.replace(self._failure, verdict=line)

    def _on_seen_ready(self) -> None:
        self._was_ready_once = True

    def _note_phase(self) -> None:
        if self._draining:
            phase = "draining"
        elif self._door.mode is Mode.HOLDING and not self._was_serving:
            phase = "booting"
        else:
            phase = self._door.mode.value
        if phase != self._phase:
            self._phase, self._phase_since = phase, time.time()

    def _snapshot(self) -> State:
        self._note_phase()
        return State(
            phase=self._phase,
            since=round(self._phase_since, 3),
            started=round(self._started, 3),
            bind=self._listener.name,
            ready_path=self._settings.ready_path,
            server_pid=self._server.pid if self._server is not None else None,
            attempts=self._server_backoff.failures + 1,
            was_ready_once=self._was_ready_once,
            last_failure=self._failure,
        )

    def _terminal_is_gone(self) -> bool:
        """Whether the terminal we were started in has been closed: then SIGHUP means just that."""
        if not self._has_terminal:
            return False
        poll = select.poll()
        poll.register(0, 0)
        return any(event & select.POLLHUP for _descriptor, event in poll.poll(0))
