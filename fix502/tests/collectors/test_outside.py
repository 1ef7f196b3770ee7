import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from front import OPENSSL, Front, healthy, make_certificate

from fix502.collectors.interface import Collected
from fix502.collectors.outside import OutsideCollector
from fix502.collectors.web import Door
from fix502.model.evidence import State
from fix502.model.facts import Fact, FactKind
from fix502.profile import Check

CHECKS = (Check(path="/health/", body="OK"), Check(path="/api/departments/", json=True))
URL = "http://shop.example.org"
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="needs openssl: apt-get install openssl")


def look(connect: str, url: str = URL, timeout: float = 10) -> Collected:
    return OutsideCollector(Door(url, connect), CHECKS, timeout=timeout).collect()


def facts(seen: Collected, kind: FactKind) -> dict[str, Fact]:
    return {fact.subject: fact for fact in seen.facts if fact.kind is kind}


def test_outside_when_all_is_well_then_every_path_is_as_expected() -> None:
    with Front() as front:
        seen = look(front.connect)
    answers = facts(seen, FactKind.HTTP)
    assert set(answers) == {"/", "/health/", "/api/departments/"}
    assert all(fact.value == 200 and fact.data["expected"] is True for fact in answers.values())
    assert {fact.data["page"] for fact in answers.values()} == {"app"}
    assert all(observation.state is State.OK for observation in seen.observations)


def test_outside_when_another_body_comes_then_not_expected() -> None:
    with Front(answers=lambda path: (200, "text/plain", "KO" if path == "/health/" else "[]")) as front:
        answers = facts(look(front.connect), FactKind.HTTP)
    assert answers["/health/"].data["expected"] is False
    assert answers["/api/departments/"].data["expected"] is True


def test_outside_when_json_is_broken_then_not_expected() -> None:
    with Front(answers=lambda _path: (200, "application/json", "OK")) as front:
        answers = facts(look(front.connect), FactKind.HTTP)
    assert answers["/api/departments/"].data["expected"] is False


def test_outside_when_page_is_of_the_guard_then_retry_after_is_kept(tmp_path: Path) -> None:
    del tmp_path
    body = '{"detail": "The application is starting or restarting."}'
    with Front(answers=lambda _path: (503, "application/problem+json", body)) as front:
        answer = facts(look(front.connect), FactKind.HTTP)["/health/"]
    assert (answer.value, answer.data["page"]) == (503, "guard-503")


def test_outside_when_nothing_listens_then_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    seen = look(f"127.0.0.1:{port}")
    assert [fact.value for fact in facts(seen, FactKind.TCP).values()] == ["refused"]
    assert facts(seen, FactKind.HTTP)["/health/"].value == 0
    assert facts(seen, FactKind.HTTP)["/health/"].data["page"] == "none"


def test_outside_when_name_is_unknown_then_dns_fact_and_no_request() -> None:
    seen = look("", "http://no-such-name.invalid")
    assert [fact.value for fact in facts(seen, FactKind.DNS).values()] in (["unknown"], ["failed"])
    assert not facts(seen, FactKind.HTTP)


@contextmanager
def server_that(answer: bytes | None) -> Iterator[str]:
    """Accept connections; send `answer` and close, or say nothing for ever if it is None."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        kept: list[socket.socket] = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                kept.append(connection)
                if answer is not None:
                    connection.recv(4096)
                    connection.sendall(answer)
                    connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in kept:
            connection.close()


def test_outside_when_server_is_silent_then_timeout() -> None:
    with server_that(None) as connect:
        seen = look(connect, timeout=0.3)
    states = {observation.id: observation.state for observation in seen.observations}
    assert states["outside:/health/"] is State.TIMEOUT


@pytest.mark.parametrize(
    "answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_outside_when_answer_is_broken_then_closed(answer: bytes) -> None:
    with server_that(answer) as connect:
        seen = look(connect)
    assert facts(seen, FactKind.HTTP)["/health/"].value == 0


@needs_openssl
def test_outside_when_certificate_is_trusted_then_ok_with_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "shop.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "shop.example.org.crt"))
    with Front(certificate=certificate) as front:
        seen = look(front.connect, "https://shop.example.org")
    (fact,) = facts(seen, FactKind.TLS).values()
    assert fact.value == "ok"
    assert "GMT" in str(fact.data["until"])
    assert facts(seen, FactKind.HTTP)["/health/"].data["expected"] is True


@needs_openssl
def test_outside_when_certificate_is_self_signed_then_untrusted_and_page_is_still_seen(
    tmp_path: Path,
) -> None:
    with Front(certificate=make_certificate(tmp_path, "shop.example.org")) as front:
        seen = look(front.connect, "https://shop.example.org")
    assert [fact.value for fact in facts(seen, FactKind.TLS).values()] == ["untrusted"]
    assert facts(seen, FactKind.HTTP)["/health/"].value == 200


@needs_openssl
def test_outside_when_certificate_is_of_another_name_then_wrong_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "other.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.example.org.crt"))
    with Front(certificate=certificate) as front:
        seen = look(front.connect, "https://shop.example.org")
    assert [fact.value for fact in facts(seen, FactKind.TLS).values()] == ["wrong-name"]


@needs_openssl
def test_outside_when_certificate_has_expired_then_expired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path, "shop.example.org", days=-1)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "shop.example.org.crt"))
    with Front(certificate=certificate) as front:
        seen = look(front.connect, "https://shop.example.org")
    assert [fact.value for fact in facts(seen, FactKind.TLS).values()] == ["expired"]


def test_outside_when_https_is_asked_of_plain_http_then_handshake() -> None:
    with Front() as front:
        seen = look(front.connect, "https://shop.example.org")
    assert [fact.value for fact in facts(seen, FactKind.TLS).values()] == ["handshake"]


def test_outside_when_body_holds_a_secret_then_excerpt_hides_it() -> None:
    def leak(path: str) -> tuple[int, str, str]:
        return (500, "text/plain", "PASSWORD=hunter2hunter2") if path == "/" else healthy(path)

    with Front(answers=leak) as front:
        seen = look(front.connect)
    assert "hunter2" not in repr(seen)


def test_door_when_pointed_at_neighbour_then_port_and_connect_stay() -> None:
    door = Door("https://shop.example.org:8443", "127.0.0.1:1")
    assert door.at("other.example.org") == Door("https://other.example.org:8443", "127.0.0.1:1")
