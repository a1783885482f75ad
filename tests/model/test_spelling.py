"""Titles and other spellings of ids, read as they were meant."""

from pathlib import Path

import pytest

import equity_blocks as eb
from equity_blocks.errors import InvalidDataError, NotFoundError
from equity_blocks.files.opening import open_assessment
from equity_blocks.model import Assessment, Framework, Scale, misfits, require_fit
from equity_blocks.model.spelling import level_meant, node_meant, practice_meant, spelt

LABELS = Scale(
    id="umsetzung",
    levels=[
        {"id": "nicht-begonnen", "title": "Nicht begonnen", "value": 0},
        {"id": "teilweise", "title": "Teilweise erf\u00fcllt", "value": 0.5},
        {"id": "voll", "title": "Vollst\u00e4ndig erf\u00fcllt", "value": 1},
    ],
)
FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "partly-in_place", "yes"],
    blocks=[
        {
            "id": "board",
            "title": "The board's part",
            "practices": [
                {"id": "vision", "title": "Setting a vision", "was": ["charter"]},
                {"id": "data", "title": "Data", "criteria": [{"id": "rel", "title": "Race and language"}]},
                {"id": "twin-a", "title": "Twins"},
                {"id": "twin-b", "title": "Twins"},
                {"id": "charter-2", "title": "Charter"},
            ],
        },
        {
            "id": "figures",
            "title": "Figures",
            "scale": {"id": "percent", "range": [0, 100]},
            "practices": [{"id": "share", "title": "Share"}],
        },
    ],
)


def read(**fields: object) -> Assessment:
    """Read an assessment of the small framework."""
    return require_fit(FRAMEWORK, Assessment(framework="mini", **fields))


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("Teilweise erf\u00fcllt", "teilweise"),
        ("Vollsta\u0308ndig erfu\u0308llt", "voll"),
        ("Teilweise", "teilweise"),
        ("voll ", "voll"),
        ("nicht\u2011begonnen", "nicht-begonnen"),
        ("VOLL", "voll"),
        ("Nicht\u00a0begonnen", "nicht-begonnen"),
        ("nicht_begonnen", "nicht-begonnen"),
        ("Unknown", "unknown"),
    ],
)
def test_a_level_is_taken_by_its_title_and_however_it_is_spelt(written: str, level: str):
    """Capitals, accents, hyphens and spaces make no difference."""
    assert level_meant(LABELS, written) == level


@pytest.mark.parametrize("written", ["vol", "Vollst\u00e4ndig", "0", "2", 1, 1.5, None, "\u201cvoll\u201d"])
def test_what_is_not_clear_stays_as_it_is(written: object):
    """It is refused where it is not a level."""
    assert level_meant(LABELS, written) == written


def test_an_exact_id_comes_first():
    """Also where another level has it as its title; what two levels may mean is left, and both are named."""
    scale = Scale(id="s", levels=[{"id": "a", "title": "b", "value": 0}, {"id": "b", "title": "c", "value": 0.5},
                                  {"id": "c-c", "title": "a a", "value": 0.7}, {"id": "a-a", "value": 1}])  # fmt: skip
    assert level_meant(scale, "b") == "b"
    assert level_meant(scale, "A A") == "A A"
    assert scale.problem("A A", ()).hint == "did you mean 'c-c' or 'a-a'?"


@pytest.mark.parametrize(
    ("written", "score"), [("62.5", 62.5), ("6e1", 60.0), ("62,5", "62,5"), ("50", "50"), ("62.5 %", "62.5 %")]
)
def test_a_number_in_quotes_is_a_score_on_a_range(written: str, score: object):
    """But for a number that is the id of a level; nothing else is guessed."""
    assert level_meant(Scale(id="share", range=[0, 100]), written) == score


def test_an_assessment_is_read_in_ids_wherever_it_names_something():
    """Levels, practices, criteria, blocks, targets and actions."""
    found = read(
        ratings={
            "Setting a Vision": {"answers": {"ann": "Partly in place"}, "agreed": {"level": "YES", "by": "all"}},
            "DATA": {"criteria": {"race and language": "Yes"}, "target": "yes"},
            "share": "62.5",
        },
        respondents=[{"id": "ann"}],
        targets={"short": "Yes", "blocks": {"The board's part": "Partly in place"}},
        actions={"Setting a vision": {"progress": "started"}},
    )
    assert found.ratings["vision"].answers["ann"].level == "partly-in_place"
    assert found.ratings["vision"].agreed.level == "yes"
    assert found.ratings["data"].criteria == {"rel": "yes"}
    assert found.ratings["share"].level == 62.5
    assert (found.targets.short, dict(found.targets.blocks)) == ("yes", {"board": "partly-in_place"})
    assert list(found.actions) == ["vision"]


def test_what_is_spelt_in_ids_is_left_alone():
    """The very same assessment comes back."""
    assessment = Assessment(framework="mini", ratings={"vision": "yes", "data": None, "share": 5})
    assert spelt(FRAMEWORK, assessment) == (assessment, {})
    assert spelt(FRAMEWORK, assessment).assessment is assessment
    assert require_fit(FRAMEWORK, assessment) is assessment


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ({"Twins": "yes"}, r"did you mean 'twin-a' or 'twin-b'\?"),
        ({"vision": "yes", "Setting a vision": "no"}, r"ratings.Setting a vision: .*did you mean 'vision'\?"),
        (
            {"Setting a vision": "yes", "SETTING A VISION": "no"},
            r"ratings.SETTING A VISION: .*did you mean 'vision'\?",
        ),
        ({"charter": "yes"}, "the practice 'charter' has another id now"),
        ({"Data": {"criteria": {"relation": "yes"}}}, r"ratings.Data.criteria.relation: .*the criteria rel"),
        ({"Data": "perhaps"}, r"ratings.Data.level: 'perhaps' is not a level"),
    ],
)
def test_what_could_be_two_things_is_refused(ratings: dict, words: str):
    """Two practices of one title; a practice said twice; an older id that is another's title. In the words written."""
    with pytest.raises(InvalidDataError, match=words):
        read(ratings=ratings)


def test_a_problem_stands_where_it_was_written():
    """Also where the key of the practice is a title."""
    text = "framework: mini\nratings:\n  Setting a vision: 'yes'\n  Data: {target: perhaps}\n"
    assessment, document = open_assessment("a.yaml", text)
    (problem,) = misfits(FRAMEWORK, assessment)
    assert str(document.locate(problem)).startswith("a.yaml:4:10: ratings.Data.target: 'perhaps' is not a level")


def test_whoever_asks_may_name_things_by_their_titles():
    """In a call as well as on the command line; what is not there is told with the nearest."""
    assessment = Assessment(framework="mini", ratings={"Setting a vision": "Yes", "data": "no"})

    assert practice_meant(FRAMEWORK, "setting a vision") == "vision"
    assert node_meant(FRAMEWORK, "the board's part") == "board"
    assert eb.explain(FRAMEWORK, assessment, "Setting a vision").node == "vision"
    assert eb.score(FRAMEWORK, assessment) == eb.score(FRAMEWORK, require_fit(FRAMEWORK, assessment))
    assert eb.what_if(FRAMEWORK, assessment, {"Data": "YES"}).supposed[0].practice == "data"
    with pytest.raises(NotFoundError, match=r"no .*'Twins' \(did you mean 'twin-a' or 'twin-b'\?\)"):
        practice_meant(FRAMEWORK, "Twins")
    with pytest.raises(NotFoundError, match=r"no block or practice 'the bord's part' \(did you mean 'board'\?\)"):
        node_meant(FRAMEWORK, "the bord's part")


def test_shipped_files_are_spelt_in_ids():
    """So that nothing is looked up by its title when they are scored."""
    root = Path(__file__).resolve().parents[2]
    assessment = eb.load_assessment(root / "assessments" / "riverbend-2026.yaml")
    assert spelt(eb.load_framework("hcplan-apm"), assessment).written == {}
