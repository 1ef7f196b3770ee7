from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fix502.remedies.errors import StateError
from fix502.remedies.journal import Journal, Step


def test_journal_when_written_then_read_back_in_order(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.write("one", Step.PLANNED, remedy="restart")
    journal.write("one", Step.APPLYING)
    assert [(e.step, e.details) for e in journal.entries()] == [
        (Step.PLANNED, {"remedy": "restart"}),
        (Step.APPLYING, {}),
    ]


def test_journal_when_new_then_empty_and_nothing_unfinished(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    assert journal.entries() == []
    assert journal.unfinished() == []
    assert journal.attempts(timedelta(hours=1)) == 0


@pytest.mark.parametrize("end", [Step.VERIFIED, Step.UNDONE, Step.UNDO_FAILED, Step.ABANDONED])
def test_journal_when_repair_ended_then_not_unfinished(tmp_path: Path, end: Step) -> None:
    journal = Journal(tmp_path / "j")
    journal.write("one", Step.APPLYING)
    assert [entry.step for entry in journal.unfinished()] == [Step.APPLYING]
    journal.write("one", end)
    assert journal.unfinished() == []


def test_journal_when_attempts_are_counted_then_only_those_within_the_window(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.write("one", Step.APPLYING)
    assert journal.attempts(timedelta(hours=1)) == 1
    assert journal.attempts(timedelta(seconds=-1)) == 0


def test_journal_when_made_then_private(tmp_path: Path) -> None:
    Journal(tmp_path / "j").write("one", Step.PLANNED)
    assert (tmp_path / "j").stat().st_mode & 0o777 == 0o600


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_journal_when_any_byte_is_changed_then_noticed(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "j"
    path.unlink(missing_ok=True)
    journal = Journal(path)
    journal.write("one", Step.PLANNED, remedy="restart")
    journal.write("one", Step.APPLYING)
    raw = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    old = raw[place]
    raw[place] = data.draw(st.integers(33, 126).filter(lambda byte: byte != old))
    path.write_bytes(bytes(raw))
    if old == ord(" "):
        return  # white space between the keys is not part of what is sealed, or it breaks the JSON
    with pytest.raises(StateError):
        journal.entries()


def test_journal_when_a_line_is_taken_out_then_noticed(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal = Journal(path)
    for step in (Step.PLANNED, Step.SNAPSHOT, Step.APPLYING):
        journal.write("one", step)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0] + lines[2])
    with pytest.raises(StateError, match="line 2"):
        journal.write("one", Step.VERIFIED)
