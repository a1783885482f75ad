import pytest

import equity_blocks as eb
from equity_blocks.errors import Finding, InvalidDataError, NotFoundError, Problem
from equity_blocks.reports.problems import describe_problems
from equity_blocks.reports.views import draw


def test_findings_of_a_lint_are_a_table(framework, draft):
    """What `lint` gives stays a tuple, and shows itself with a row for each finding."""
    findings = eb.lint(framework, draft)
    drawn = draw(findings)
    assert isinstance(findings, tuple)
    assert len(findings) > 1
    assert drawn["text/plain"].startswith(f"{len(findings)} findings\n")
    assert drawn["text/html"].count("<tr ") == 1 + len(findings)
    for finding in findings:
        assert f">{finding.code}</td>" in drawn["text/html"]


def test_nothing_found_is_said():
    """An assessment without a doubt shows a sentence, not an empty pair of brackets."""
    scale = ["no", "yes"]
    blocks = [{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "requires": []}]}]
    framework = eb.Framework(id="mini", title="Mini", scale=scale, blocks=blocks, use="guidance")
    findings = eb.lint(framework)
    assert findings == ()
    assert draw(findings)["text/plain"] == "No findings\n\nNothing was found.\n"


def test_a_place_is_keys_and_file_and_line():
    """Each as far as it is known."""
    path = ("ratings", "vision")
    places = [
        (Problem("a", "b", key_path=path, file="a.yaml", line=3), "ratings.vision\na.yaml:3"),
        (Problem("a", "b", key_path=path, line=3), "ratings.vision\nline 3"),
        (Problem("a", "b", file="a.yaml"), "a.yaml"),
        (Problem("a", "b"), ""),
    ]
    assert [describe_problems(problem).tables[0].rows[0][0] for problem, _ in places] == [place for _, place in places]


def test_an_error_shows_its_problems():
    """All that is wrong with the data, each with what to do."""
    with pytest.raises(InvalidDataError, match="unknown key") as caught:
        eb.read_assessment("framework: hcplan-apm\nratngs: {}\nfnal: true\n")
    drawn = caught.value._repr_mimebundle_()
    assert drawn["text/plain"].startswith("2 problems\n")
    assert "did you mean &#x27;ratings&#x27;?" in drawn["text/html"]
    assert caught.value.problems._repr_mimebundle_() == drawn
    assert caught.value.problems == tuple(caught.value.problems)


def test_another_error_is_one_problem():
    """With its code, as a program sees it."""
    document = describe_problems(NotFoundError("no framework is called 'hcplan'", code="unknown_framework"))
    assert document.title == "1 problem"
    assert document.tables[0].rows == (("", "no framework is called 'hcplan'", "unknown_framework"),)


def test_findings_among_problems_are_called_problems():
    """One that stops the work decides what they are called."""
    assert describe_problems((Finding("a", "b"), Problem("c", "d"))).title == "2 problems"
