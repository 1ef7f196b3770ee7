"""Works out, from a case's facts, the values that remedies need."""

from collections.abc import Callable, Mapping

from fix502.causes.record import Case
from fix502.model.facts import FactKind


def database_variable(default: str, *endings: str) -> Callable[[Case], Mapping[str, str]]:
    """Name the app's variable for a part of the database's address.

    It is the profile's own name if that has one which begins like a database's and ends in one of
    `endings`, else `default`.
    """

    def parameters(case: Case) -> Mapping[str, str]:
        names = [fact.subject for fact in case.view.select(FactKind.VARIABLE)]
        for name in names:
            if name.startswith(("DB", "DATABASE", "POSTGRES", "PG", "MYSQL")) and name.endswith(endings):
                return {"variable": name}
        return {"variable": default}

    return parameters


def named_variable(case: Case) -> Mapping[str, str]:
    """Name the variable that the evidence names."""
    values = case.values()
    name = next((values[key] for key in ("variable", "variable2", "variable3") if key in values), "")
    return {"variable": name} if name else {}


def fixed(**values: str) -> Callable[[Case], Mapping[str, str]]:
    """Give the same values whatever the case."""
    return lambda _case: values


def listening_port(case: Case) -> Mapping[str, str]:
    """Give the port that the app says it listens on."""
    for fact in case.view.select(FactKind.LISTENING):
        if isinstance(fact.value, int):
            return {"port": str(fact.value)}
    return {}
