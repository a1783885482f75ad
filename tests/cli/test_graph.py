import json
import re

import pytest

from equity_blocks import load_framework


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
    """At the least one option of each prerequisite comes no later."""
    found = json.loads(call("graph", "hcplan-apm", "--format", "json").out)
    wave = {practice["id"]: practice["wave"] for practice in found["practices"]}
    for entry in found["prerequisites"]:
        if entry["from"] in ("partial", "in-place"):  # the target in-place needs it
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
