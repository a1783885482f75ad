"""Where the framework comes from, what rights there are in it, and what there is to read."""

from collections.abc import Iterable, Iterator

from equity_blocks.model import Resource
from equity_blocks.reports.document import Bullets, Heading, Linked, Paragraph, Part, Phrase
from equity_blocks.reports.framework import said_of_itself
from equity_blocks.reports.given import Given

ORDER = 180


def section(given: Given) -> Iterator[Part]:
    """Cite the source, say who holds the rights, what it says of itself, and list material for the actions as links."""
    parts = (*_cited(given), *_of_itself(given), *_material(given))
    if parts:
        yield Heading("Sources")
        yield from parts


def _cited(given: Given) -> Iterator[Part]:
    framework = given.framework
    if framework.source:
        source = framework.source
        day = f" Published {source.date.isoformat()}." if source.date else ""
        end = "" if source.citation.endswith(".") else "."
        yield Paragraph(Phrase("The framework comes from: ", Linked(source.citation, source.url), end, day))
    if framework.rights:
        yield Paragraph(f"Rights: {framework.rights.holder.rstrip('.')}. {framework.rights.notice}".strip())
    for scale in framework.scales:
        if scale.source:
            yield Paragraph(f"The levels: {scale.source.rstrip('.')}.")


def _of_itself(given: Given) -> Iterator[Part]:
    said = tuple(said_of_itself(given.framework))
    if said:
        yield Heading("What the source says about itself", 3)
        yield Bullets(said)


def _material(given: Given) -> Iterator[Part]:
    """List what there is to read for the actions, each once; then what goes with the whole."""
    of_actions = [each for action in (given.plan.actions if given.plan else ()) for each in action.resources]
    links = tuple(_links((*of_actions, *given.framework.resources)))
    if links:
        yield Heading("To read and use", 3)
        yield Bullets(links)


def _links(resources: Iterable[Resource]) -> Iterator[str]:
    alike = {(each.title, each.url): each.publisher for each in resources}
    for (title, url), publisher in alike.items():
        yield Phrase(Linked(title, url), f", {publisher}" if publisher else "")
