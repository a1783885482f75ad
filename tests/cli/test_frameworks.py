import csv
import io
import json
import re
from pathlib import Path

import pytest

from equity_blocks import Framework, load_framework
from equity_blocks.model.practice import Practice

IDS = ["ahe-roadmap", "chcs-acap", "hcplan-apm", "ric-iccop", "rise-to-health-payers"]


def test_frameworks_are_listed_with_use_and_size(call):
    """Each has a row with its id, what it is for and how many practices it holds."""
    called = call("frameworks")
    assert (called.code, called.err) == (0, "")
    rows = [line.split() for line in called.out.splitlines()]
    found = {row[0]: (row[-3], row[-2]) for row in rows if row and row[0] in IDS}
    assert found == {
        "ahe-roadmap": ("assessment", "12"),
        "chcs-acap": ("guidance", "5"),
        "hcplan-apm": ("assessment", "49"),
        "ric-iccop": ("guidance", "5"),
        "rise-to-health-payers": ("assessment", "40"),
    }


def test_frameworks_are_listed_as_json(call):
    """Programs get the same list, one object each."""
    listed = json.loads(call("frameworks", "--format", "json").out)
    assert [item["id"] for item in listed] == IDS
    assert {tuple(item) for item in listed} == {
        ("id", "title", "edition", "use", "blocks", "practices", "origin", "place", "revisions")
    }
    assert {item["id"]: item["revisions"][-1] for item in listed} == {
        name: load_framework(name).revision for name in IDS
    }
    assert [(item["blocks"], item["practices"]) for item in listed] == [(3, 12), (1, 5), (5, 49), (1, 5), (6, 40)]


def test_frameworks_are_listed_as_csv(call):
    """One row each below the head."""
    head, *rows = csv.reader(io.StringIO(call("frameworks", "--format", "csv").out))
    assert head == ["id", "title", "edition", "use", "blocks", "practices", "origin", "place", "revisions"]
    assert [row[0] for row in rows] == IDS
    assert {row[-1].split()[0] for row in rows} == {"1"}


def test_frameworks_of_a_folder_are_listed_with_their_place(call, mini, tmp_path):
    """The folder of one's own stands below the title."""
    (tmp_path / "own" / "mini").mkdir(parents=True)
    mini.rename(tmp_path / "own" / "mini" / "framework.yaml")
    listed = json.loads(call("frameworks", "--frameworks", tmp_path / "own", "--format", "json").out)
    assert [(item["id"], item["place"]) for item in listed if item["origin"] == "folder"] == [
        ("mini", str(tmp_path / "own"))
    ]


def test_a_framework_is_shown_with_every_block_and_practice(call):
    """Each practice stands with its id, so that it can be asked for."""
    framework = load_framework("rise-to-health-payers")
    out = call("show", "rise-to-health-payers").out
    assert out.startswith(f"{framework.title}\n")
    for block in framework.blocks:
        assert block.title in out
    for name in framework.practices:
        assert re.search(rf"^ {name}\b", out, re.MULTILINE)


def test_a_practice_is_shown_with_its_question_and_who_does_it(call):
    """Ids of roles and levels are told in words."""
    called = call("show", "hcplan-apm", "data-standards")
    assert called.code == 0
    practice = load_framework("hcplan-apm").practice("data-standards")
    said = " ".join(called.out.split())
    assert said.startswith("Data Standards data-standards ·")
    assert f"Question: {practice.question['default']}" in said
    for item in practice.evidence:
        assert item in said
    assert "Data and analytics" in said


def test_json_is_the_whole_noun(call):
    """What is shown can be read back and is the same."""
    framework = load_framework("ahe-roadmap")
    assert Framework.model_validate_json(call("show", "ahe-roadmap", "--format", "json").out) == framework
    one = call("show", "ahe-roadmap", "team-charter", "--format", "json").out
    assert Practice.model_validate_json(one) == framework.practice("team-charter")
    assert json.loads(one)["id"] == "team-charter"


def test_a_folder_or_a_file_can_be_shown(call):
    """A path works like an id."""
    by_id = call("show", "rise-to-health-payers")
    assert call("show", "frameworks/rise-to-health-payers/framework.yaml") == by_id
    assert call("show", "frameworks/rise-to-health-payers/") == by_id


def test_an_unknown_practice_is_told_with_the_nearest_one(call):
    """The framework is named too."""
    assert call("show", "hcplan-apm", "vison-setting") == (
        2,
        "",
        "hcplan-apm has no promising practice 'vison-setting' (did you mean 'vision-setting'?)\n",
    )


def test_a_heading_of_ours_is_marked(call):
    """Where the source shows no heading, the reader is told that it is ours."""
    out = call("show", "hcplan-apm").out
    assert "Payment Incentives (heading ours: the source shows none)" in " ".join(out.split())
    assert out.count("heading ours") == sum(b.title_source == "derived" for b in load_framework("hcplan-apm").blocks)


def _hard(framework):
    return [entry for practice in framework.practices.values() for entry in practice.requires if entry.kind == "hard"]


def test_the_table_lists_every_practice_once(call):
    """The waves stand in ascending order, from 1."""
    out = call("graph", "hcplan-apm").out
    waves = [int(line.split()[0]) for line in out.splitlines() if re.match(r" +\d+  \S", line)]
    assert len(waves) == 49
    assert waves == sorted(waves)
    assert waves[0] == 1


@pytest.mark.parametrize("name", ["hcplan-apm", "ahe-roadmap", "chcs-acap"])
def test_json_has_every_practice_and_every_hard_prerequisite(call, name):
    """A practice names its block and wave, a prerequisite its options, its basis and why."""
    framework = load_framework(name)
    found = json.loads(call("graph", name, "--format", "json").out)
    assert set(found) == {"schema", "notice", "framework", "practices", "prerequisites"}
    assert found["schema"] == "equity-blocks/graph/1"
    assert found["framework"]["id"] == name
    assert [practice["id"] for practice in found["practices"]] == list(framework.practices)
    assert {tuple(practice) for practice in found["practices"]} == {("id", "title", "block", "wave")}
    assert len(found["prerequisites"]) == len(_hard(framework))
    for entry in found["prerequisites"]:
        assert set(entry) == {"practice", "from", "any_of", "kind", "basis", "why"}
        assert entry["kind"] == "hard"
        assert all(set(need) == {"practice", "level"} for need in entry["any_of"])


def test_a_practice_stands_in_a_later_wave_than_what_it_needs(call):
    """At the least one option of each prerequisite comes no later, but where two need one another at other levels."""
    found = json.loads(call("graph", "hcplan-apm", "--format", "json").out)
    wave = {practice["id"]: practice["wave"] for practice in found["practices"]}
    needs = {name: set() for name in wave}
    for entry in found["prerequisites"]:
        if entry["from"] != "sustained":  # the target in-place needs it
            needs[entry["practice"]] |= {need["practice"] for need in entry["any_of"]}
    for entry in found["prerequisites"]:
        mutual = any(entry["practice"] in needs[need["practice"]] for need in entry["any_of"])
        if entry["from"] != "sustained" and not mutual:
            assert min(wave[need["practice"]] for need in entry["any_of"]) <= wave[entry["practice"]]


def test_soft_prerequisites_are_shown_when_asked_for(call):
    """Most of the Roadmap's prerequisites only advise."""
    hard = json.loads(call("graph", "ahe-roadmap", "--format", "json").out)["prerequisites"]
    both = json.loads(call("graph", "ahe-roadmap", "--format", "json", "--soft").out)["prerequisites"]
    assert [entry for entry in both if entry["kind"] == "hard"] == hard
    assert len(both) > len(hard)
    assert "[soft]" in call("graph", "ahe-roadmap", "--soft").out
    assert "[soft]" not in call("graph", "ahe-roadmap").out


STATEMENT = re.compile(
    r'flowchart LR|  subgraph b\d+\["[^"]+"\]|    p\d+\["[^"]+"\]|  end|  p\d+ (?:-->|-\.->) p\d+|  %% Self-.*',
)


@pytest.mark.parametrize("name", ["hcplan-apm", "ahe-roadmap", "rise-to-health-payers"])
def test_mermaid_has_a_box_for_every_practice_and_an_arrow_for_every_option(call, name):
    """Each line is a statement of a flowchart."""
    framework = load_framework(name)
    called = call("graph", name, "--format", "mermaid")
    assert (called.code, called.err) == (0, "")
    lines = called.out.rstrip("\n").split("\n")
    assert [line for line in lines if not STATEMENT.fullmatch(line)] == []
    assert lines[0] == "flowchart LR"
    assert sum(line.startswith("    p") for line in lines) == len(framework.practices)
    assert sum("->" in line for line in lines) == sum(len(entry.any_of) for entry in _hard(framework))


def test_no_title_becomes_a_statement_of_mermaid(call, hostile):
    """Line breaks, comments, quotes and tags stay inside their boxes."""
    out = call("graph", hostile[0], "--format", "mermaid").out
    assert [line for line in out.rstrip("\n").split("\n") if not STATEMENT.fullmatch(line)] == []
    assert "<b>" not in out
    assert sum(line.startswith("    p") for line in out.split("\n")) == 4


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_other_formats_are_refused(call, form):
    """The message names those there are."""
    called = call("graph", "hcplan-apm", "--format", form)
    assert (called.code, called.out) == (2, "")
    assert "'table', 'mermaid', 'json'" in called.err


OTHER = {"title: Vision,": "title: The Vision,", "id: training": "id: training\n        weight: 2"}


def _other(mini, files, **more):
    text = mini.read_text(encoding="utf-8")
    for old, new in {**OTHER, **more}.items():
        text = text.replace(old, new)
    return files("other.yaml", text)


def test_a_difference_is_told_and_ends_with_one(call, mini, files):
    """Meaning first, wording last, and that the revision should have been raised."""
    called = call("diff", mini, _other(mini, files))
    assert (called.code, called.err) == (1, "")
    assert "1 change of meaning, 1 of wording." in called.out
    assert "raise it, so that files can tell" in " ".join(called.out.split())
    assert called.out.index("Weights") < called.out.index("Wording only")


def test_no_difference_ends_with_zero(call, mini):
    """Ids and paths may be mixed."""
    called = call("diff", "hcplan-apm", "frameworks/hcplan-apm")
    assert (called.code, called.err) == (0, "")
    assert "There is no difference." in called.out
    assert call("diff", mini, "-", stdin=mini.read_text(encoding="utf-8")).code == 0


def test_a_difference_for_programs(call, mini, files):
    """One document, or one row for each change."""
    other = _other(mini, files)
    found = json.loads(call("diff", mini, other, "--format", "json").out)
    assert (found["schema"], found["needs_revision"]) == ("equity-blocks/difference/1", True)
    assert [(item["kind"], item["from"], item["to"]) for item in found["alterations"]] == [
        ("weight", "1", "2"),
        ("wording", "Vision", "The Vision"),
    ]
    head, *rows = csv.reader(io.StringIO(call("diff", mini, other, "--format", "csv").out))
    assert (head[0], [row[0] for row in rows]) == ("kind", ["weight", "wording"])


def test_standard_input_is_read_once(call):
    """It cannot be both."""
    called = call("diff", "-", "-")
    assert called.code == 2
    assert "standard input (-) can be read only once" in called.err


def test_two_frameworks_are_refused(call):
    """With the way out."""
    called = call("diff", "hcplan-apm", "ahe-roadmap")
    assert (called.code, called.out) == (2, "")
    assert called.err.startswith("'hcplan-apm' and 'ahe-roadmap' are two frameworks, not two revisions of one: give")


def test_goals_are_listed_and_shown(call):
    """With their ids; one by its id or its path; as JSON, too."""
    assert "postpartum-visit" in call("goals").out
    ids = [item["id"] for item in json.loads(call("goals", "--format", "json").out)]
    assert ids == sorted(ids)
    shown = call("goals", "postpartum-visit")
    assert shown.out.startswith("Visits after birth\n")
    path = Path("frameworks/goals/postpartum-visit.yaml")
    assert call("goals", path) == call("goals", "-", stdin=path.read_text(encoding="utf-8")) == shown
    assert json.loads(call("goals", "postpartum-visit", "--format", "json").out)["basis"] == "editorial"
    unknown = call("goals", "postpartm-visit")
    assert unknown.code == 2
    assert "did you mean 'postpartum-visit'?" in unknown.err


@pytest.mark.parametrize("audience", ["provider", "health-plan", "purchaser", "partnership"])
def test_an_audience_is_shown_its_own_words_alone(call, audience):
    """Of a practice and of the whole; nothing is said of other audiences."""
    framework = load_framework("hcplan-apm")
    for practice in framework.practices.values():
        said = " ".join(call("show", "hcplan-apm", practice.id, "--for", audience).out.split())
        assert f"Question: {' '.join(practice.question_for(audience).split())}" in said
        assert not re.search(r"Question to a |, for a (provider|health plan|purchaser|partnership):", said)
    whole = " ".join(call("show", "hcplan-apm", "--for", audience).out.split())
    assert framework.practice("vision-setting").question_for(audience) in whole


def test_an_unknown_audience_is_not_shown(call):
    """The nearest one is named."""
    called = call("show", "hcplan-apm", "--for", "helth-plan")
    assert (called.code, called.out) == (2, "")
    assert "did you mean 'health-plan'?" in called.err


def test_json_for_an_audience_has_its_words_alone(call):
    """Under `default`, as what holds for everybody."""
    one = json.loads(call("show", "hcplan-apm", "vision-setting", "--for", "purchaser", "--format", "json").out)
    assert list(one["question"]) == ["default"]
