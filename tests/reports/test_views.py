import subprocess
import sys
from pathlib import Path

import pytest

import equity_blocks as eb
from equity_blocks.model.result import Result
from equity_blocks.model.scale import Level
from equity_blocks.reports.framework import describe_framework
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.notebook import as_fragment
from equity_blocks.reports.plan import describe_plan
from equity_blocks.reports.score import describe_score
from equity_blocks.reports.views import VIEWS, describe, draw, view_of
from equity_blocks.showing import ShownTuple


def test_results_show_themselves(framework, draft):
    """A score card, a plan and a framework are drawn as plain text, as Markdown and as HTML."""
    card, plan = eb.score(framework, draft), eb.plan(framework, draft)
    for noun, document in (
        (card, describe_score(card)),
        (plan, describe_plan(plan)),
        (framework, describe_framework(framework)),
    ):
        drawn = draw(noun)
        assert set(drawn) == {"text/plain", "text/markdown", "text/html"}
        assert drawn["text/markdown"] == as_markdown(document)
        assert drawn["text/html"] == as_fragment(document)
        assert drawn["text/plain"].startswith(f"{document.title}\n")
        assert "\x1b" not in drawn["text/plain"]


def test_every_public_result_has_a_view():
    """What a verb of the face gives shows itself."""
    public = {kind for kind in (getattr(eb, name) for name in eb.__all__) if isinstance(kind, type)}
    results = {kind for kind in public if issubclass(kind, Result) and not kind.__subclasses__()}
    assert eb.WhatIf in results
    assert {kind.__name__ for kind in results if view_of(kind) is None} == set()


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_there(name):
    """The registry names a kind of what is shown and a function that describes one."""
    assert view_of(getattr(eb, name, ShownTuple)).__name__.startswith("describe_")


def test_other_nouns_show_their_fields(framework, draft):
    """Parts of results, too: rows, blocks and actions list what they say, and name what stands in them."""
    level = Level(id="yes", value=1)
    assert draw(level)["text/plain"] == repr(level)
    assert "| value | 1 |\n" in draw(level)["text/markdown"]
    card, made = eb.score(framework, draft), eb.plan(framework, draft)
    for part in (card.blocks[0], card.practices["vision"], made.actions[0]):
        assert part.title in draw(part)["text/markdown"]
    rows = dict(describe(card.blocks[0]).tables[0].rows)
    assert (rows["title"], rows["practices"]) == ("People", "Vision; Training")
    assert draw("no noun") == {}


def test_drawing_leaves_the_notebook_alone(framework, draft, monkeypatch):
    """No colours in plain text, no output beside the cell's own, whatever the console of the notebook is."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("JUPYTER_COLUMNS", "40")
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    card = eb.score(framework, draft)
    assert "\x1b" not in draw(card)["text/plain"]
    assert max(map(len, draw(card)["text/plain"].splitlines())) > 80


def test_drawing_leaves_the_random_numbers_of_others_alone():
    """Who seeded them gets the same, also where a library that draws is imported only then."""
    code = (
        "import random, equity_blocks as eb\n"
        "framework = eb.load_framework('chcs-acap')\n"
        "random.seed(1)\n"
        "state = random.getstate()\n"
        "framework._repr_mimebundle_()\n"
        "print(random.getstate() == state)\n"
    )
    assert _python(code) == "True\n"


def test_the_last_expression_of_a_cell_shows_itself(framework, draft):
    """A notebook asks the noun, and the face has told it how to look."""
    card = eb.score(framework, draft)
    assert card._repr_mimebundle_(include=None, exclude=None) == draw(card) | {}
    assert card._repr_mimebundle_()["text/markdown"].startswith("# Readiness score\n")


def test_the_face_alone_is_enough():
    """Without importing any report, a framework opened through the face can draw itself."""
    code = (
        "import sys, equity_blocks as eb\n"
        "framework = eb.load_framework('chcs-acap')\n"
        "assert 'rich' not in sys.modules\n"
        "print(framework._repr_mimebundle_()['text/markdown'].splitlines()[0])\n"
    )
    assert _python(code) == "# Lessons for Sustaining Progress in Addressing Health Equity for Medicaid Members\n"


def test_errors_show_themselves_before_there_are_nouns():
    """An error is drawn by the face, too, when nothing else was asked for."""
    code = (
        "import sys, equity_blocks as eb\n"
        "error = eb.NotFoundError('no such thing')\n"
        "assert 'equity_blocks.model' not in sys.modules\n"
        "print(error._repr_mimebundle_()['text/markdown'].splitlines()[0])\n"
    )
    assert _python(code) == "# 1 problem\n"


def test_what_is_drawn_stays_small():
    """A framework of a thousand practices is cut, in every form, and says so."""
    practices = [{"id": f"p{n}", "title": f"Practice {n}", "question": "Is it so?"} for n in range(1000)]
    blocks = [{"id": "b", "title": "B", "practices": practices}]
    drawn = draw(eb.Framework(id="long", title="Long", scale=["no", "yes"], blocks=blocks))
    assert all(len(text) < 200_000 for text in drawn.values())
    assert all("more rows are left out here" in text for text in drawn.values())


def test_a_report_is_one_line_of_text(framework, draft):
    """Its page is shown in a frame; the text beside it, which a notebook stores, too, does not repeat all of it."""
    made = eb.report(framework, draft, eb.score(framework, draft))
    assert repr(made).startswith("Report('Health equity readiness', ")
    assert len(repr(made)) < 300


def _python(code):
    """Run code in a Python that knows the package, and give what it prints."""
    start = f"import sys; sys.path.insert(0, {str(Path(eb.__file__).parents[1])!r})\n"
    done = subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
