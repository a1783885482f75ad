import os
import signal
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path

import pytest

import equity_blocks
from equity_blocks import cli
from equity_blocks.cli.app import Stopped, main, run, stopping
from equity_blocks.version import VERSION

COMMANDS = (
    "frameworks",
    "goals",
    "show",
    "graph",
    "init",
    "export",
    "import",
    "fill",
    "merge",
    "validate",
    "lint",
    "score",
    "explain",
    "stability",
    "respondents",
    "agree",
    "reach",
    "plan",
    "report",
    "portfolio",
    "compare",
    "translate",
    "coverage",
    "diff",
    "migrate",
    "evidence",
    "schema",
)
SOURCE = str(Path(equity_blocks.__file__).parents[1])
SAMPLE = "assessments/riverbend-2026.yaml"


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_every_command(call, option):
    """One page shows all that can be asked, each with a sentence."""
    called = call(option)
    assert (called.code, called.err) == (0, "")
    listed = called.out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == list(COMMANDS)
    assert all(line.rstrip().endswith(".") for line in listed)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(call, command):
    """Its first words say how it is called."""
    called = call(command, "--help")
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith(f"Usage: equity-blocks {command} ")


@pytest.mark.parametrize("flags", [("-OO",), ("-W", "error"), ("-X", "utf8=0"), ("-I", "-W", "error")], ids=" ".join)
def test_no_way_to_start_python_changes_what_is_said(flags):
    """Neither without docstrings and assertions, nor where warnings are errors."""
    for args in (("score", "--help"), ("--help",), ("plan", SAMPLE, "--format", "json")):
        plain, flagged = _started((), args), _started(flags, args)
        assert (flagged.returncode, flagged.stderr) == (0, b"")
        if flags == ("-OO",) and args == ("score", "--help"):
            assert b"\n\n  Score an assessment.\n\nOptions:" in flagged.stdout
        else:
            assert flagged.stdout == plain.stdout


@cache
def _started(flags, args):
    start = f"import sys; sys.path.insert(0, {SOURCE!r}); from equity_blocks.cli import main; main()"
    return subprocess.run([sys.executable, *flags, "-c", start, *args], capture_output=True, check=False)


def test_an_early_interruption_shows_no_traceback(monkeypatch, capsys):
    """Also while the command line itself is still being imported."""

    def interrupted(_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("equity_blocks.cli.app.main", interrupted)
    with pytest.raises(SystemExit, match=r"^130$"):
        cli.main(["frameworks"])
    assert capsys.readouterr() == ("", "interrupted before it began\n")


def test_the_version_is_that_of_the_package(call):
    """Whether or not it is installed."""
    assert call("--version") == (0, f"equity-blocks {VERSION}\n", "")


def test_an_unknown_command_is_told_with_the_nearest_one(call):
    """Usage errors end with 2, and standard output stays empty."""
    called = call("scroe", SAMPLE)
    assert (called.code, called.out) == (2, "")
    assert "No such command 'scroe' (did you mean 'score'?)" in called.err


def test_an_unknown_command_without_a_near_one_gets_no_hint(call):
    """A guess that is far off would only mislead."""
    called = call("xyzzy")
    assert called.code == 2
    assert called.err.endswith("No such command 'xyzzy'\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "Usage: equity-blocks"),
        (["--nonsense"], "No such option '--nonsense'"),
        (["score"], "Missing argument 'FILE'"),
        (["score", SAMPLE, "--fromat", "json"], "Did you mean '--format'?"),
        (["score", SAMPLE, "--format", "yaml"], "'yaml' is not one of 'table', 'json', 'markdown', 'csv'"),
        (["score", SAMPLE, "more"], "unexpected extra argument"),
        (["plan", SAMPLE, "--pick", "0"], "0 is not in the range x>=1"),
        (["plan", SAMPLE, "--pick", "three"], "'three' is not a valid integer"),
    ],
)
def test_wrong_usage_ends_with_2(call, args, words):
    """What is wrong is said on standard error alone."""
    called = call(*args)
    assert (called.code, called.out) == (2, "")
    assert words in called.err


def test_bad_data_ends_with_2(call, files):
    """The problem has its place, and standard output stays empty."""
    path = files("a.yaml", "framework: hcplan-apm\nratings: {vision-setting: parcial}\n")
    called = call("score", path, "--format", "json")
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith(f"{path}:2:11: ratings.vision-setting.level: 'parcial' is not a level")


def test_an_internal_error_shows_no_traceback(call, monkeypatch):
    """The user is told that it is not their mistake, and how to see more."""
    monkeypatch.setattr("equity_blocks.files.catalogue.frameworks", lambda: 1 / 0)
    called = call("frameworks")
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("equity-blocks: internal error: ZeroDivisionError: division by zero\n")
    assert "EQUITY_BLOCKS_DEBUG=1" in called.err
    assert "Traceback" not in called.err


def test_an_internal_error_can_be_looked_at(monkeypatch):
    """With EQUITY_BLOCKS_DEBUG it is raised as it is."""
    monkeypatch.setenv("EQUITY_BLOCKS_DEBUG", "1")
    monkeypatch.setattr("equity_blocks.files.catalogue.frameworks", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        run(["frameworks"])


def test_an_interruption_ends_with_130(call, monkeypatch):
    """Control-C is no defect and no finding."""

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("equity_blocks.files.catalogue.frameworks", interrupted)
    called = call("frameworks")
    assert (called.code, called.out) == (130, "")
    assert called.err.strip() == "interrupted: what was still to be written was not written"


@pytest.mark.parametrize(("args", "code"), [(["frameworks"], 0), (["lint", SAMPLE], 1), (["score", "nowhere.yaml"], 2)])
def test_main_ends_the_process_with_the_code(args, code, capsys):
    """What `run` returns is what a shell sees."""
    with pytest.raises(SystemExit, match=f"^{code}$"):
        main(args)
    assert (capsys.readouterr().err == "") is (code != 2)


def test_a_closed_pipe_is_no_failure(process):
    """A reader that has gone before the first word causes no traceback, and no code of its own."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = process("score", SAMPLE, stdout=write_end, stderr=subprocess.PIPE, text=True)
    finally:
        os.close(write_end)
    assert (done.returncode, done.stderr) == (0, "")


def test_head_gets_its_line():
    """`python -m` is the command; who stops reading after a line gets it, and all of the pipe ends with 0."""
    command = "set -o pipefail; python -m equity_blocks graph hcplan-apm --format json | head -1"
    environment = {**os.environ, "PATH": _bin_first(), "PYTHONPATH": "src"}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("{\n", "", 0)


def _bin_first():
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize("where", ["before", "after", "joined"])
def test_a_folder_of_frameworks_may_stand_anywhere(call, mini, tmp_path, where):
    """It is an option of the whole group, so it works on every command."""
    (tmp_path / "own" / "mini").mkdir(parents=True)
    mini.rename(tmp_path / "own" / "mini" / "framework.yaml")
    words = {
        "before": ["--frameworks", tmp_path / "own", "show", "mini"],
        "after": ["show", "mini", "--frameworks", tmp_path / "own"],
        "joined": ["show", f"--frameworks={tmp_path / 'own'}", "mini"],
    }[where]
    called = call(*words)
    assert (called.code, called.err) == (0, "")
    assert called.out.startswith("Mini\n")
    assert "no framework is called 'mini'" in call("show", "mini").err


def test_a_folder_that_is_not_there_is_a_slip(call, tmp_path):
    """Whoever names a folder means it."""
    called = call("frameworks", "--frameworks", tmp_path / "nowhere")
    assert called.code == 2
    assert "does not exist" in called.err


def test_after_two_hyphens_words_are_words(call):
    """As everywhere else on a command line."""
    assert "'--frameworks'" in call("show", "--", "--frameworks").err


def test_warnings_of_the_catalogue_are_sentences(call, monkeypatch, tmp_path):
    """Each once, on standard error, and standard output holds the result alone."""
    monkeypatch.setenv("EQUITY_BLOCKS_PATH", str(tmp_path / "nowhere\x1b[31m"))
    called = call("score", SAMPLE, "--format", "json")
    assert called.code == 0
    assert called.out.startswith("{")
    assert called.err.count("\n") == 1
    assert called.err.startswith("warning: the folder ")
    assert "\x1b" not in called.err


SAMPLE_SIGNALS = "assessments/riverbend-2026.yaml"
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
        SAMPLE_SIGNALS,
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
