"""The outside: what a visitor meets, from the name to the page."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from ipaddress import ip_address

from fix502.collectors.boundary import clean
from fix502.collectors.interface import Collected, Notebook
from fix502.collectors.verdicts import Judged, judge
from fix502.collectors.web import TLS_OUTCOMES, Door, fetch, probe_tls
from fix502.model.evidence import Observation, State, Vantage
from fix502.model.facts import Fact, FactKind, Scalar
from fix502.profile import Check

EXCERPT = 400


class OutsideCollector:
    """Asks for each checked path and `/`, and looks at name, port and certificate on the way."""

    name = "outside"
    vantage = Vantage.OUTSIDE

    def __init__(self, door: Door, checks: Sequence[Check], *, timeout: float = 15.0) -> None:
        """`timeout` is for each single request, in seconds; they run at once."""
        self._door = door
        self._checks = tuple(checks)
        self._timeout = timeout
        self.deadline = timeout * 2 + 5

    def collect(self) -> Collected:
        """See `Collector.collect`."""
        book = Notebook()
        if not self._resolve(book):
            return book.close()
        work: list[Callable[[], None]] = [lambda: self._connect(book)]
        if self._door.is_tls:
            work.append(lambda: self._certificate(book))
        known = {check.path for check in self._checks}
        work += [partial(self._ask, book, check, known=True) for check in self._checks]
        if "/" not in known:
            # Nothing is known of it; it shows whose page a visitor gets.
            work.append(lambda: self._ask(book, Check(path="/"), known=False))
        threads = [threading.Thread(target=step, daemon=True) for step in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        book.facts.sort(key=lambda fact: (fact.kind.value, fact.subject))
        book.observations.sort(key=lambda observation: observation.id)
        return book.close()

    def _resolve(self, book: Notebook) -> bool:
        host, _ = self._door.target()
        begun = time.monotonic()
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError as error:
            # EAI_NONAME says that the name does not exist; anything else only that nobody could tell.
            is_unknown = isinstance(error, socket.gaierror) and error.errno == socket.EAI_NONAME
            state = State.ABSENT if is_unknown else State.ERROR
            self._note(book, "dns", state, f"resolve {host}", begun, detail=f"{host} does not resolve")
            value = "unknown" if is_unknown else "failed"
            self._fact(book, FactKind.DNS, host, value, "outside:dns", {})
            return False
        addresses = " ".join(sorted({str(row[4][0]) for row in found}))
        if not _is_address(host):
            self._note(book, "dns", State.OK, f"resolve {host}", begun, excerpt=addresses)
            self._fact(book, FactKind.DNS, host, "resolves", "outside:dns", {"addresses": addresses})
        return True

    def _connect(self, book: Notebook) -> None:
        host, port = self._door.target()
        begun = time.monotonic()
        value, state = "accepts", State.OK
        try:
            socket.create_connection((host, port), timeout=self._timeout).close()
        except TimeoutError:
            value, state = "timeout", State.TIMEOUT
        except ConnectionRefusedError:
            value, state = "refused", State.ABSENT
        except OSError:
            value, state = "unreachable", State.ERROR
        detail = "" if value == "accepts" else value
        self._note(book, "tcp", state, f"connect to {host}:{port}", begun, detail=detail)
        self._fact(book, FactKind.TCP, f"{host}:{port}", value, "outside:tcp", {})

    def _certificate(self, book: Notebook) -> None:
        _, port = self._door.target()
        begun = time.monotonic()
        value, until = probe_tls(self._door, self._timeout)
        if value not in TLS_OUTCOMES:
            return  # nothing was said about a certificate; the connection's own fact tells the rest
        detail = "" if value == "ok" else f"the certificate is {value}"
        self._note(
            book,
            "tls",
            State.OK,
            f"TLS handshake with {self._door.host}",
            begun,
            excerpt=until,
            detail=detail,
        )
        data: dict[str, Scalar] = {"until": until} if until else {}
        self._fact(book, FactKind.TLS, f"{self._door.host}:{port}", value, "outside:tls", data)

    def _ask(self, book: Notebook, check: Check, *, known: bool) -> None:
        begun = time.monotonic()
        reply = fetch(self._door, check.path, self._timeout)
        judged = judge(check, reply)
        detail = "" if judged.is_expected or not known else f"expected {judged.expected}: {judged.observed}"
        state = State.OK
        if not reply.status:
            state = State.TIMEOUT if reply.failure == "timeout" else State.ERROR
            detail = f"no answer ({reply.failure})"
        line = f"HTTP {reply.status} in {reply.seconds:.2f} s"
        excerpt = clean(f"{line}\n{reply.body[:EXCERPT]}") if reply.status else ""
        name = f"outside:{check.path}"
        url = f"{self._door.url}{check.path}"
        self._note(book, check.path, state, f"GET {url}", begun, excerpt=excerpt, detail=detail)
        data = _http_data(judged, known=known)
        self._fact(
            book, FactKind.HTTP, check.path, reply.status, name, data, line if reply.status else detail
        )

    def _note(  # noqa: PLR0913 - one record, field by field
        self,
        book: Notebook,
        part: str,
        state: State,
        asked: str,
        begun: float,
        *,
        excerpt: str = "",
        detail: str = "",
    ) -> None:
        book.observations.append(
            Observation(
                id=f"{self.name}:{part}",
                source=self.name,
                vantage=self.vantage,
                state=state,
                asked=asked,
                at=datetime.now(UTC),
                seconds=time.monotonic() - begun,
                excerpt=excerpt,
                detail=detail,
            )
        )

    def _fact(  # noqa: PLR0913, PLR0917 - one record, field by field
        self,
        book: Notebook,
        kind: FactKind,
        subject: str,
        value: Scalar,
        observation: str,
        data: dict[str, Scalar],
        line: str = "",
    ) -> None:
        book.facts.append(
            Fact(
                kind=kind,
                subject=subject,
                value=value,
                data=data,
                at=datetime.now(UTC),
                observation=observation,
                line=line,
            )
        )


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _http_data(judged: Judged, *, known: bool) -> dict[str, Scalar]:
    data: dict[str, Scalar] = {"page": judged.page, "seconds": round(judged.reply.seconds, 3)}
    # Of an unchecked `/` any page of the app is good, a login or a 404 too.
    data["expected"] = judged.is_expected if known else judged.page == "app" and judged.reply.status < 500
    retry = judged.reply.headers.get("retry-after", "")
    if retry.isdigit():
        data["retry_after"] = int(retry)
    return data
