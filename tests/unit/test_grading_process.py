"""The process that grades what was decided: one at a time, one more for all that came meanwhile."""

from __future__ import annotations

import sys
from pathlib import Path

from registry.grading_process import GradingProcess


def settled(process: GradingProcess) -> None:
    """Waits until nothing runs any more."""
    import threading

    for thread in threading.enumerate():
        if thread.name == "grading":
            thread.join(10)


def command(folder: Path, more: str = "") -> list[str]:
    """Notes in a folder that it ran, once it is let."""
    text = (
        "import pathlib, time\n"
        f"folder = pathlib.Path({str(folder)!r})\n"
        "assert not (folder / 'running').exists()\n"
        "(folder / 'running').touch()\n"
        "while not (folder / 'go').exists(): time.sleep(0.005)\n"
        "(folder / 'running').unlink()\n"
        f"(folder / f'done{{time.time_ns()}}').touch()\n{more}"
    )
    return [sys.executable, "-c", text]


def test_all_that_is_asked_for_meanwhile_is_done_by_one_more(tmp_path: Path):
    grade = GradingProcess(command(tmp_path))
    for _ in range(10):
        grade()
    (tmp_path / "go").touch()
    settled(grade)
    assert len(list(tmp_path.glob("done*"))) == 2
    grade()
    settled(grade)
    assert len(list(tmp_path.glob("done*"))) == 3


def test_a_failure_is_logged_and_the_next_one_runs(tmp_path: Path, capsys):
    from registry import logs
    from registry.settings import Settings

    logs.set_up(Settings(database_url="sqlite://"))
    (tmp_path / "go").touch()
    grade = GradingProcess(command(tmp_path, "raise SystemExit('Error: no room left.')"))
    for _ in range(2):
        grade()
        settled(grade)
    told = capsys.readouterr().err
    assert told.count("grading.failed") == 2
    assert "no room left" in told
    nowhere = GradingProcess([str(tmp_path / "no-such-command")])
    nowhere()
    settled(nowhere)
    assert "grading.failed" in capsys.readouterr().err
