"""The prerequisites of a framework as a table, as a Mermaid picture and as JSON."""

import json
import re
from collections.abc import Iterator, Sequence

from equity_blocks.errors import visible
from equity_blocks.model import NOTICE, Framework, Prerequisite
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.result import ref
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Document, Paragraph, Table, worded

_STEERING = re.compile(r"""["#;%&<>{}\[\]`*_~$\\]|^[-+](?=\s)|(?<=^[0-9])[.)]|(?<=^[0-9]{2})[.)]""")
"""Mermaid's own signs, those of Markdown and of formulas, which it reads in labels, and what begins a list there."""


def describe_graph(framework: Framework, waves: Sequence[Sequence[str]], *, with_soft: bool = False) -> Document:
    """List practices wave by wave with what each needs."""
    rows = tuple(
        (str(i), framework.practices[name].title, "\n".join(_needs(framework, name, with_soft=with_soft)) or NO_VALUE)
        for i, wave in enumerate(waves, 1)
        for name in wave
    )
    said = "A wave holds what can reach its target next when capacity is unlimited, from nothing in place."
    kinds = "hard and soft" if with_soft else "hard"
    subtitle = f"{framework.id} · {kinds} prerequisites"
    columns = (
        Column("Wave", "right", is_narrow=True),
        Column(headed(framework.vocabulary.practice), is_wide=True),
        Column("Needs first", is_wide=True),
    )
    return Document(f"What needs what in {framework.title}", subtitle, (Paragraph(said), Table(columns, rows)), NOTICE)


def _needs(framework: Framework, name: str, *, with_soft: bool) -> Iterator[str]:
    for entry in _entries(framework, name, with_soft=with_soft):
        rule = framework.rule(name, entry)
        options = " or ".join(
            f"{framework.practices[other].title} ({worded(framework.scale_of(other).ids[least])})"
            for other, least in rule.any_of
        )
        before = worded(framework.scale_of(name).ids[rule.from_level])
        yield f"before {before}: {options}" + (" [soft]" if entry.kind == "soft" else "")


def _entries(framework: Framework, name: str, *, with_soft: bool) -> list[Prerequisite]:
    binding = (entry for entry in framework.practices[name].requires if not entry.waived)
    return [entry for entry in binding if with_soft or entry.kind == "hard"]


def as_mermaid(framework: Framework, *, with_soft: bool = False) -> str:
    """Draw the prerequisites as a Mermaid flowchart: solid arrows must hold, dashed ones are alternatives or soft."""
    ids = {name: f"p{i}" for i, name in enumerate(framework.practices)}
    lines = ["flowchart LR"]
    for i, (block, _, _) in enumerate(framework.walk()):
        lines.append(f'  subgraph b{i}["{_quoted(block.title)}"]')
        lines += [f'    {ids[practice.id]}["{_quoted(practice.title)}"]' for practice in block.practices]
        lines.append("  end")
    for name in framework.practices:
        for entry in _entries(framework, name, with_soft=with_soft):
            arrow = "-->" if entry.kind == "hard" and len(entry.any_of) == 1 else "-.->"
            lines += [f"  {ids[need.practice]} {arrow} {ids[name]}" for need in entry.any_of]
    return "\n".join([*lines, f"  %% {NOTICE}"]) + "\n"


def _quoted(text: str) -> str:
    """Mermaid reads #34; as the character 34; so no text can end its quotes or give it an instruction."""
    return _STEERING.sub(lambda found: f"#{ord(found[0])};", " ".join(visible(text).split()))


def graph_json(framework: Framework, waves: Sequence[Sequence[str]], *, with_soft: bool = False) -> str:
    """Write practices with their waves, and prerequisites with their options, as one JSON document."""
    wave = {name: i for i, names in enumerate(waves, 1) for name in names}
    nodes = [
        {"id": name, "title": practice.title, "block": framework.chains[name][-1].id, "wave": wave.get(name)}
        for name, practice in framework.practices.items()
    ]
    edges = [
        _edge(framework, n, entry) for n in framework.practices for entry in _entries(framework, n, with_soft=with_soft)
    ]
    head = {"schema": "equity-blocks/graph/1", "notice": NOTICE, "framework": ref(framework).model_dump(mode="json")}
    return json.dumps({**head, "practices": nodes, "prerequisites": edges}, indent=2, ensure_ascii=False)


def _edge(framework: Framework, name: str, entry: Prerequisite) -> dict[str, object]:
    rule = framework.rule(name, entry)
    return {
        "practice": name,
        "from": framework.scale_of(name).ids[rule.from_level],
        "any_of": [{"practice": other, "level": framework.scale_of(other).ids[least]} for other, least in rule.any_of],
        "kind": entry.kind,
        "basis": entry.basis,
        "why": entry.why,
    }
