import pytest

from equity_blocks import Assessment, Crosswalk, Framework, translate
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.translation import describe_translation, drawn_from
from equity_blocks.reports.views import draw

OLD = Framework(
    id="old",
    title="Old Framework",
    scale=["no", "some", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": name, "title": f"Old {name}"} for name in "pq"]}],
)
NEW = Framework(
    id="new",
    title="New Framework",
    scale=["no", "some", "yes"],
    scoring={"min_coverage": 0.0},
    blocks=[
        {
            "id": "x",
            "title": "First block",
            "practices": [{"id": "r", "title": "New r"}, {"id": "s", "title": "New s"}],
        },
        {"id": "y", "title": "Second block", "practices": [{"id": f"t{i}", "title": f"New t{i}"} for i in range(11)]},
    ],
)
HALF = {"from": "p", "to": "r", "relation": "part-of", "share": 0.5, "why": "one of two things asked."}


def _crosswalk(start, end, *mappings):
    ends = {"from": {"framework": start}, "to": {"framework": end}}
    return Crosswalk.model_validate({"id": f"{start}--{end}", "title": "T", **ends, "mappings": mappings})


ONE = _crosswalk("old", "new", HALF)


@pytest.fixture
def made():
    """Give a function that reads ratings of the old framework in the new one."""

    def making(ratings, ways=ONE, target=NEW, evidence=None, **direct):
        acme = {"id": "acme", "name": "Acme (fictional)"}
        said = Assessment(framework="old", organization=acme, ratings=ratings, evidence=evidence or {})
        own = Assessment(framework=target.id, ratings=direct) if direct else None
        return translate(OLD, said, ways, target, direct=own)

    return making


def _text(document):
    return " ".join(part.text for part in document.parts if isinstance(part, Paragraph))


def _order(document):
    return [part.text for part in document.parts if isinstance(part, Heading)]


def test_what_can_be_reused_comes_first_and_a_wide_total_last(made):
    """Answers, evidence and questions before figures that say little; the way closes it."""
    document = describe_translation(made({"p": "yes"}, s="no"), NEW, OLD)
    assert document.parts[0] == Paragraph(
        "1 answer can be reused. Of 13 practices, 1 has something to start from, 1 is rated directly and 11 have no "
        "answer. Nothing that is carried over counts as rated."
    )
    assert _order(document) == ["What can be reused", "What to ask next, most informative first", "By block"]
    assert document.parts[-2:] == (
        Paragraph(
            "The score lies between 13% and 75%. That is 62.5 points wide, so it says little before more is asked. "
            "Your answers cover 38% of it."
        ),
        Paragraph(
            "Carried over old--new (1 mapping). A value carried over is an interval: the part that no mapping speaks "
            "for may lie anywhere."
        ),
    )
    assert document.title == "Old Framework, read in another framework"
    assert "New Framework" in document.subtitle


def test_a_total_that_says_something_comes_at_the_top(made):
    """Under 30 points; from there on it does not."""
    names = [f"t{i}" for i in range(11)]
    narrow = describe_translation(made({"p": "yes"}, **dict.fromkeys(names, "yes")), NEW, OLD)
    wide = describe_translation(made({"p": "yes"}, **dict.fromkeys(names[:6], "yes")), NEW, OLD)
    told = [i for i, part in enumerate(narrow.parts) if isinstance(part, Paragraph) and "The score lies" in part.text]
    assert told == [len(narrow.parts) - 2]  # a quarter and a half of one block: 37.5 points
    full = describe_translation(made({"p": "yes"}, **dict.fromkeys([*names, "s"], "yes")), NEW, OLD)
    assert full.parts[1] == Paragraph("The score lies between 88% and 100%. Your answers cover 88% of it.")
    assert "The score lies" in wide.parts[-2].text


def test_evidence_stands_with_the_answers_that_list_it(made):
    """By title, each once; a count of all of it comes first."""
    said = {"p": {"level": "yes", "evidence": ["e", "f"]}, "q": {"level": "no", "evidence": ["e"]}}
    both = _crosswalk("old", "new", HALF, {**HALF, "from": "q"})
    found = made(said, both, evidence={"e": {"title": "Charter"}, "f": {"title": "Minutes"}})
    document = describe_translation(found, NEW, OLD)
    assert document.parts[0].text.startswith("2 answers and 2 pieces of evidence listed with them can be reused.")
    assert document.tables[0].rows[0][0] == (
        "New r\nOld p (yes, for 50%); Old q (no, for 50%). Evidence: Charter; Minutes"
    )


def test_what_a_draft_says_beside_a_practice(made):
    """Which answers speak for it, and what they list; nothing where nothing does."""
    said = {"p": {"level": "yes", "evidence": ["e"]}}
    found = made(said, evidence={"e": {"title": "Charter"}})
    assert drawn_from(found, OLD) == {
        "r": ("From old: Old p (yes, for 50%).", "Evidence listed there: Charter."),
    }
    assert drawn_from(made({})) == {}


def test_markdown_has_the_same_order(made):
    """It is the same document."""
    text = as_markdown(describe_translation(made({"p": "yes"}), NEW, OLD))
    places = [text.index(words) for words in ("can be reused.", "What can be reused", "What to ask next", "By block")]
    assert places == sorted(places)
    assert text.index("The score lies") > places[-1]


def test_a_practice_names_what_speaks_for_it_and_on_demand_why(made):
    """A title, the level, how much of the practice it speaks for, and the sentence of the mapping."""
    found = made({"p": "yes"})
    row = describe_translation(found, NEW, OLD).tables[0].rows[0]
    assert row == ("New r\nOld p (yes, for 50%)", "50% to 100%", "some to yes")
    told = describe_translation(found, NEW, OLD, why=True).tables[0].rows[0]
    assert told[0] == "New r\nOld p (yes, for 50%): one of two things asked"
    assert describe_translation(found).tables[0].rows[0][0] == "New r\nOld p (yes, for 50%)"


def test_what_was_not_rated_and_what_has_open_criteria_is_said_so(made):
    """The one has no level, the other a range."""
    both = _crosswalk("old", "new", {**HALF, "speaks": "up"}, {**HALF, "from": "q"})
    row = describe_translation(made({"p": "yes"}, both), NEW, OLD).tables[0].rows[0]
    assert row[0] == "New r\nOld p (yes, at least for 50%); Old q (not rated, for 50%)"


def test_questions_come_with_the_order_explained(made):
    """The first ten are listed, the others counted."""
    document = describe_translation(made({"p": "yes"}), NEW, OLD)
    table = document.tables[1]
    assert len(table.rows) == 10
    assert table.rows[0] == ("1", "New s", "0% to 100%", "25.0%", "62.5%")
    assert "no other list of that length narrows it more" in _text(document)
    assert "3 more are in JSON and CSV." in _text(document)


def test_a_chain_is_said_to_be_one(made):
    """It names what it leads through, what is read backwards, and the weakest link."""
    third = Framework(id="third", title="Third", scale=["no", "yes"], blocks=[{"id": "z", "title": "Z"}]).replace(
        blocks=[{"id": "z", "title": "Z", "practices": [{"id": "u", "title": "U"}]}]
    )
    back = _crosswalk("third", "new", {"from": "u", "to": "r", "relation": "equal", "why": "the same"})
    text = _text(describe_translation(made({"p": "yes"}, [ONE, back], third), third, OLD))
    assert "No crosswalk joins the two, so the way leads through new: old--new (1 mapping), then" in text
    assert "third--new, read backwards (1 mapping)." in text
    assert "The weakest link is old--new, whose mappings add 50% to the width on average." in text


def test_conflicts_are_shown_with_both_sides(made):
    """Between sources, and between what is carried and what was rated."""
    both = _crosswalk(
        "old", "new", *({"from": name, "to": "r", "relation": "equal", "why": "the same"} for name in "pq")
    )
    bullets = [
        part for part in describe_translation(made({"p": "yes", "q": "no"}, both)).parts if isinstance(part, Bullets)
    ]
    assert bullets[0].items == ("New r: 100% and 0% have nothing in common. Shown is what spans them, 0% to 100%.",)
    bullets = [part for part in describe_translation(made({"p": "yes"}, r="no")).parts if isinstance(part, Bullets)]
    assert bullets[0].items == (
        "New r: rated directly at 0%, but 50% to 100% is carried over. The direct rating stands.",
    )


def test_guidance_has_no_overall_value(made):
    """And says why."""
    text = _text(describe_translation(made({"p": "yes"}, target=NEW.replace(use="guidance"))))
    assert "There is no overall value: this framework is guidance and never totaled." in text


def test_nothing_known_and_nothing_left_to_ask_are_said(made):
    """Instead of empty tables."""
    assert "Nothing that was rated speaks for a practice here." in _text(describe_translation(made({})))
    every = {practice.id: "yes" for block in NEW.blocks for practice in block.practices}
    text = _text(describe_translation(made({}, **every)))
    assert "The score lies at 100%." in text
    assert "Nothing is left to ask." in text


def test_it_shows_itself_in_a_notebook(made):
    """As plain text and as Markdown."""
    found = made({"p": "yes"})
    assert draw(found)["text/markdown"] == as_markdown(describe_translation(found))


def test_that_all_levels_are_left_is_nothing_to_speak_of(made):
    """A direct rating leaves the one that it names."""
    whole = describe_translation(made({"p": "some"}, _crosswalk("old", "new", {**HALF, "share": 0.1})), NEW, OLD)
    assert whole.tables[0].rows[0][1:] == ("5% to 95%", "\N{EN DASH}")
    direct = describe_translation(made({}, r="no"), NEW, OLD).tables[0].rows[0]
    assert direct == ("New r (rated directly)", "0%", "no")
