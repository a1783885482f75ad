import subprocess
import sys
from pathlib import Path

import equity_blocks as eb
from equity_blocks.model.result import Result
from equity_blocks.model.scale import Level
from equity_blocks.reports.framework import describe_framework
from equity_blocks.reports.jupyter_display import _VIEWS, draw
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import describe_plan
from equity_blocks.reports.score import describe_score


def test_results_show_themselves(framework, draft):
    """A score card, a plan and a framework are drawn as plain text and as Markdown."""
    card, plan = eb.score(framework, draft), eb.plan(framework, draft)
    for noun, document in (
        (card, describe_score(card)),
        (plan, describe_plan(plan)),
        (framework, describe_framework(framework)),
    ):
        drawn = draw(noun)
        assert set(drawn) == {"text/plain", "text/markdown"}
        assert drawn["text/markdown"] == as_markdown(document)
        assert drawn["text/plain"].startswith(f"{document.title}\n")
        assert "\x1b" not in drawn["text/plain"]


def test_every_public_result_has_a_view():
    """What a verb of the face gives shows itself."""
    public = {kind for kind in (getattr(eb, name) for name in eb.__all__) if isinstance(kind, type)}
    results = {kind for kind in public if issubclass(kind, Result)}
    assert eb.WhatIf in results
    assert results <= set(_VIEWS)


def test_other_nouns_have_no_view_of_their_own():
    """They keep their plain representation."""
    level = Level(id="yes", value=1)
    assert draw(level) == {}
    assert level._repr_mimebundle_() == {"text/plain": repr(level)}


def test_the_last_expression_of_a_cell_shows_itself(framework, draft):
    """A notebook asks the noun, and the face has told it how to look."""
    card = eb.score(framework, draft)
    assert card._repr_mimebundle_(include=None, exclude=None) == draw(card) | {}
    assert card._repr_mimebundle_()["text/markdown"].startswith("# Readiness score\n")


def test_the_face_alone_is_enough():
    """Without importing any report, a framework opened through the face can draw itself."""
    source = str(Path(eb.__file__).parents[1])
    code = (
        f"import sys; sys.path.insert(0, {source!r})\n"
        "import equity_blocks as eb\n"
        "framework = eb.load_framework('chcs-acap')\n"
        "assert 'rich' not in sys.modules\n"
        "print(framework._repr_mimebundle_()['text/markdown'].splitlines()[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "# Lessons for Sustaining Progress in Addressing Health Equity for Medicaid Members\n"
