import json

import pytest

from equity_blocks import Framework, Listing, frameworks
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import enumerated
from equity_blocks.model.result import NOTICE
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.framework import (
    as_mermaid,
    describe_framework,
    describe_frameworks,
    describe_graph,
    describe_practice,
    graph_json,
)

FULL = Framework(
    id="full",
    title="Full",
    edition="1st",
    revision=3,
    audiences=["health-plan"],
    source={"citation": "Somebody (2024) Something.", "url": "https://example.org"},
    rights={"holder": "Somebody", "notice": "Not endorsed."},
    summary="All that a framework may say.",
    scale=["no", "some", "yes"],
    roles={"board": "Board of directors"},
    blocks=[
        {
            "id": "one",
            "title": "One",
            "title_source": "derived",
            "blocks": [
                {
                    "id": "two",
                    "title": "Two",
                    "practices": [
                        {
                            "id": "vision",
                            "title": "Vision",
                            "horizon": "short",
                            "theme": "Leading",
                            "summary": "Where to go.",
                            "question": {"default": "Is there one?", "health-plan": "Has the plan one?"},
                            "levels": {"some": "it is drafted"},
                            "criteria": [{"id": "a", "title": "Part A"}],
                            "evidence": ["Minutes"],
                            "roles": ["board"],
                            "involve": ["Members"],
                            "effort": "L",
                            "requires": [
                                {"practice": "bare", "level": "some", "basis": "source", "why": "Page 3 says so."},
                                {
                                    "any_of": [{"practice": "bare"}, {"practice": "third", "level": "some"}],
                                    "kind": "soft",
                                    "from": "some",
                                    "why": "It helps.",
                                },
                            ],
                            "resources": [{"title": "Book", "publisher": "Press", "url": "https://example.org/b"}],
                        },
                        {"id": "bare", "title": "Bare"},
                        {"id": "third", "title": "Third"},
                    ],
                }
            ],
        }
    ],
    steps=[{"id": "begin", "title": "Begin", "summary": "Now."}],
    enablers=[{"id": "money", "title": "Money", "kind": "challenge", "summary": "There is little."}],
    aspects=[{"id": "lasting", "title": "Lasting", "summary": "It goes on."}],
)


def test_a_framework_says_where_it_comes_from_and_what_is_in_it():
    """Source, rights, scale, blocks with their practices, steps, enablers and aspects, in this order."""
    document = describe_framework(FULL)
    assert (document.title, document.notice) == ("Full", NOTICE)
    assert document.subtitle == "full · edition 1st · revision 3 · 3 practices"
    (table,) = document.tables
    assert table.rows == (
        ("Vision\nvision", "short", "2"),
        ("Bare\nbare", NO_VALUE, "0"),
        ("Third\nthird", NO_VALUE, "0"),
    )
    assert tuple(part for part in document.parts if part is not table) == (
        Paragraph("All that a framework may say."),
        Paragraph("Source: Somebody (2024) Something. https://example.org"),
        Paragraph("Rights: Somebody. Not endorsed."),
        Paragraph("Scale: no (0), some (0.5), yes (1)."),
        Heading("One (heading ours: the source shows none)"),
        Heading("One / Two"),
        Heading("Next steps of the source"),
        Bullets(("Begin: Now.",)),
        Heading("Runs through everything"),
        Bullets(("Lasting: It goes on.",)),
        Heading("What helps and what hinders"),
        Bullets(("Money (challenge): There is little.",)),
    )


def test_a_framework_that_says_little_is_shown_too(framework):
    """What is not given is left out; an edition is told as not stated."""
    bare = framework.replace(edition="")
    document = describe_framework(bare)
    assert document.subtitle == "mini · edition not stated · revision 1 · 5 practices"
    assert document.parts[:2] == (Paragraph("Scale: no (0), some (0.5), yes (1)."), Heading("People"))


def test_a_practice_says_everything_about_itself():
    """What it asks, what its levels mean, who does it, and what it needs first, with whose word that is."""
    document = describe_practice(FULL, FULL.practice("vision"))
    assert (document.title, document.notice) == ("Vision", NOTICE)
    assert document.subtitle == "vision · Two · Leading · effort L"
    assert document.parts == (
        Paragraph("Where to go."),
        Paragraph("Question: Is there one?"),
        Paragraph("Question to a health plan: Has the plan one?"),
        Heading("Levels"),
        Bullets(("no: No", "some: it is drafted", "yes: Yes")),
        Heading("Parts, rated by `criteria:`; their mean counts"),
        Bullets(("a: Part A",)),
        Heading("What would show it"),
        Bullets(("Minutes",)),
        Heading("Who"),
        Bullets(("Board of directors",)),
        Heading("Who outside must take part"),
        Bullets(("Members",)),
        Heading("Prerequisites"),
        Bullets(
            (
                "before yes: Bare at some (hard, source): Page 3 says so.",
                "before some: Bare at yes or Third at some (soft, editorial): It helps.",
            )
        ),
        Heading("Resources"),
        Bullets(("Book, Press, https://example.org/b",)),
    )


def test_a_practice_that_applies_to_everybody_says_so():
    """Its answer that it does not is refused."""
    strict = {"id": "p", "title": "P", "not_applicable": "refused"}
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": [strict]}]
    )
    said = Paragraph("It applies to everybody: the answer that it does not apply is refused.")
    assert said in describe_practice(framework, framework.practice("p")).parts


def test_what_differs_by_audience_is_said_of_each():
    """Wording, levels and roles of everybody first; and whom it is meant for, who can answer, what to look out for."""
    practice = {
        "id": "p", "title": "P", "applies_to": ["provider", "payer"], "plain": "Is it done?",
        "levels": {"yes": {"default": "Done.", "payer": "In all contracts."}},
        "roles": {"default": ["board"], "payer": ["contracts"]}, "ask": ["contracts"],
        "cautions": [{"kind": "legal", "text": "Rules differ by state.", "as_of": "2026-11-01"}],
    }  # fmt: skip
    framework = Framework(
        id="f", title="F", scale=["no", "yes"], audiences=["provider", "payer"],
        roles={"board": "Board", "contracts": "Contracting"},
        blocks=[{"id": "b", "title": "B", "practices": [practice]}],
    )  # fmt: skip
    assert describe_practice(framework, framework.practice("p")).parts == (
        Paragraph("Question in plain language: Is it done?"),
        Paragraph("It is meant for: provider and payer."),
        Heading("Levels"), Bullets(("no: No", "yes: Done.", "yes, for a payer: In all contracts.")),
        Heading("Who"), Bullets(("Board", "Contracting (of a payer)")),
        Heading("Who can answer the question"), Bullets(("Contracting",)),
        Heading("Cautions"), Bullets(("legal, as of 2026-11-01: Rules differ by state.",)),
    )  # fmt: skip


def test_a_practice_that_says_little_is_shown_too():
    """Effort that nobody gave is marked as assumed."""
    document = describe_practice(FULL, FULL.practice("bare"))
    assert document.subtitle == "bare · Two · effort M?"
    assert document.parts == (Heading("Levels"), Bullets(("no: No", "some: Some", "yes: Yes")))


def test_effort_in_days_is_told_in_days(framework):
    """A range reads as people say it, not as a program prints it."""
    people, power = framework.blocks
    vision, training = people.practices
    timed = vision.replace(effort={"low": 5, "likely": 8, "high": 20})
    changed = framework.replace(blocks=(people.replace(practices=(timed, training)), power))
    subtitle = describe_practice(changed, changed.practice("vision")).subtitle
    assert "=" not in subtitle
    assert "8" in subtitle


def test_each_framework_is_a_row_with_its_edition():
    """Id, title with edition below, use, and size."""
    rows = describe_frameworks(frameworks()).tables[0].rows
    assert len(rows) == 5
    first, *others = frameworks()[0].revisions[::-1]
    earlier = f", earlier {enumerated([f'ahe-roadmap@{each}' for each in sorted(others)])}" if others else ""
    title = f"The Roadmap to Advance Health Equity\nedition 2023-03 · revision {first}{earlier}"
    assert rows[0] == ("ahe-roadmap", title, "assessment", "12", "shipped")
    assert [row[2] for row in rows] == ["assessment", "guidance", "assessment", "guidance", "assessment"]


def test_an_empty_catalogue_is_an_empty_table():
    """Nothing to list is no error."""
    assert describe_frameworks(()).tables[0].rows == ()


def test_where_a_framework_comes_from_stands_below_its_title():
    """The folder, or the plug-in with its version."""
    listing = frameworks()[0]._replace(edition="", origin="plug-in", place="acme 1.0", revisions=())
    (row,) = describe_frameworks([listing]).tables[0].rows
    assert (row[1].splitlines()[1], row[-1]) == ("acme 1.0", "plug-in")


def test_the_revisions_of_a_framework_stand_below_its_title():
    """The current one, and how earlier ones are opened."""
    listing = Listing("mini", "Mini", "", "assessment", 1, 2)
    below = [
        describe_frameworks([listing._replace(revisions=revisions)]).tables[0].rows[0][1].splitlines()[1]
        for revisions in ((1,), (1, 2), (1, 2, 4))
    ]
    assert below == ["revision 1", "revision 2, earlier mini@1", "revision 4, earlier mini@1 and mini@2"]


WAVES = (("vision", "data-basis", "council"), ("training", "pay"))


def _named(title):
    practices = [{"id": "p", "title": title}]
    return Framework(
        id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b-1", "title": title, "practices": practices}]
    )


@pytest.fixture
def choices(framework):
    """Give a framework in which pay needs one of two, and would go easier with a third."""
    people, power = framework.blocks
    *others, pay = power.practices
    requires = [
        {"any_of": [{"practice": "council", "level": "some"}, {"practice": "data-basis"}], "why": "Either will do."},
        {"practice": "vision", "kind": "soft", "why": "It helps."},
    ]
    return framework.replace(blocks=(people, power.replace(practices=(*others, pay.replace(requires=requires)))))


def test_the_table_says_what_each_practice_needs_first(framework):
    """Wave by wave, with the level that must hold; a dash where nothing is needed."""
    document = describe_graph(framework, WAVES)
    assert (document.title, document.subtitle) == ("What needs what in Mini Framework", "mini · hard prerequisites")
    assert document.notice == NOTICE
    assert document.tables[0].rows == (
        ("1", "Vision", NO_VALUE),
        ("1", "Data Basis", NO_VALUE),
        ("1", "Member Council", NO_VALUE),
        ("2", "Training", "before yes: Vision (yes)"),
        ("2", "Pay for Results", "before some: Member Council (yes)\nbefore some: Data Basis (yes)"),
    )


def test_alternatives_and_soft_prerequisites_are_told_apart(choices):
    """Soft ones only when they are asked for."""
    hard, both = (describe_graph(choices, WAVES, with_soft=soft) for soft in (False, True))
    assert hard.tables[0].rows[-1][2] == "before yes: Member Council (some) or Data Basis (yes)"
    assert (
        both.tables[0].rows[-1][2]
        == "before yes: Member Council (some) or Data Basis (yes)\nbefore yes: Vision (yes) [soft]"
    )
    assert both.subtitle == "mini · hard and soft prerequisites"


def test_a_whole_picture(choices):
    """Solid arrows must hold; dashed ones are alternatives, or soft."""
    assert as_mermaid(choices, with_soft=True) == (
        "flowchart LR\n"
        '  subgraph b0["People"]\n'
        '    p0["Vision"]\n'
        '    p1["Training"]\n'
        "  end\n"
        '  subgraph b1["Power"]\n'
        '    p2["Data Basis"]\n'
        '    p3["Member Council"]\n'
        '    p4["Pay for Results"]\n'
        "  end\n"
        "  p0 --> p1\n"
        "  p3 -.-> p4\n"
        "  p2 -.-> p4\n"
        "  p0 -.-> p4\n"
        f"  %% {NOTICE}\n"
    )
    assert "p0 -.-> p4" not in as_mermaid(choices)


@pytest.mark.parametrize(
    "title",
    ['a "b"', "<b>x</b>", "a\nb", "a\n%% b", "a\rb", "x\u2028y", "a] --> p0", "a\x1b[31m"],
    ids=ascii,
)
def test_a_title_stays_inside_its_box(title):
    """One line each: quotes and tags are escaped, and a line break (a comment may follow) is none."""
    lines = as_mermaid(_named(title)).splitlines()
    assert len(lines) == 5
    assert lines[1].startswith('  subgraph b0["a' if title[0] == "a" else '  subgraph b0["')
    for line in lines[1:3]:
        inside = line.partition('["')[2].removesuffix('"]')
        assert not {'"', "<", ">", "\x1b"} & set(inside)


@pytest.mark.parametrize("title", ["%%{init: {'theme': 'dark'}}%%", "a %%{init: {'flowchart': {}}}%% b"])
def test_a_title_gives_mermaid_no_directive(title):
    """Mermaid obeys `%%{...}%%` wherever it stands, so it must not stand there."""
    assert "%%{" not in as_mermaid(_named(title))


def test_json_tells_practices_and_prerequisites(choices):
    """Levels are filled in, and every prerequisite says whose word it is."""
    found = json.loads(graph_json(choices, WAVES))
    assert (found["schema"], found["notice"]) == ("equity-blocks/graph/1", NOTICE)
    assert {"id": "mini", "edition": "2026", "revision": 1}.items() <= found["framework"].items()
    assert found["practices"][-1] == {"id": "pay", "title": "Pay for Results", "block": "power", "wave": 2}
    assert found["prerequisites"][-1] == {
        "practice": "pay",
        "from": "yes",
        "any_of": [{"practice": "council", "level": "some"}, {"practice": "data-basis", "level": "yes"}],
        "kind": "hard",
        "basis": "editorial",
        "why": "Either will do.",
    }


def test_a_practice_in_no_wave_has_null(framework):
    """What is not reached has no wave, which is not 0."""
    waves = {item["id"]: item["wave"] for item in json.loads(graph_json(framework, WAVES[:1]))["practices"]}
    assert waves == {"vision": 1, "training": None, "data-basis": 1, "council": 1, "pay": None}


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("1. First", "1#46; First"),
        ("12) Twelfth", "12#41; Twelfth"),
        ("- item", "#45; item"),
        ("2.5 points", "2#46;5 points"),
        ("*a* _b_ ~c~", "#42;a#42; #95;b#95; #126;c#126;"),
        ("$$x$$ \\n", "#36;#36;x#36;#36; #92;n"),
        ("a-b + c", "a-b + c"),
        ("a\u202eb", "a\ufffdb"),
    ],
)
def test_a_title_is_no_markdown_and_no_formula(title, label):
    """Mermaid reads both in labels, and draws an error where a list begins."""
    assert f'  subgraph b0["{label}"]' in as_mermaid(_named(title)).splitlines()


@pytest.mark.parametrize(
    ("least", "said"),
    [
        (1, ""),
        (2, " \N{MIDDLE DOT} at least 2 quarters a level"),
        ({"some": 2, "yes": 4}, " \N{MIDDLE DOT} at least 2 quarters to some and 4 quarters to yes"),
        ({"some": 1, "yes": 3}, " \N{MIDDLE DOT} at least 3 quarters to yes"),
        ({"yes": 1}, ""),
    ],
)
def test_the_least_time_stands_beside_the_effort(least, said):
    """For every level or by level; one quarter asks for nothing."""
    practices = [{"id": "p", "title": "P", "effort": "S", "min_periods": least}]
    framework = Framework(
        id="f", title="F", scale=["no", "some", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    assert (
        describe_practice(framework, framework.practice("p")).subtitle
        == f"p \N{MIDDLE DOT} B \N{MIDDLE DOT} effort S{said}"
    )


ABOUT = [
    {"id": "voluntary", "title": "Voluntary", "summary": "Nobody has to."},
    {
        "id": "payment",
        "title": "Payment",
        "choices": [
            {"id": "fees", "title": "Fees", "summary": "For each service."},
            {"id": "shares", "title": "Shares"},
        ],
    },
]


def test_what_a_source_says_about_itself_is_shown_with_the_kinds_that_it_tells_apart():
    """By their ids, since evidence states them so."""
    document = describe_framework(FULL.replace(about=ABOUT))
    assert Bullets(("Voluntary: Nobody has to.", "Payment")) in document.parts
    assert Bullets(("Fees (fees): For each service.", "Shares (shares)")) in document.parts
    assert Paragraph("Evidence of an assessment states one as `profile: {payment: ...}`.") in document.parts


def test_what_days_of_effort_count_is_shown_with_the_factors():
    """Where the framework says so."""
    framework = FULL.replace(effort_counts="They count meetings.", effort_by_size={"small": 0.5, "large": 1.6})
    said = [part.text for part in describe_framework(framework).parts if isinstance(part, Paragraph)]
    assert "Person-days of effort (editorial): S 10, M 30, L 90, XL 240. They count meetings." in said
    assert (
        "They are multiplied by the size of the organization: small 0.5, large 1.6. An organization's own days are not."
    ) in said


def _template_of(audience=None, **practice):
    given = {"id": "vision", "title": "Vision", **practice}
    framework = FULL.replace(blocks=[{"id": "b", "title": "B", "practices": [given]}])
    document = describe_practice(framework, framework.practice("vision"), audience)
    return [part.items if isinstance(part, Bullets) else part.text for part in document.parts]


def test_the_shortest_evidence_is_shown_by_audience():
    """For everybody first."""
    shown = _template_of(evidence_template={"health-plan": "One clause.", "default": "One page."})
    assert ("One page.", "for a health plan: One clause.") in shown


def test_what_is_not_meant_for_an_audience_says_so():
    """To whoever it is shown for; for others it says whom it is meant for."""
    sentence = "It is meant for health plan, not for a purchaser: say that it does not apply, or rate it."
    assert sentence in _template_of("purchaser", applies_to=["health-plan"])
    assert "It is meant for: health plan." in _template_of("health-plan", applies_to=["health-plan"])
    assert "It is meant for: health plan." in _template_of(applies_to=["health-plan"])


def test_for_an_audience_each_practice_stands_with_its_question():
    """And with what is not meant for it."""
    practices = [{"id": "p", "title": "P", "question": "Do you?", "applies_to": ["health-plan"]},
                 {"id": "q", "title": "Q", "summary": "In short."}]  # fmt: skip
    framework = FULL.replace(blocks=[{"id": "b", "title": "B", "practices": practices}])
    document = describe_framework(framework, "purchaser")
    first, second = (row[0] for row in document.tables[0].rows)
    assert first.startswith("P\np\nDo you?\nIt is meant for health plan, not for a purchaser")
    assert second == "Q\nq\nIn short."
    assert document.subtitle.endswith("· for a purchaser")
