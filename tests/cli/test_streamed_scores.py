import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import equity_blocks as eb
from equity_blocks.cli.cohort_files import open_table
from equity_blocks.cli.portfolio import scored, write_scores
from equity_blocks.cli.streamed_scores import can_stream, require_levels, scanned, streamed

polars = pytest.importorskip("polars", reason="polars is not installed")
pytest.importorskip("pandas", reason="the extra `frames` is not installed")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")

HEAD = "organization,state,vision,training\n"
READ = {".csv": polars.read_csv, ".parquet": polars.read_parquet}


@pytest.fixture
def framework(mini):
    """Give a framework with two practices."""
    return eb.load_framework(mini)


def _outcome(call):
    """Say what a call gave, or what it said was wrong."""
    try:
        return call()
    except eb.EquityBlocksError as error:
        return str(error)


def _parts(framework, source, target):
    streamed(framework, str(source), str(target))
    return target.read_bytes()


def _whole(framework, source, target):
    write_scores(scored(framework, open_table(str(source), framework)), str(target), force=True)
    return target.read_bytes()


TABLES = {
    "ids with zeros in front": HEAD + "007,08,1,2\n008,,,0\n",
    "levels by their ids": HEAD + "a,OH,in-place,\nb,OH,,planned\n",
    "numbers and ids in one column": HEAD + "a,OH,in-place,1\nb,OH,1,1\n",
    "numbers and statuses in one column": HEAD + "a,OH,unknown,1\nb,OH, 1 ,not_pursued\nc,OH,-2,-3.0\n",
    "long, numbers and words": "assessment,practice,level\na,vision,2\na,training,unknown\nb,vision,in-place\n",
    "one wrong word": HEAD + "a,OH,1,yes\n",
    "fractions and spaces": HEAD + "a,OH, 1 ,1.0\nb,TX,1,2e0\n",
    "a column that says nothing": HEAD + "a,OH,1,\nb,TX,2,\n",
    "rows that say nothing": HEAD + "a,OH,1,\n\n,,,\nb,,1,1\n,,,\n",
    "formulas, quotes and lines": HEAD + '=1+1,-5,1,1\n"a;=b","é ""q""",1,1\n"x\ny",\u200b=1,2,2\n',
    "statuses": "organization,vision,vision:status,training\na,1,not_pursued,1\nb,,unknown,2\nc,,,-2\n",
    "short rows": HEAD + "a,b,1\n",
    "long rows": HEAD + "a,b,1,2\na,b,1,2,3\n",
    "only long rows": HEAD + "1,2,1,2,3\n",
    "a quote without an end": HEAD + 'a,b,1,"2\n',
    "no UTF-8": HEAD.encode() + b"a,\xff,1,2\n",
    "no UTF-8 in the first line": b"\xff\xfe\x00",
    "nothing": "",
    "only a first line": HEAD,
    "no practice": "a,b\n1,2\n",
    "semicolons": "organization;vision\na;1\n",
    "lines as on an old computer": (HEAD + "a,OH,1,2\nb,OH,2,2\n").replace("\n", "\r"),
    "lines as on Windows, and a mark": ("\ufeff" + HEAD + "a,OH,1,2\nb,OH,2,2\n").replace("\n", "\r\n"),
    "one name for two columns": "organization,vision,vision,training\na,1,2,3\n",
    "a column without a name": "organization,,vision,training\na,x,1,2\n",
    "a misspelt practice": "organization,visoin,training\na,1,1\n",
    "a column that is added": "score,vision,training\n1,1,1\n",
    "names like patterns": "*,^x$,^v.*$,vision,training\n=1,=1,=1,1,1\n",
    "weights and values": "vision,vision:weight,vision:value,training,training:weight\n1,2,.3,3,\n2,,1,,\n",
    "weights of nothing": "vision,vision:weight,training\n1,0,1\n2,-1,1\n",
    "words for weights": "vision,vision:weight,training\n1,much,1\n",
    "whole numbers without an end": HEAD + f"a,OH,{10**30},1\n",
    "tabs": "organization\tvision\na\t1\n",
    "answers of nobody": "assessment,practice,level\n,vision,1\na,training,2\n",
    "a row for each answer": "assessment,practice,level\nb,vision,1\na,training,2\na,vision,3\n",
    "an answer that is no level": "assessment,practice,level\nb,vision,1\na,training,yes\na,vision,3\n",
    "a practice that is none": "assessment,practice,level\nb,visoin,1\n",
}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("name", TABLES)
def test_parts_give_what_the_whole_gives(framework, tmp_path, name, suffix):
    """The same columns, types, cells and errors, whatever stands in the table; long tables by assessment."""
    source, table = tmp_path / "table.csv", TABLES[name]
    source.write_bytes(table if isinstance(table, bytes) else table.encode())
    parts = _outcome(lambda: _parts(framework, source, tmp_path / f"parts{suffix}"))
    whole = _outcome(lambda: _whole(framework, source, tmp_path / f"whole{suffix}"))
    if isinstance(whole, str) or isinstance(parts, str):
        assert parts == whole
    elif suffix == ".csv":
        assert parts.decode() == whole.decode()
    else:
        first, second = (polars.read_parquet(io.BytesIO(each)) for each in (parts, whole))
        assert first.equals(second)
        assert first.schema == second.schema or not len(first)
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_every_wrong_cell_counts(framework, tmp_path, suffix):
    """Not only those of the first part: the number of rows is that of the whole table, and both practices are told."""
    source = tmp_path / f"table{suffix}"
    rows = polars.int_range(60_000, eager=True)
    frame = polars.DataFrame({"organization": rows, "vision": rows % 6, "training": rows // 59_999 * 9})
    frame.write_csv(source) if suffix == ".csv" else frame.write_parquet(source, row_group_size=5_000)
    with pytest.raises(eb.InvalidDataError) as caught:
        streamed(framework, str(source), str(tmp_path / "out.csv"))
    first, second = caught.value.problems
    assert (first.data["practice"], first.data["rows"], first.data["found"]) == ("vision", 10_000, (5,))
    assert (second.data["practice"], second.data["rows"], second.data["found"]) == ("training", 1, (9,))
    assert [path.name for path in tmp_path.iterdir() if path.name != "mini.yaml"] == [source.name]


def test_a_status_that_is_none_is_told_with_its_level(framework, tmp_path):
    """Both cells are shown."""
    source = tmp_path / "table.csv"
    source.write_text("organization,vision,vision:status\na,1,\nb,,maybe\n", encoding="utf-8")
    with pytest.raises(eb.InvalidDataError, match=r"1 row says of 'vision' .* such as \(None, 'maybe'\)"):
        require_levels(framework, scanned(str(source), framework))


def test_other_kinds_of_columns_are_written(framework, tmp_path):
    """What a Parquet has beside levels: dates, flags, lists, categories, each so that CSV can be read."""
    source, target = tmp_path / "table.parquet", tmp_path / "out.csv"
    columns = {"day": ["2026-01-31"], "yes": [True], "list": [["=a", "b"]], "kind": ["=x"], "vision": [1]}
    frame = polars.DataFrame(columns).with_columns(
        polars.col("day").str.to_date(), polars.col("kind").cast(polars.Categorical)
    )
    frame.write_parquet(source)
    assert (
        _parts(framework, source, target).decode().splitlines()[1].startswith("2026-01-31,true,\"['=a', 'b']\",'=x,1,")
    )


def test_a_file_that_is_no_parquet_is_refused(framework, tmp_path):
    """By its name."""
    source = tmp_path / "table.parquet"
    source.write_bytes(b"PAR1")
    with pytest.raises(eb.FileAccessError, match=r"table\.parquet cannot be read as a table: "):
        streamed(framework, str(source), str(tmp_path / "out.csv"))


def test_without_polars_a_table_is_read_whole(call, mini, files, monkeypatch):
    """With the same scores, and a word that says how it can be read part by part."""
    source = files("table.csv", TABLES["ids with zeros in front"])
    words = ("portfolio", source, "--framework", mini, "--scores-only", "-o")
    assert call(*words, mini.with_name("parts.csv")) == (0, "", f"wrote {mini.with_name('parts.csv')}\n")
    monkeypatch.setattr("equity_blocks.cli.streamed_scores.find_spec", lambda _name: None)
    assert not can_stream("table.csv", "out.csv")
    called = call(*words, mini.with_name("whole.csv"))
    assert (called.code, called.out) == (0, "")
    assert called.err.startswith(f"{source} is read whole: with polars installed (pip install polars), part by part\n")
    assert mini.with_name("whole.csv").read_bytes() == mini.with_name("parts.csv").read_bytes()


_ROWS, _NOTE, _MEMORY = 100_000, 5_400, 450_000_000

_LIMITED = """
import resource, sys
from equity_blocks import load_framework
from equity_blocks.cli.cohort_files import open_table
from equity_blocks.cli.streamed_scores import streamed
resource.setrlimit(resource.RLIMIT_DATA, ({memory}, {memory}))
framework = load_framework(sys.argv[1])
{call}
"""


def _in_little_memory(call, framework, *words):
    """Run code in a process to which the system gives so much memory for data, and no more."""
    one = {
        "POLARS_MAX_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "POLARS_CSV_CHUNK_SIZE": "1000000",
    }
    code = _LIMITED.format(memory=_MEMORY, call=call)
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, (framework, *words))],
        capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, **one, "PYTHONPATH": str(Path(eb.__file__).parents[1])},
    )  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux keeps a process to its memory like this")
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_table_larger_than_the_memory_is_scored(mini, tmp_path, suffix):
    """A table of 540 MB in 450 MB, of which Python and its libraries take their part; read whole it does not fit."""
    source, target = tmp_path / f"many{suffix}", tmp_path / f"scores{suffix}"
    rows = polars.int_range(_ROWS, eager=True)
    notes = polars.Series([f"{number:06}" * (_NOTE // 6) for number in range(50)])
    levels = {name: (rows % count).cast(polars.Int8) for name, count in (("vision", 4), ("training", 3))}
    frame = polars.DataFrame({"organization": rows, "note": notes.gather(rows % len(notes)), **levels})
    assert frame["note"].str.len_bytes().sum() > 1.15 * _MEMORY
    frame.write_csv(source) if suffix == ".csv" else frame.write_parquet(source, row_group_size=5_000)
    del frame
    try:
        done = _in_little_memory("streamed(framework, *sys.argv[2:])", mini, source, target)
        assert (done.returncode, done.stderr) == (0, "")
        found = READ[suffix](target, columns=["organization", "score"])
        assert found.height == _ROWS
        assert found["score"].head(3).to_list() == [0, 0.25, 0.5]
        whole = _in_little_memory("open_table(sys.argv[2], framework)", mini, source)
        assert whole.returncode == 1
        assert "memory" in whole.stderr.splitlines()[-1]
    finally:
        source.unlink()
        target.unlink(missing_ok=True)


def test_what_is_written_as_json_is_whole():
    """Only tables are written part by part."""
    assert can_stream("a.CSV", "b.parquet")
    assert not can_stream("a.csv", "b.json")


def test_every_wrong_weight_counts(framework, tmp_path):
    """Of the whole table, beside wrong levels."""
    source = tmp_path / "table.csv"
    rows = polars.int_range(60_000, eager=True)
    polars.DataFrame({"vision": rows % 6, "vision:weight": rows % 3}).write_csv(source)
    with pytest.raises(eb.InvalidDataError) as caught:
        streamed(framework, str(source), str(tmp_path / "out.csv"))
    assert [problem.data["rows"] for problem in caught.value.problems] == [10_000, 20_000]
