import json

import pytest

from equity_blocks import Framework
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.result import NOTICE
from equity_blocks.reports.graph import as_mermaid, describe_graph, graph_json

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
    assert found["framework"] == {"id": "mini", "edition": "2026", "revision": 1}
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
