"""Where a source calls its blocks and practices otherwise, nobody reads these words: in no report and no message."""

import re

import pytest

from equity_blocks.cli.app import run

FRAMEWORK = """\
id: mini
title: Mini
edition: "1"
revision: 2
terms: {block: Area, practice: Activity}
scale: implementation
roles: {board: Board, member: Members}
scoring:
  min_coverage: 0.05
  bands: [{id: early, title: Early, from: 0}, {id: far, title: Far, from: 0.5}]
  stages: {}
  verdicts: [{id: good, title: Good, when: {overall: {above: 0.9}}}, {id: open, title: Open}]
targets: {default: in-place}
blocks:
  - id: people
    title: People
    scoring: {over: practices}
    practices:
      - id: vision
        title: Vision
        question: Is there a vision?
        effort: S
        roles: [board]
        must_pass: partial
        horizon: long
      - id: training
        title: Training
        question: Is there training?
        horizon: short
        requires: [{practice: vision, from: planned, why: Training needs a vision to teach.}]
      - {id: hiring, title: Hiring, question: Is there hiring?, effort: L}
  - id: power
    title: Power
    scoring: {aggregate: minimum, not_applicable: target}
    practices:
      - {id: council, title: Council, question: Is there a council?, was: [board]}
      - id: pay
        title: Pay
        question: Is there pay?
        requires: [{any_of: [{practice: council}, {practice: hiring, level: partial}], from: in-place, why: w}]
  - id: empty
    title: Empty
    weight: 20
    scoring: {aggregate: gate, level: partial}
    practices: [{id: alone, title: Alone}]
  - id: deep
    title: Deep
    scoring: {over: grandchildren}
    blocks: [{id: deeper, title: Deeper, scoring: {aggregate: all_or_nothing}, practices: [{id: last, title: Last}]}]
"""
OLDER = (
    FRAMEWORK.replace("revision: 2", "revision: 1")
    .replace("id: council, title: Council", "id: board, title: Table")
    .replace("practice: council", "practice: board")
    .replace(", was: [board]", "")
)
SAID = """\
framework: mini
edition: "1"
revision: {revision}
id: acme
organization: {{id: acme, name: Acme}}
as_of: 2026-06-30
final: true
note: seen by all
respondents: [{{id: ann, role: board}}, {{id: ben, role: member}}, {{id: cem, role: board, asked: [people]}}]
evidence: {{plan: {{title: Plan, date: 2020-01-01, note: a draft}}, other: {{title: Other}}}}
goals:
  - id: visits
    population: Members
    measure: Visits
    baseline: {{value: 50, unit: percent}}
    target: {{value: 70, by: 2028-06-30}}
    observed: [{{period: "2026", value: 55}}]
    root_causes: [{{title: No say, practices: [pay]}}, {{title: No time}}]
    note: asked for
initiatives: [{{id: school, title: School, practices: [training], note: goes on}}]
actions: {{training: {{progress: started, note: begun}}}}
planning: {{start: 2027-Q1, periods: 4, capacity: 20}}
ratings:
  vision: {vision}
  training: {{level: in-place, evidence: [plan], note: for all}}
  hiring:
    answers: {{ann: {{level: partial, note: some}}, ben: not-started}}
    agreed: {{level: planned, by: all, why: w}}
  {council}: {{answers: {{ann: partial, ben: {{not_applicable: nobody}}}}}}
  pay: {{level: planned, importance: high, required_by: [{{title: Contract, due: 2027-01-31}}]}}
  last: {{not_applicable: none}}
"""
OTHER = (
    FRAMEWORK.replace("id: mini", "id: other").replace("title: Mini", "title: Other").replace("id: alone", "id: more")
)
CROSSWALK = """\
id: mini--other
title: Mini and Other
from: {framework: mini, edition: "1", revision: 2}
to: {framework: other, edition: "1", revision: 2}
mappings:
  - {from: training, to: training, relation: equal, basis: editorial, why: the same}
  - {from: pay, to: pay, relation: overlaps, share: 0.4, uses: 0.5, basis: editorial, why: close}
unmapped:
  from: [{practices: [vision, hiring, council, alone, last], why: none}]
  to: [{practices: [vision], why: none}]
"""
TAILORING = """\
framework: mini
id: ours
terms: {practice: Task}
practices: {hiring: {out: not here}, pay: {weight: 2, effort: L}}
"""
WRONG = """\
framework: mini
ratings: {visoin: partial, vision: partly, training: {criteria: {x: planned}}}
"""
PLAIN = {"validate", "lint", "init", "migrate", "graph"}
"""They have no other form."""
COMMANDS = [
    "validate said.yaml wrong.yaml",
    "show mini",
    "show mini pay",
    "show mini nothing",
    "graph mini --soft",
    "lint mini",
    "lint said.yaml",
    "init mini",
    "score said.yaml --details",
    "score early.yaml --framework older.yaml --details",
    "score blank.yaml",
    "score wrong.yaml",
    "explain said.yaml",
    "explain said.yaml people",
    "explain said.yaml power",
    "explain said.yaml deep",
    "explain said.yaml training",
    "explain said.yaml hiring",
    "explain said.yaml nothing",
    "stability said.yaml",
    "evidence said.yaml",
    "respondents said.yaml",
    "respondents said.yaml --share client",
    "respondents blank.yaml",
    "reach said.yaml far",
    "reach blank.yaml far",
    "plan said.yaml --details",
    "plan said.yaml --by block",
    "plan said.yaml --band far --details",
    "plan said.yaml --since since.yaml --all --confidence",
    "plan said.yaml --set training=sustained",
    "plan said.yaml --all --slip pay=1",
    "plan said.yaml --set nothing=partial",
    "plan blank.yaml --details",
    "compare early.yaml said.yaml --framework-before older.yaml --details",
    "diff older.yaml mini/framework.yaml",
    "migrate early.yaml --to 2 --framework-before older.yaml -o -",
    "translate said.yaml --to other --crosswalk walk.yaml --why",
    "coverage said.yaml --framework other --crosswalk walk.yaml",
    "score said.yaml --tailoring ours.yaml",
    "plan said.yaml --tailoring ours.yaml",
    "show mini --tailoring ours.yaml",
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give a folder with a framework that has terms of its own, and all that goes with it."""
    files = {
        "mini/framework.yaml": FRAMEWORK,
        "other/framework.yaml": OTHER,
        "older.yaml": OLDER,
        "walk.yaml": CROSSWALK,
        "ours.yaml": TAILORING,
        "said.yaml": SAID.format(revision=2, vision="{not_pursued: later}", council="council"),
        "since.yaml": SAID.format(revision=2, vision="planned", council="council"),
        "early.yaml": SAID.format(revision=1, vision="planned", council="board"),
        "blank.yaml": "framework: mini\nas_of: 2026-06-30\n",
        "wrong.yaml": WRONG,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EQUITY_BLOCKS_PATH", str(tmp_path))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", COMMANDS)
def test_nobody_reads_of_practices_or_blocks_where_they_are_called_otherwise(command, capsys):
    """Whatever is written: a report, a finding, a problem."""
    words = command.split()
    code = run([*words, *(["--format", "markdown"] if words[0] not in PLAIN else [])])
    said = "\n".join(capsys.readouterr())
    assert "Usage" not in said
    assert (code > 1) == any(wrong in command for wrong in ("nothing", "wrong")), said
    assert not re.findall(r".*(?<![-\w`'{])(?:practices?|blocks?)(?![-\w`':\[]).*", said, re.IGNORECASE), said


@pytest.mark.usefixtures("folder")
def test_a_tailoring_renames_what_its_framework_calls_otherwise(capsys):
    """One and several, everywhere."""
    run(["score", "said.yaml", "--tailoring", "ours.yaml", "--details"])
    said = capsys.readouterr().out
    assert "Scope: 6 tasks" in said
    assert not re.search("activit", said.replace("Activity is called Task here", ""), re.IGNORECASE)
