"""The ladder from the front door to the dependencies: it names a category even when no cause fits."""

from enum import Enum

from fix502.causes.view import View
from fix502.model.facts import FactKind
from fix502.parsers.patterns import Speaker


class Stage(Enum):
    """A rung. The value is what to say when it is the first that fails and no cause is proven."""

    NAME = "the name of the site does not resolve"
    DOOR = "the front door does not accept connections"
    TLS = "the front door's certificate is not accepted"
    UPSTREAM_NAME = "the proxy does not find the app's name"
    UPSTREAM_PORT = "nothing accepts the proxy's connections, and why is not in what was seen"
    ANSWER_BEGIN = "the app closes connections before it answers"
    ANSWER_END = "the app does not answer in time"
    STATUS = "the app answers, but not what is expected"
    START = "the app fails to start, and the lines that say why are missing"
    TROUBLE = "something goes wrong, and no known cause fits"
    GATEWAY = "the proxy answers in the app's place, and why is not in what was seen"

    @property
    def sentence(self) -> str:
        """What to say about it."""
        return str(self.value)


def reached(view: View) -> Stage | None:
    """Return the first rung that fails, or None if nothing that was seen fails."""
    return _outside(view) or _inside(view)


def _outside(view: View) -> Stage | None:
    if view.select(FactKind.DNS, None, lambda fact: fact.value in {"unknown", "failed"}):
        return Stage.NAME
    if view.select(FactKind.TCP, None, lambda fact: fact.value != "accepts"):
        return Stage.DOOR
    if view.select(FactKind.TLS, None, lambda fact: fact.value != "ok"):
        return Stage.TLS
    return None


_BY_PROXY = {
    "resolve": Stage.UPSTREAM_NAME,
    "connect": Stage.UPSTREAM_PORT,
    "no-live": Stage.UPSTREAM_PORT,
    "closed": Stage.ANSWER_BEGIN,
    "reset": Stage.ANSWER_BEGIN,
    "invalid-header": Stage.ANSWER_BEGIN,
    "tls": Stage.ANSWER_BEGIN,
    "read-timeout": Stage.ANSWER_END,
}


def _inside(view: View) -> Stage | None:
    for fact in view.select(FactKind.PROXY_ERROR):
        if fact.subject in _BY_PROXY:
            return _BY_PROXY[fact.subject]
    envelope = ("failed-boot", "app-crashed", "container-restarting", "start-too-often", "container-exited")
    if any(view.select(FactKind.LOG_CLASS, name) for name in envelope) or view.select(FactKind.EXIT):
        return Stage.START
    if view.gateway_failing():
        return Stage.GATEWAY
    if view.failing():
        return Stage.STATUS
    if view.select(FactKind.EXCEPTION) and view.heard((Speaker.APP,)):
        return Stage.TROUBLE
    return None
