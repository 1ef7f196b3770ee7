import socket
import threading
from dataclasses import dataclass
from pathlib import Path

from fix502.collectors.boundary import clean, secret_values
from fix502.collectors.guard import GuardCollector
from fix502.collectors.interface import Collected, collect_all
from fix502.model.evidence import Observation, State, Vantage
from fix502.profile import Variable


@dataclass
class Fake:
    name: str
    vantage: Vantage = Vantage.OUTSIDE
    deadline: float = 20.0
    gate: threading.Event | None = None
    error: Exception | None = None

    def collect(self) -> Collected:
        if self.gate:
            self.gate.wait(30)
        if self.error:
            raise self.error
        seen = Observation(
            id=self.name, source=self.name, vantage=self.vantage, state=State.OK, asked="something"
        )
        return Collected(observations=(seen,))


def test_collect_when_one_is_late_then_timeout_and_the_others_count() -> None:
    gate = threading.Event()
    bundle = collect_all([Fake("slow", deadline=0.1, gate=gate), Fake("quick")])
    gate.set()
    assert [(o.id, o.state) for o in bundle.observations] == [("slow", State.TIMEOUT), ("quick", State.OK)]


def test_collect_when_one_breaks_then_error_without_the_exception_s_text() -> None:
    bundle = collect_all([Fake("broken", error=ValueError("password=hunter2"))])
    assert bundle.observations[0].state is State.ERROR
    assert "hunter2" not in repr(bundle)
    assert "ValueError" in bundle.observations[0].detail


def test_collect_when_done_then_bundle_has_app_time_and_limit() -> None:
    bundle = collect_all([Fake("quick")], app="shop", start_seconds=5)
    assert (bundle.app, bundle.start_seconds) == ("shop", 5)
    assert bundle.now is not None


def test_collect_when_running_then_events_name_each_collector() -> None:
    events: list[str] = []
    collect_all([Fake("one"), Fake("two")], event=events.append)
    assert [event.split(":")[0] for event in events] == ["one", "two"]


def test_guard_when_no_socket_then_absent(tmp_path: object) -> None:
    seen = GuardCollector(f"{tmp_path}/none.sock").collect()
    assert seen.observations[0].state is State.ABSENT


def test_secrets_when_value_is_public_elsewhere_then_not_hidden() -> None:
    variables = {"DB_USER": "postgres", "DB_PASSWORD": "postgres", "SECRET_KEY": "long-long-key", "X": "ab"}
    assert secret_values(variables, {"X": Variable(secret=True)}) == ("long-long-key",)


def test_secrets_when_address_holds_a_login_then_hidden() -> None:
    assert secret_values({"BROKER": "amqp://u:p@h/"}, {}) == ("amqp://u:p@h/",)


def test_clean_when_known_secret_is_in_text_then_hidden() -> None:
    assert "abc123" not in clean("value abc123 here", ("abc123",))


def test_guard_when_it_answers_then_state_is_kept(tmp_path: Path) -> None:
    path = str(tmp_path / "guard.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                assert client.recv(64).strip() == b"state"
                client.sendall(b'{"phase": "holding", "note": "PASSWORD=hunter2hunter2"}\n')

        thread = threading.Thread(target=serve)
        thread.start()
        seen = GuardCollector(path).collect()
        thread.join()
    assert seen.observations[0].state is State.OK
    assert "holding" in seen.observations[0].excerpt
    assert "hunter2" not in repr(seen)
