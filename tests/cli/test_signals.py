import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import equity_blocks
from equity_blocks.cli.app import main, run
from equity_blocks.cli.signals import Stopped, stopping

SAMPLE = "assessments/riverbend-2026.yaml"
HEEDING = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
"""What is started in the background is told by some shells to ignore interruptions; these programs are not."""
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")


@POSIX
@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (signal.SIGINT, 130, "interrupted: what was still to be written was not written"),
        (signal.SIGTERM, 143, "stopped by SIGTERM: what was still to be written was not written"),
    ],
)
def test_a_signal_ends_the_solver_at_once(number, code, words):
    """HiGHS is at work for a minute; the process ends with a sentence, and standard output stays empty.

    It takes far less than a second; the bound leaves room for a busy machine.
    """
    pytest.importorskip("highspy")
    args = (
        "plan",
        SAMPLE,
        "--pick",
        "25",
        "--periods",
        "12",
        "--capacity",
        "40",
        "--start",
        "2027-Q1",
        "--planner",
        "exact",
    )
    source = str(Path(equity_blocks.__file__).parents[1])
    program = HEEDING + (
        "import highspy, sys\n"
        "run = highspy.Highs.run\n"
        "def told(self):\n"
        "    print('solving', file=sys.__stderr__, flush=True)\n"
        "    return run(self)\n"
        "highspy.Highs.run = told\n"
        "from equity_blocks.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, *args, "--time-limit", "60"]
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": source}
    )
    while started.stderr.readline() not in ("solving\n", ""):
        pass
    time.sleep(0.3)  # into the solver
    begin = time.monotonic()
    started.send_signal(number)
    out, err = started.communicate(timeout=30)
    assert (started.returncode, out) == (code, "")
    assert err.strip().splitlines()[-1] == words
    assert time.monotonic() - begin < 5


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_nothing_half_written(tmp_path, number):
    """The file beside is cleared away when a write is interrupted."""
    source = str(Path(equity_blocks.__file__).parents[1])
    program = HEEDING + (
        "import os\n"
        "from equity_blocks import saving\n"
        f"saving._put = lambda *rest, **more: os.kill(os.getpid(), {int(number)})\n"
        "from equity_blocks.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, "init", "hcplan-apm", "-o", str(tmp_path / "a.yaml")]
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": source})
    assert done.returncode == 128 + number
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_handlers_are_put_back():
    """Within, a signal to end is raised, once; outside it is what it was."""
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Stopped) as caught, stopping():
        signal.raise_signal(signal.SIGTERM)
    assert (caught.value.name, caught.value.code) == ("SIGTERM", 143)
    assert signal.getsignal(signal.SIGTERM) == before


@POSIX
def test_a_signal_that_is_to_be_ignored_stays_ignored():
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopping():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_another_thread_runs_commands_too():
    """There no handler can be set, and none is."""
    codes = []

    def calling():
        try:
            main(["frameworks"])
        except SystemExit as error:
            codes.append(error.code)

    thread = threading.Thread(target=calling)
    thread.start()
    thread.join()
    assert codes == [0]


def test_being_stopped_is_told(capsys, monkeypatch):
    """It ends as in every shell: 128 and the signal's number."""

    def stopped():
        raise Stopped(signal.SIGTERM)

    monkeypatch.setattr("equity_blocks.files.catalogue.frameworks", stopped)
    assert run(["frameworks"]) == 143
    assert capsys.readouterr() == ("", "stopped by SIGTERM: what was still to be written was not written\n")
