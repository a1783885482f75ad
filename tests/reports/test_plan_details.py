import pytest

from equity_blocks import Assessment, Framework, load_assessment, load_framework, plan
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Table
from equity_blocks.reports.plan import describe_plan
from equity_blocks.reports.plan_details import describe_details, describe_offers

RIVERBEND = "assessments/riverbend-2026.yaml"


def _lines(parts):
    (table,) = (part for part in parts if isinstance(part, Table))
    return [row[1] for row in table.rows]


def _notes(parts):
    (bullets,) = (part for part in parts if isinstance(part, Bullets))
    return bullets.items


def test_each_action_says_why_who_and_when_it_is_done():
    """All its reasons, the level's meaning, the evidence to collect, the goal that measures it."""
    framework = load_framework("hcplan-apm")
    made = plan(framework, load_assessment(RIVERBEND))
    lines = _lines(describe_details(made, framework))
    assert len(lines) == len(made.actions)
    for action, text in zip(made.actions, lines, strict=True):
        assert text.startswith(f"{action.title}\nWhy: {action.reason}")
        assert f"Who: {action.owner}" in text
        assert "Done when: " in text
        assert all(item.rstrip(".") in text for item in action.evidence)
        assert ("Measured by: " in text) == bool(action.goals)


def test_an_action_is_told_in_the_terms_of_the_organization():
    """Whoever leads it there, what the level means to it, and what to look out for first."""
    practice = {
        "id": "p", "title": "P", "levels": {"yes": {"default": "Done.", "payer": "In all contracts."}},
        "roles": {"default": ["board"], "payer": ["contracts"]},
        "cautions": [{"kind": "legal", "text": "Rules differ by state.", "as_of": "2026-11-01"}],
    }  # fmt: skip
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], audiences=["provider", "payer"],
        roles={"board": "Board", "contracts": "Contracting"},
        blocks=[{"id": "b", "title": "B", "practices": [practice]}],
    )  # fmt: skip
    told = {}
    for kind in ("provider", "payer"):
        said = Assessment(framework="f", organization={"id": "us", "type": kind}, ratings={"p": 0})
        (told[kind],) = _lines(describe_details(plan(framework, said, everything=True), framework))
    assert "Who: Board." in told["provider"]
    assert "Done when: Done." in told["provider"]
    assert "Who: Contracting." in told["payer"]
    assert "Done when: In all contracts." in told["payer"]
    assert "Mind: legal, as of 2026-11-01: Rules differ by state." in told["payer"]


def test_without_the_framework_levels_have_no_meaning(framework, draft):
    """What the plan itself knows is still said."""
    lines = _lines(describe_details(plan(framework, draft)))
    assert not any("Done when" in text for text in lines)
    assert any("Measured by: Postpartum visits" in text for text in lines)


def test_what_must_not_be_late_is_named(framework, draft):
    """The chain that decides the end, and what has no slack."""
    made = plan(framework, draft, periods=8, capacity=60, start="2027-Q1")
    notes = _notes(describe_details(made, framework))
    assert "Critical path: Data Basis → Pay for Results." in notes
    firm = [str(action.rank) for action in made.actions if action.slack == 0]
    assert firm
    late = " no slack: a delay here moves the end, or misses a date that is required."
    assert any(note.endswith(late) for note in notes)


def test_the_words_of_the_source_stand_beside_ours():
    """Its own next steps, under our headings, and how a practice is kept going."""
    framework = load_framework("hcplan-apm")
    notes = _notes(describe_details(plan(framework, load_assessment(RIVERBEND)), framework))
    assert any("Where we stand: Conduct a thorough needs assessment; What to do: Develop" in note for note in notes)
    assert any(note.startswith("To keep an action going, aim for the level sustained") for note in notes)


def test_effort_is_explained(framework, draft):
    """By the sizes of the framework, and what happens where nobody gave any."""
    assumed = draft.replace(ratings={"council": "no"})
    for said, is_assumed in ((draft, False), (assumed, True)):
        notes = " ".join(_notes(describe_details(plan(framework, said, everything=True), framework)))
        assert "(S 10, M 30, L 90, XL 240)" in notes
        assert ("assumed to be M" in notes) == is_assumed


def test_what_the_days_count_and_for_whom_is_said(framework, draft):
    """In the framework's own sentence, and with its factor for an organization of that size; else nothing."""
    counts = framework.replace(
        effort_counts="Days count coordination alone", effort_by_size={"large": 1.6, "medium": 1}
    )
    for size, said in (("large", True), ("medium", False), ("small", False), (None, False)):
        draft = draft.replace(organization={"id": "us", "size": size})
        notes = _notes(describe_details(plan(counts, draft, everything=True), counts))
        assert "Days count coordination alone." in notes
        assert any("multiplied" in note for note in notes) == said
    made = plan(counts, draft.replace(organization={"id": "us", "size": "large"}), everything=True)
    assert "Days are multiplied by 1.6 for a large organization (editorial); your own days are not." in _notes(
        describe_details(made, counts)
    )
    assert not any("multiplied" in note for note in _notes(describe_details(made)))


def _activity(name, serves=1, framework="other", kind="activity"):
    named = {"framework": framework, "practice": name, "title": name.upper()}
    return {**named, "kind": kind, "serves": serves}


def _help(name, kind):
    return {"framework": "other", "id": name, "title": name.upper(), "kind": kind}


@pytest.fixture
def offered(framework):
    """Give a function that puts activities and helps into the actions of a plan, by their place."""

    def offering(*offers):
        made = plan(framework, Assessment(framework="mini"), everything=True)
        actions = [action.replace(activities=(), helps=()) for action in made.actions]
        for i, (activities, helps) in enumerate(offers):
            actions[i] = actions[i].replace(activities=activities, helps=helps)
        return made.replace(actions=tuple(actions))

    return offering


def _text(parts, kind):
    return [part.text for part in parts if isinstance(part, kind)]


def test_a_plan_alone_says_nothing(framework):
    """No empty heading."""
    made = plan(framework, Assessment(framework="mini"), everything=True)
    assert list(describe_offers(made)) == []
    assert "What other frameworks offer" not in _text(describe_plan(made, framework).parts, Heading)


def test_what_serves_several_actions_is_said_first(offered):
    """The most useful first, each once and with its actions; equals in the order of the plan."""
    two, three = _activity("two", 2), _activity("three", 3)
    parts = list(describe_offers(offered(((two, three), ()), ((two, three), ()), ((three, _activity("one")), ()))))
    assert [type(part) for part in parts[:4]] == [Heading, Paragraph, Bullets, Table]
    assert parts[1].text == "These serve several actions at once:"
    assert parts[2].items == ("THREE (other): actions 1, 2 and 3.", "TWO (other): actions 1 and 2.")


def test_two_frameworks_may_use_the_same_name(offered):
    """They are two activities."""
    both = (_activity("a", 2), _activity("a", 2, "third"))
    (bullets,) = [part for part in describe_offers(offered((both, ()), (both, ()))) if isinstance(part, Bullets)]
    assert bullets.items == ("A (other): actions 1 and 2.", "A (third): actions 1 and 2.")


def test_a_long_list_is_cut_and_says_so(offered):
    """Eight are one glance."""
    many = tuple(_activity(f"a{i}", 2) for i in range(10))
    (bullets,) = [part for part in describe_offers(offered((many, ()), (many, ()))) if isinstance(part, Bullets)]
    assert len(bullets.items) == 9
    assert bullets.items[-1] == "2 more that serve two actions or more."


def test_each_action_has_what_goes_with_it_by_kind(offered):
    """Called as its source calls it; all activities, and the first three of each other kind."""
    activities = (_activity("x"), _activity("y"), _activity("z", kind="requirement"), _activity("w"), _activity("v"))
    helps = (*(_help(f"f{i}", "facilitator") for i in range(5)), _help("c", "challenge"))
    parts = list(describe_offers(offered((activities, helps))))
    assert not [part for part in parts if isinstance(part, Bullets)]
    (table,) = [part for part in parts if isinstance(part, Table)]
    ((rank, text),) = table.rows
    assert rank == "1"
    assert text.splitlines()[1:] == [
        "Activity (other): X; Y; W; V.",
        "Requirement (other): Z.",
        "Facilitator (other): F0; F1; F2; and 2 more.",
        "Challenge (other): C.",
    ]


def test_actions_that_nothing_goes_with_are_named(offered):
    """So that nobody looks for them."""
    said = _text(describe_offers(offered(*[((_activity("x"),), ())] * 4)), Paragraph)
    assert said[0] == "Nothing is mapped to action 5."
    said = _text(describe_offers(offered(*[((), (_help("x", "lesson"),))] * 3)), Paragraph)
    assert said[0] == "Nothing is mapped to actions 4 and 5."


def test_it_says_that_the_mapping_is_editorial(offered):
    """And where the reasons are."""
    said = _text(describe_offers(offered(((_activity("x"),), ()))), Paragraph)
    assert said[-1].startswith("What goes with which action is an editorial mapping; `translate` with why=True gives")


def test_the_shortest_evidence_is_that_of_the_organization():
    """As something to fill in."""
    practice = {"id": "p", "title": "P", "evidence_template": {"default": "One page.", "payer": "One clause."}}
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], audiences=["provider", "payer"],
        blocks=[{"id": "b", "title": "B", "practices": [practice]}],
    )  # fmt: skip
    for kind, shown in (("provider", "One page."), ("payer", "One clause.")):
        said = Assessment(framework="f", organization={"id": "us", "type": kind}, ratings={"p": 0})
        made = plan(framework, said, everything=True)
        (line,) = _lines(describe_details(made, framework))
        assert f"To fill in: {shown}" in line
        assert "To fill in" not in _lines(describe_details(made))[0]
