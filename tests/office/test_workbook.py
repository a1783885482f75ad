"""Workbooks as LibreOffice opens, works out and saves them."""

import pytest

import workbooks
from equity_blocks.engine.scoring.score import score
from equity_blocks.exchange.workbook import to_workbook

pytest.importorskip("xlsxwriter", reason="needs XlsxWriter: pip install equity-blocks[excel]")
pytest.importorskip("python_calamine", reason="needs python-calamine: pip install equity-blocks[excel]")


def _drawn(number, unanswered):
    chance = workbooks.Chance(number)
    framework = chance.framework(unanswered)
    return framework, chance.ratings(framework)


def _of_texts():
    """Give a framework in which each text is a reason of one practice, and note and owner of another."""
    names = [f"{kind}-{i}" for i in range(len(workbooks.TEXTS)) for kind in ("reason", "note")]
    practices = [{"id": name, "title": name} for name in names]
    said = [each for text in workbooks.TEXTS for each in ({"not_applicable": text}, {"note": text, "owner": text})]
    framework = workbooks.mini(blocks=[{"id": "board", "title": "Board", "practices": practices}])
    return framework, dict(zip(names, said, strict=True))


@pytest.mark.parametrize("unanswered", ["exclude", "zero"])
def test_live_formulas_give_what_the_engine_says(saved, unanswered):
    """Of random frameworks and fillings, all worked out anew from files in which every kept result is wrong."""
    drawn = [_drawn(number, unanswered) for number in range(workbooks.CASES)]
    made = [workbooks.made(framework, ratings) for framework, ratings in drawn]
    worked_out = saved([workbooks.spoiled(content) for content in made])
    for (framework, ratings), before, after in zip(drawn, made, worked_out, strict=True):
        wanted = workbooks.figures_of(score(framework, workbooks.assessed(framework, ratings)))
        expected = {
            name: [each and pytest.approx(each, abs=1e-9) for each in figures] for name, figures in wanted.items()
        }
        assert workbooks.figures(after) == expected
        assert workbooks.figures(before) == expected
        assert workbooks.figures(workbooks.spoiled(before)) != expected


def test_what_was_filled_in_survives_libreoffice(saved):
    """Levels, scores, parts, statuses, planning, and texts that spreadsheets like to change."""
    drawn = [_drawn(1000 + number, "exclude") for number in range(workbooks.CASES)]
    drawn.append(_of_texts())
    for (framework, ratings), content in zip(drawn, saved([workbooks.made(*each) for each in drawn]), strict=True):
        reply = workbooks.read(content, framework)
        assert reply.problems == ()
        assert reply.notes == ()
        assert workbooks.same(framework, ratings, reply)


def test_what_a_respondent_and_a_meeting_said_survives_libreoffice(saved):
    """Their workbooks have other columns, and days."""
    framework = workbooks.mini()
    respondents = [{"id": "ann"}, {"id": "ben"}]
    answers = {"budget": {"answers": {"ann": "partly", "ben": {"level": "in-place", "note": "=2"}}}}
    agreed = {"level": "partly", "by": "steering group", "date": "2026-09-12", "why": "\N{GRINNING FACE}\n-1"}
    answers["budget"]["agreed"] = agreed
    assessment = workbooks.assessed(framework, answers, respondents=respondents)
    asked = [
        workbooks.questionnaire(framework, assessment, respondent="ben"),
        workbooks.questionnaire(framework, assessment, contested=True),
    ]
    contents = [to_workbook(each) for each in asked]
    for before, after in zip(contents, saved(contents), strict=True):
        reply = workbooks.read(after)
        assert reply.problems == ()
        assert reply.data == workbooks.read(before).data
    assert workbooks.read(contents[0]).data["ratings"]["budget"] == {"level": "in-place", "note": "=2"}


def test_a_shipped_framework_prints(saved):
    """All sheets as pages, without a complaint."""
    import equity_blocks as eb

    framework = eb.load_framework("hcplan-apm")
    (pages,) = saved([workbooks.made(framework)], kind="pdf")
    assert pages.startswith(b"%PDF")
