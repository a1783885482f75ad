"""A framework, or one practice of it, for people."""

from equity_blocks.model import NOTICE, Effort, Framework, Practice, Prerequisite, Resource
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.model.phrases import counted
from equity_blocks.model.scale import Scale
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Part, Table, worded
from equity_blocks.reports.tailoring import changes_of

_COLUMNS = (
    Column("Horizon", is_narrow=True),
    Column("Needs", "right", is_narrow=True),
)


def describe_framework(framework: Framework) -> Document:
    """Say what a framework is, where it comes from, and what stands in it."""
    parts: list[Part] = [Paragraph(framework.summary)] if framework.summary else []
    if framework.source:
        parts.append(Paragraph(f"Source: {framework.source.citation} {framework.source.url}".strip()))
    if framework.rights:
        parts.append(Paragraph(f"Rights: {framework.rights.holder}. {framework.rights.notice}".strip()))
    levels = ", ".join(f"{level.id} ({level.value:g})" for level in framework.scale.levels)
    parts.append(Paragraph(f"Scale: {_any_score(framework.scale)}{levels}."))
    for block, around, _ in framework.walk():
        derived = " (heading ours: the source shows none)" if block.title_source == "derived" else ""
        derived = f" (in the source: {block.source_title})" if block.source_title else derived
        parts.append(Heading(" / ".join(b.title for b in (*around, block)) + derived))
        if block.practices:
            first = Column(framework.vocabulary.said("{Practice}, and its id"), is_wide=True)
            parts.append(Table((first, *_COLUMNS), tuple(_row(practice) for practice in block.practices)))
    for title, items in (("Next steps of the source", framework.steps), ("Runs through everything", framework.aspects)):
        if items:
            parts += [Heading(title), Bullets(tuple(f"{item.title}: {item.summary}" for item in items))]
    if framework.enablers:
        enablers = tuple(f"{item.title} ({item.kind}): {item.summary}" for item in framework.enablers)
        parts += [Heading("What helps and what hinders"), Bullets(enablers)]
    if framework.tailored:
        parts += changes_of(framework.tailored, framework.revision)
    size = counted(len(framework.practices), framework.vocabulary.practice, framework.vocabulary.practices)
    subtitle = f"{framework.id} · edition {framework.edition or 'not stated'} · revision {framework.revision} · {size}"
    return Document(framework.title, subtitle, tuple(parts), NOTICE)


def _row(practice: Practice) -> tuple[str, ...]:
    source = f" \N{MIDDLE DOT} in the source: {practice.source_title}" if practice.source_title else ""
    needs = sum(not entry.waived for entry in practice.requires)
    return f"{practice.title}\n{practice.id}{source}", practice.horizon or NO_VALUE, str(needs)


_PARTS = {
    "all": "Parts, rated by `criteria:`; their mean counts",
    "any": "Parts, rated by `criteria:`; the best counts",
}


def describe_practice(framework: Framework, practice: Practice) -> Document:
    """Say everything about one practice."""
    scale = framework.scale_of(practice.id)
    parts: list[Part] = [Paragraph(practice.summary)] if practice.summary else []
    for audience, question in practice.question.items():
        asked = "Question" if audience == "default" else f"Question to a {worded(audience)}"
        parts.append(Paragraph(f"{asked}: {question}"))
    levels = (_any_score(scale).rstrip(", "),) * bool(scale.range) + tuple(
        f"{level.id}: {practice.levels.get(level.id) or level.description or level.title}" for level in scale.levels
    )
    lists = (
        ("Levels", levels),
        (_PARTS[practice.criteria_rule], tuple(f"{c.id}: {c.title}" for c in practice.criteria)),
        ("What would show it", practice.evidence),
        ("Who", tuple(framework.roles[role] for role in practice.roles)),
        ("Who outside must take part", practice.involve),
        ("Prerequisites", tuple(_prerequisite(framework, practice, entry) for entry in practice.requires)),
        ("Resources", tuple(_resource(resource) for resource in practice.resources)),
    )
    if practice.not_applicable == "refused":
        parts.append(Paragraph("It applies to everybody: the answer that it does not apply is refused."))
    for title, items in lists:
        if items:
            parts += [Heading(title), Bullets(items)]
    source = f"in the source: {practice.source_title}" if practice.source_title else ""
    facts = (practice.id, source, framework.chains[practice.id][-1].title, practice.theme, _effort(practice))
    return Document(practice.title, " · ".join(fact for fact in facts if fact), tuple(parts), NOTICE)


def _any_score(scale: Scale) -> str:
    """Where scores of a range are rated, its levels are only names on it."""
    return f"any score from {scale.range[0]:g} to {scale.range[1]:g}{scale.codes}, " if scale.range else ""


def _effort(practice: Practice) -> str:
    if isinstance(practice.effort, Effort):
        return f"effort {practice.effort.low:g} to {practice.effort.high:g} days, likely {practice.effort.likely:g}"
    return f"effort {practice.effort}" if practice.effort else "effort M?"


def _prerequisite(framework: Framework, practice: Practice, entry: Prerequisite) -> str:
    rule = framework.rule(practice.id, entry)
    options = " or ".join(
        f"{framework.practices[name].title} at {worded(framework.scale_of(name).ids[least])}"
        for name, least in rule.any_of
    )
    before = worded(framework.scale_of(practice.id).ids[rule.from_level])
    waived = f" Waived: {entry.waived}" if entry.waived else ""
    return f"before {before}: {options} ({entry.kind}, {entry.basis}): {entry.why}{waived}"


def _resource(resource: Resource) -> str:
    return ", ".join(part for part in (resource.title, resource.publisher, resource.url) if part)
