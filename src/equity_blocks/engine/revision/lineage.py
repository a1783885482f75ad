"""What became of the practices and blocks of one revision of a framework in another."""

from collections.abc import Iterable, Mapping

from equity_blocks.engine.revision.tracing import Former, Lineage, Named, Rated, trace, trace_ids
from equity_blocks.model.framework import Block, Framework, Practice


def lineage(older: Framework, newer: Framework) -> Lineage:
    """Say what became of practices, told by ids, by `was`, and where these leave it open by titles: see `trace`.

    A practice that a tailoring took out is one too, though only its id and its title are known.

    Args:
        older: The revision to begin with. Where it has the higher number of one edition, it is told backwards.
        newer: The revision to lead to.

    Source: docs/how-to/change-a-framework.md.

    Example:
        >>> def framework(*practices):
        ...     return Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...         {"id": "b", "title": "B", "practices": [{"title": "T", **practice} for practice in practices]}])
        >>> older = framework({"id": "p"}, {"id": "q"}, {"id": "r"})
        >>> newer = framework({"id": "p"}, {"id": "r1", "was": ["r"]}, {"id": "r2", "was": ["r"]}, {"id": "t"})
        >>> found = lineage(older, newer)
        >>> [(name, succession.change, succession.successors) for name, succession in found.successions.items()]
        [('p', 'kept', ('p',)), ('q', 'removed', ()), ('r', 'split', ('r1', 'r2'))]
        >>> found.origins["t"]
        ()
    """
    if leads_back(older, newer):
        return trace(_practices(newer), _practices(older)).backwards()
    return trace(_practices(older), _practices(newer))


def lineage_of_ids(names: Iterable[str], newer: Framework, rated: Rated) -> Lineage:
    """Say what became of practices of which only the ids are known: see `trace_ids`.

    Example:
        >>> newer = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "b", "title": "B", "practices": [{"id": "new", "title": "T", "was": ["old"]}]}])
        >>> lineage_of_ids(["old"], newer, "other").sole_successor("old")
        'new'
    """
    return trace_ids(names, _practices(newer), rated)


def lineage_of_blocks(older: Framework, newer: Framework) -> Lineage:
    """Say what became of blocks, as `lineage` does of practices.

    Example:
        >>> older, newer = (Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": name, "title": "B", "was": was}]) for name, was in (("old", []), ("new", ["old"])))
        >>> lineage_of_blocks(older, newer).sole_successor("old")
        'new'
    """
    if leads_back(older, newer):
        return trace(_blocks(newer), _blocks(older)).backwards()
    return trace(_blocks(older), _blocks(newer))


def lineage_of_block_ids(names: Iterable[str], newer: Framework, rated: Rated) -> Lineage:
    """Say what became of blocks of which only the ids are known: see `trace_ids`.

    Example:
        >>> newer = Framework(id="mini", title="Mini", scale=["no", "yes"], blocks=[
        ...     {"id": "new", "title": "B", "was": ["old"]}])
        >>> lineage_of_block_ids(["old"], newer, "other").sole_successor("old")
        'new'
    """
    return trace_ids(names, _blocks(newer), rated)


def which_rated(newer: Framework, revision: int | None, edition: str = "") -> Rated:
    """Say which revision was rated, seen from a newer one.

    Args:
        newer: The newer revision.
        revision: The revision that was rated; `None` where nobody says.
        edition: The edition that was rated. Default: that of `newer`.

    Example:
        >>> newer = Framework(id="mini", title="Mini", revision=3, scale=["no", "yes"], blocks=[])
        >>> [which_rated(newer, revision) for revision in (1, 2, 3, None)]
        ['first', 'other', 'same', 'other']
    """
    if edition not in ("", newer.edition):
        return "other"
    return "same" if revision == newer.revision else "first" if revision == 1 else "other"


def leads_back(older: Framework, newer: Framework) -> bool:
    """Whether the way from one revision to another goes against their numbers, which only one edition has in order."""
    return older.edition == newer.edition and older.revision > newer.revision


def _practices(framework: Framework) -> dict[str, Named]:
    gone = framework.tailored.practices_taken_out if framework.tailored else {}
    return _named(gone, framework.practices.values())


def _blocks(framework: Framework) -> dict[str, Named]:
    gone = framework.tailored.blocks_taken_out if framework.tailored else {}
    return _named(gone, [block for block, _, _ in framework.walk()])


def _named(gone: Mapping[str, str], there: Iterable[Practice | Block]) -> dict[str, Named]:
    """Everything under the source's title, and what a tailoring took out."""
    found: dict[str, Named] = {name: Former(name, title) for name, title in gone.items()}
    return found | {item.id: Former(item.id, item.source_title or item.title, item.was) for item in there}
