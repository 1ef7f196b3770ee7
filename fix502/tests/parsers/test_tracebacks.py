"""Tracebacks are read as chains with their raising frame, also when cut off."""

from fix502.model.evidence import Log
from fix502.parsers.prefixes import records
from fix502.parsers.text import log_from_text
from fix502.parsers.tracebacks import Traceback, tracebacks

CHAIN = """\
Traceback (most recent call last):
  File "/v/lib/python3.12/site-packages/django/db/backends/base/base.py", line 279, in ensure_connection
    self.connect()
    ^^^^^^^^^^^^^^
psycopg.OperationalError: connection refused

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/manage.py", line 22, in <module>
    main()
django.db.utils.OperationalError: connection refused
"""


def read(text: str) -> list[Traceback]:
    log: Log = log_from_text(text)
    return tracebacks(list(records(log)))


def test_chain_when_direct_cause_then_is_linked_to_its_root() -> None:
    first, last = read(CHAIN)
    assert last.cause is first
    assert last.root.type == "psycopg.OperationalError"
    assert last.name == "OperationalError"


def test_chain_when_during_handling_then_is_linked_as_well() -> None:
    text = CHAIN.replace(
        "The above exception was the direct cause of the following exception",
        "During handling of the above exception, another exception occurred",
    )
    assert read(text)[1].cause is not None


def test_frames_when_read_then_the_last_one_raised() -> None:
    first = read(CHAIN)[0]
    assert first.raising is not None
    assert (first.raising.line, first.raising.function, first.raising.code) == (
        279,
        "ensure_connection",
        "self.connect()",
    )
    assert first.raising.package == "django"


def test_traceback_when_its_head_is_cut_off_then_is_still_read() -> None:
    (error,) = read('  File "/app/x.py", line 3, in f\n    y()\nValueError: no\n')
    assert (error.type, error.headed) == ("ValueError", False)


def test_traceback_when_its_tail_is_cut_off_then_frames_stay() -> None:
    (error,) = read(
        'Traceback (most recent call last):\n  File "/app/x.py", line 3, in f\n    raise Oops("x")\n'
    )
    assert error.type == ""
    assert error.frames[-1].code == 'raise Oops("x")'


def test_syntax_error_when_read_then_its_file_is_the_raising_frame() -> None:
    (error,) = read('  File "/app/x.py", line 9\n    def (:\n        ^\nSyntaxError: invalid syntax\n')
    assert error.raising is not None
    assert (error.raising.file, error.raising.line) == ("/app/x.py", 9)


def test_group_when_read_then_its_members_are_exceptions_too() -> None:
    text = (
        "  + Exception Group Traceback (most recent call last):\n"
        '  |   File "/app/x.py", line 3, in f\n'
        "  | ExceptionGroup: two (2 sub-exceptions)\n"
        "  +-+---------------- 1 ----------------\n"
        "    | Traceback (most recent call last):\n"
        '    |   File "/app/y.py", line 4, in g\n'
        "    | KeyError: 'DB_HOST'\n"
        "    +------------------------------------\n"
    )
    assert [error.name for error in read(text)] == ["ExceptionGroup", "KeyError"]


def test_exception_when_python_ignores_it_then_is_marked() -> None:
    text = (
        "Exception ignored in: <function X.__del__>\n"
        "Traceback (most recent call last):\n"
        '  File "/a.py", line 1, in f\n'
        "TypeError: x\n"
    )
    assert read(text)[0].ignored


def test_prose_when_it_looks_like_an_exception_then_is_none() -> None:
    assert read("Error: something\nException\nThe Exit\nReady\n") == []
