"""Frameworks: the list of them, one of them, one practice, and what needs what."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from equity_blocks.model import NOTICE, Effort, Framework, Practice, Prerequisite, Resource
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import counted, enumerated
from equity_blocks.model.practice import AUDIENCE_OF_ALL
from equity_blocks.model.result import ref
from equity_blocks.model.scale import Scale
from equity_blocks.model.vocabulary import headed
from equity_blocks.reports.document import Column, Document, Heading, Paragraph, Part, Table, bulleted, figures, worded
from equity_blocks.reports.framing import changes_of
from equity_blocks.reports.mermaid import label

_COLUMNS = (Column("Horizon", is_narrow=True), *figures("Needs"))


def describe_framework(framework: Framework, audience: str | None = None) -> Document:
    """Say what a framework is, where it comes from, and what stands in it.

    Args:
        framework: What is shown; for an audience, with its own wordings alone.
        audience: For whom: each practice then stands with its question. Default: nobody in particular.
    """
    parts: list[Part] = [Paragraph(framework.summary)] if framework.summary else []
    if framework.source:
        parts.append(Paragraph(f"Source: {framework.source.citation} {framework.source.url}".strip()))
    if framework.rights:
        parts.append(Paragraph(f"Rights: {framework.rights.holder}. {framework.rights.notice}".strip()))
    levels = ", ".join(f"{level.id} ({level.value:g})" for level in framework.scale.levels)
    parts.append(Paragraph(f"Scale: {_any_score(framework.scale)}{levels}."))
    parts += [Paragraph(sentence) for sentence in effort_in_words(framework)]
    for block, around, _ in framework.walk():
        derived = " (heading ours: the source shows none)" if block.title_source == "derived" else ""
        derived = f" (in the source: {block.source_title})" if block.source_title else derived
        parts.append(Heading(" / ".join(b.title for b in (*around, block)) + derived))
        if block.practices:
            first = Column(framework.vocabulary.fill("{Practice}, and its id"), is_wide=True)
            parts.append(Table((first, *_COLUMNS), tuple(_row(p, audience) for p in block.practices)))
    parts += _of_itself(framework)
    for title, items in (("Next steps of the source", framework.steps), ("Runs through everything", framework.aspects)):
        parts += bulleted(title, (f"{item.title}: {item.summary}" for item in items))
    enablers = (f"{item.title} ({item.kind}): {item.summary}" for item in framework.enablers)
    parts += bulleted("What helps and what hinders", enablers)
    if framework.tailored:
        parts += changes_of(framework.tailored, framework.revision)
    size = counted(len(framework.practices), framework.vocabulary.practice, framework.vocabulary.practices)
    subtitle = f"{framework.id} · edition {framework.edition or 'not stated'} · revision {framework.revision} · {size}"
    subtitle += f" · for a {worded(audience)}" if audience else ""
    return Document(framework.title, subtitle, tuple(parts), NOTICE)


def effort_in_words(framework: Framework) -> Iterator[str]:
    """Say what the days of a size are, what they count and what they are multiplied by, where a framework says so.

    Args:
        framework: Whose days they are.
    """
    if not (framework.effort_counts or framework.effort_by_size):
        return
    days = ", ".join(f"{size} {days:g}" for size, days in framework.effort_days.model_dump().items())
    yield f"Person-days of effort (editorial): {days}. {framework.effort_counts}".strip()
    if framework.effort_by_size:
        factors = ", ".join(f"{size} {factor:g}" for size, factor in framework.effort_by_size.items())
        yield f"They are multiplied by the size of the organization: {factors}. An organization's own days are not."


def _of_itself(framework: Framework) -> Iterator[Part]:
    """Say what a source says about itself, and list the kinds that it tells apart."""
    yield from bulleted("What the source says about itself", said_of_itself(framework))
    for statement in framework.about:
        if statement.choices:
            kinds = (": ".join(filter(None, (f"{c.title} ({c.id})", c.summary))) for c in statement.choices)
            yield from bulleted(f"{statement.title}: the kinds, and their ids", kinds)
            yield Paragraph(f"Evidence of an assessment states one as `profile: {{{statement.id}: ...}}`.")


def said_of_itself(framework: Framework) -> Iterator[str]:
    """List what a source says about itself: for whom it is, how far it goes, what it rests on.

    Args:
        framework: What comes from the source.
    """
    return (": ".join(filter(None, (each.title, each.summary))) for each in framework.about)


def _row(practice: Practice, audience: str | None) -> tuple[str, ...]:
    source = f" \N{MIDDLE DOT} in the source: {practice.source_title}" if practice.source_title else ""
    needs = sum(not entry.waived for entry in practice.requires)
    lines = [practice.title, f"{practice.id}{source}"]
    if audience:
        lines.append(practice.question_for(audience) or practice.summary)
        lines += [] if practice.is_meant_for(audience) else [_not_meant(practice, audience)]
    return "\n".join(lines), practice.horizon or NO_VALUE, str(needs)


_PARTS = {
    "all": "Parts, rated by `criteria:`; their mean counts",
    "any": "Parts, rated by `criteria:`; the best counts",
}


def describe_practice(framework: Framework, practice: Practice, audience: str | None = None) -> Document:
    """Say everything about one practice.

    Args:
        framework: What it stands in.
        practice: What is shown; for an audience, with its own wordings alone.
        audience: For whom. Default: for everybody, each with what is said to it.
    """
    scale = framework.scale_of(practice.id)
    parts: list[Part] = [Paragraph(practice.summary)] if practice.summary else []
    for called, texts in (("Question", practice.question), ("Question in plain language", practice.plain)):
        parts += [Paragraph(f"{called}{_to(audience)}: {text}") for audience, text in texts.items()]
    levels = (_any_score(scale).rstrip(", "),) * bool(scale.range) + tuple(_levels(practice, scale))
    lists = (
        ("Levels", levels),
        (_PARTS[practice.criteria_rule], tuple(f"{c.id}: {c.title}" for c in practice.criteria)),
        ("What would show it", practice.evidence),
        ("The shortest thing that would show it, to fill in", _by_audience(practice.evidence_template)),
        ("Who", _roles(framework, practice.roles)),
        ("Who can answer the question", _roles(framework, practice.ask)),
        ("Who outside must take part", practice.involve),
        ("Prerequisites", tuple(_prerequisite(framework, practice, entry) for entry in practice.requires)),
        ("Cautions", tuple(caution.in_words for caution in practice.cautions)),
        ("Resources", tuple(_resource(resource) for resource in practice.resources)),
    )
    if practice.not_applicable == "refused":
        parts.append(Paragraph("It applies to everybody: the answer that it does not apply is refused."))
    if not practice.is_meant_for(audience):
        parts.append(Paragraph(_not_meant(practice, audience)))
    elif practice.applies_to:
        parts.append(Paragraph(f"It is meant for: {_meant_for(practice)}."))
    for title, items in lists:
        parts += bulleted(title, items)
    source = f"in the source: {practice.source_title}" if practice.source_title else ""
    place = (framework.chains[practice.id][-1].title, practice.theme)
    facts = (practice.id, source, *place, _effort(practice), _least_time(practice, scale))
    return Document(practice.title, " · ".join(fact for fact in facts if fact), tuple(parts), NOTICE)


def _meant_for(practice: Practice) -> str:
    return enumerated([worded(each) for each in practice.applies_to])


def _not_meant(practice: Practice, audience: str | None) -> str:
    others = f"not for a {worded(str(audience))}"
    return f"It is meant for {_meant_for(practice)}, {others}: say that it does not apply, or rate it."


def _by_audience(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Texts, each with the audience for whom it is, for everybody first."""
    everybody = [text for audience, text in texts.items() if audience == AUDIENCE_OF_ALL]
    others = [f"for a {worded(audience)}: {text}" for audience, text in texts.items() if audience != AUDIENCE_OF_ALL]
    return (*everybody, *others)


def _to(audience: str) -> str:
    return "" if audience == AUDIENCE_OF_ALL else f" to a {worded(audience)}"


def _levels(practice: Practice, scale: Scale) -> Iterator[str]:
    """List what each level means, for everybody first."""
    for level in scale.levels:
        texts = practice.levels.get(level.id, {})
        yield f"{level.id}: {texts.get(AUDIENCE_OF_ALL) or level.description or level.title}"
        for audience, text in texts.items():
            if audience != AUDIENCE_OF_ALL:
                yield f"{level.id}, for a {worded(audience)}: {text}"


def _roles(framework: Framework, by_audience: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        framework.roles[role] + ("" if audience == AUDIENCE_OF_ALL else f" (of a {worded(audience)})")
        for audience, roles in by_audience.items()
        for role in roles
    )


def _any_score(scale: Scale) -> str:
    """Say that any score of a range can be rated, where its levels are only names on it."""
    return f"any score from {scale.range[0]:g} to {scale.range[1]:g}{scale.codes}, " if scale.range else ""


def _effort(practice: Practice) -> str:
    if isinstance(practice.effort, Effort):
        return f"effort {practice.effort.low:g} to {practice.effort.high:g} days, likely {practice.effort.likely:g}"
    return f"effort {practice.effort}" if practice.effort else "effort M?"


def _least_time(practice: Practice, scale: Scale) -> str:
    """Say how many quarters each level takes at least, where that is more than one."""
    by_level = {level.id: practice.least_periods(level.id) for level in scale.levels[1:]}
    slow = [f"{counted(n, 'quarter', 'quarters')} to {worded(level)}" for level, n in by_level.items() if n > 1]
    if not isinstance(practice.min_periods, int):
        return f"at least {enumerated(slow)}" if slow else ""
    return f"at least {counted(practice.min_periods, 'quarter', 'quarters')} a level" if slow else ""


def _prerequisite(framework: Framework, practice: Practice, entry: Prerequisite) -> str:
    waived = f" Waived: {entry.waived}" if entry.waived else ""
    requirement = _requirement(framework, practice.id, entry, "{} at {}")
    return f"{requirement} ({entry.kind}, {entry.basis}): {entry.why}{waived}"


def _requirement(framework: Framework, name: str, entry: Prerequisite, need: str) -> str:
    """Say before which level of a practice which others are needed; `need` is how each is written with its level."""
    rule = framework.rule(name, entry)
    options = [need.format(framework.practices[o].title, _level(framework, o, least)) for o, least in rule.any_of]
    return f"before {_level(framework, name, rule.from_level)}: {' or '.join(options)}"


def _level(framework: Framework, name: str, position: int) -> str:
    return worded(framework.scale_of(name).ids[position])


def _resource(resource: Resource) -> str:
    return ", ".join(part for part in (resource.title, resource.publisher, resource.url) if part)


class _Listing(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def use(self) -> str: ...
    @property
    def practices(self) -> int: ...
    @property
    def edition(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def revisions(self) -> tuple[int, ...]: ...


def describe_frameworks(listings: Sequence[_Listing]) -> Document:
    """List frameworks with their editions, revisions, uses and sizes, and where they come from."""
    columns = (
        Column("Id", is_narrow=True),
        Column("Title", is_wide=True),
        Column("Use", is_narrow=True),
        *figures("Practices"),
        Column("From", is_narrow=True),
    )
    rows = tuple(
        (item.id, f"{item.title}\n{_about(item)}", item.use, str(item.practices), item.origin) for item in listings
    )
    return Document("Frameworks", "guidance goes with plans and has no score", (Table(columns, rows),))


def _about(item: _Listing) -> str:
    edition = f"edition {item.edition}" if item.edition else ""
    *earlier, current = item.revisions or (None,)
    revision = f"revision {current}" if current else ""
    revision += f", earlier {enumerated([f'{item.id}@{each}' for each in earlier])}" if earlier else ""
    return " · ".join(filter(None, (edition, revision, item.place)))


def describe_graph(framework: Framework, waves: Sequence[Sequence[str]], *, with_soft: bool = False) -> Document:
    """List practices wave by wave with what each needs."""
    rows = tuple(
        (str(i), framework.practices[name].title, "\n".join(_needs(framework, name, with_soft=with_soft)) or NO_VALUE)
        for i, wave in enumerate(waves, 1)
        for name in wave
    )
    meaning = "A wave holds what can reach its target next when capacity is unlimited, from nothing in place."
    kinds = "hard and soft" if with_soft else "hard"
    subtitle = f"{framework.id} · {kinds} prerequisites"
    columns = (
        *figures("Wave"),
        Column(headed(framework.vocabulary.practice), is_wide=True),
        Column("Needs first", is_wide=True),
    )
    return Document(
        f"What needs what in {framework.title}", subtitle, (Paragraph(meaning), Table(columns, rows)), NOTICE
    )


def _needs(framework: Framework, name: str, *, with_soft: bool) -> Iterator[str]:
    for entry in _entries(framework, name, with_soft=with_soft):
        yield _requirement(framework, name, entry, "{} ({})") + (" [soft]" if entry.kind == "soft" else "")


def _entries(framework: Framework, name: str, *, with_soft: bool) -> list[Prerequisite]:
    binding = (entry for entry in framework.practices[name].requires if not entry.waived)
    return [entry for entry in binding if with_soft or entry.kind == "hard"]


def as_mermaid(framework: Framework, *, with_soft: bool = False) -> str:
    """Draw the prerequisites as a Mermaid flowchart: solid arrows must hold, dashed ones are alternatives or soft."""
    ids = {name: f"p{i}" for i, name in enumerate(framework.practices)}
    lines = ["flowchart LR"]
    for i, (block, _, _) in enumerate(framework.walk()):
        lines.append(f'  subgraph b{i}["{label(block.title)}"]')
        lines += [f'    {ids[practice.id]}["{label(practice.title)}"]' for practice in block.practices]
        lines.append("  end")
    for name in framework.practices:
        for entry in _entries(framework, name, with_soft=with_soft):
            arrow = "-->" if entry.kind == "hard" and len(entry.any_of) == 1 else "-.->"
            lines += [f"  {ids[need.practice]} {arrow} {ids[name]}" for need in entry.any_of]
    return "\n".join([*lines, f"  %% {NOTICE}"]) + "\n"


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
        "from": framework.level_id(name, rule.from_level),
        "any_of": [{"practice": other, "level": framework.level_id(other, least)} for other, least in rule.any_of],
        "kind": entry.kind,
        "basis": entry.basis,
        "why": entry.why,
    }
