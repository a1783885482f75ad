"""The notebooks of docs/tutorials: what stands in them, and that they still show it."""

import ast
import importlib.util
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import equity_blocks as eb
from equity_blocks.reports.views import draw

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "tutorials"
NAMES = ("a-team-that-disagrees", "first-assessment", "from-score-to-a-funded-plan", "ten-thousand-assessments")
NEEDED = ("altair", "ipykernel", "narwhals", "nbclient", "vl_convert")


def _stored(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))


def _code(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _source(cell: dict) -> str:
    return "".join(cell["source"])


def _shown(notebook: dict) -> Iterator[tuple[int, str, str]]:
    """Give the texts that the cells show: the place of the cell, the kind and the text."""
    for place, cell in enumerate(_code(notebook)):
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                yield place, output["name"], "".join(output["text"])
            for kind, text in sorted(output.get("data", {}).items()):
                if kind.startswith("text/"):
                    yield place, kind, "".join(text)


@pytest.fixture(scope="module", params=NAMES)
def stored(request) -> dict:
    """Give a notebook as it is kept."""
    return _stored(request.param)


@pytest.fixture(scope="module", params=NAMES)
def both(request) -> Iterator[tuple[dict, dict]]:
    """Give a notebook as it is kept, and as it is when it has just run in a process of its own."""
    for library in NEEDED:
        pytest.importorskip(library, reason=f"{library} is not installed, so that no notebook with charts can run")
    spec = importlib.util.spec_from_file_location("make_tutorials", ROOT / "docs" / "make_tutorials.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.MonkeyPatch.context() as patch:
        found = os.pathsep.join(filter(None, (str(Path(eb.__file__).parents[1]), os.environ.get("PYTHONPATH"))))
        patch.setenv("PYTHONPATH", found)
        patch.setenv("PYTHONWARNINGS", "default")
        yield _stored(request.param), module.executed(FOLDER / f"{request.param}.ipynb")


def test_these_are_the_tutorials():
    """Each of them is looked at here."""
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(NAMES)


def test_from_load_to_chart_in_ten_lines():
    """The first cell of the first tutorial opens, scores and draws."""
    first = _code(_stored("first-assessment"))[0]
    lines = [line for line in _source(first).splitlines() if line.strip()]
    assert len(lines) <= 10
    assert any("load_assessment(" in line for line in lines)
    assert lines[-1].startswith("eb.charts.")
    assert "image/png" in first["outputs"][0]["data"]


def test_cells_are_short(stored):
    """What is on a page at once can be read; a line is no wider than the page."""
    for cell in _code(stored):
        lines = _source(cell).splitlines()
        assert len(lines) <= 20
        assert max(map(len, lines)) <= 95
    for cell in stored["cells"]:
        if cell["cell_type"] == "markdown":
            assert len(_source(cell).split()) <= 90


def test_it_was_run_from_top_to_bottom_and_stays_small(stored):
    """Readers on GitHub see what every cell shows, charts as pictures included, without waiting."""
    assert [cell["execution_count"] for cell in _code(stored)] == [*range(1, len(_code(stored)) + 1)]
    assert sum("image/png" in output.get("data", {}) for cell in _code(stored) for output in cell["outputs"]) >= 1
    assert len(json.dumps(stored)) < 700_000


def test_nothing_is_shown_twice(stored):
    """A cell shows one thing: what its last line is, or what it prints."""
    for cell in _code(stored):
        assert len(cell["outputs"]) <= 1
        tree = ast.parse(_source(cell))
        if cell["outputs"] and cell["outputs"][0]["output_type"] == "execute_result":
            assert isinstance(tree.body[-1], ast.Expr)
            assert "print(" not in _source(cell)


def test_links_lead_somewhere(stored):
    """To files beside it."""
    text = "\n".join(_source(cell) for cell in stored["cells"] if cell["cell_type"] == "markdown")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not (FOLDER / link).is_file()] == []


def test_every_notebook_runs_and_shows_what_it_kept(both):
    """No error, nothing on the error stream, and the same texts to the letter: `docs/make_tutorials.py` keeps them."""
    kept, fresh = both
    assert [kind for _, kind, _ in _shown(fresh) if kind == "stderr"] == []
    assert [output for cell in _code(fresh) for output in cell["outputs"] if output["output_type"] == "error"] == []
    assert [*_shown(fresh)] == [*_shown(kept)]
    for cell, again in zip(_code(kept), _code(fresh), strict=True):
        kinds = [[sorted(output.get("data", {})) for output in each["outputs"]] for each in (cell, again)]
        assert kinds[0] == kinds[1]


def _results(name: str) -> Iterator[object]:
    """Ask the library itself for what a tutorial shows."""
    if name == "a-team-that-disagrees":
        framework = eb.load_framework("ahe-roadmap")
        assessment = eb.load_assessment(ROOT / "assessments" / "three-partners-ahe.yaml")
        team = eb.respondents(framework, assessment)
        yield from (team, eb.score(framework, assessment), eb.share(team, "client"))
        return
    framework = eb.load_framework("hcplan-apm")
    if name == "ten-thousand-assessments":
        yield eb.sensitivity(framework, eb.Assessment(framework="hcplan-apm"))
        return
    assessment = eb.load_assessment(ROOT / "assessments" / "riverbend-2026.yaml")
    if name == "first-assessment":
        yield from (eb.score(framework, assessment), eb.explain(framework, assessment, "payment-incentives"))
    else:
        funds = {"start": "2026-Q4", "capacity": 60, "budget": 60_000}
        yield eb.plan(framework, assessment, **funds)
        yield eb.what_if(framework, assessment, **funds, instead={"capacity": 80})


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_are_those_of_the_library(name):
    """Every result is shown as the library gives it today, as text and as HTML."""
    shown = {text for _, _, text in _shown(_stored(name))}
    for result in _results(name):
        drawn = draw(result)
        assert {drawn["text/plain"], drawn["text/html"]} <= shown


def test_the_page_of_charts_runs(pages, tmp_path, monkeypatch):
    """What the page on charts says to type works, and saves what it says."""
    for library in ("altair", "vl_convert"):
        pytest.importorskip(library, reason=f"{library} is not installed: pip install equity-blocks[charts]")
    text = (pages.folder / "how-to" / "draw-charts.md").read_text(encoding="utf-8")
    opening, *drawing = re.findall(r"^```(?:python|text)\n([\s\S]*?)^```$", text, re.MULTILINE)
    given = {}
    exec(re.sub(r"^>>> ", "", opening, flags=re.MULTILINE), given)
    monkeypatch.chdir(tmp_path)
    for typed in drawing:
        exec(typed, given)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "blocks.html", "blocks.json", "blocks.png", "blocks.svg", "both.svg",
    ]  # fmt: skip
    named = re.findall(r"^\| `(\w+)\(", text, re.MULTILINE)
    others = {"Chart", "chart_of", "png_of", "save", "svg_of", "together"}
    assert set(named) == {name for name in vars(eb.charts) if name not in others and callable(getattr(eb.charts, name))}
