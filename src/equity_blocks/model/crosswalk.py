"""Crosswalks: which practice of one framework speaks for which practice of another, and for how much of it."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.noun import NO_ITEMS, Id, Many, Noun, Positive, Text, keyed, unsound

Relation = Literal["equal", "part-of", "contains", "overlaps"]
Basis = Literal["source", "editorial"]
Speaks = Literal["up", "down", "both"]
"""Which bound of its target a mapping gives: `up` the lower one alone, `down` the upper one alone."""
Fraction = Annotated[float, Field(gt=0, le=1, strict=True, allow_inf_nan=False)]
CrosswalkId = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:(?:--|[-_.])[a-z0-9]+)*$", max_length=250)]
"""An id in which two hyphens may stand between the two ends."""

_FULL: dict[Relation, tuple[bool, bool]] = {
    "equal": (True, True),
    "part-of": (False, True),
    "contains": (True, False),
    "overlaps": (False, False),
}
"""Relation -> whether the mapping speaks for all of its target, and whether it uses all of its source."""

_BACKWARDS: dict[Relation, Relation] = {"part-of": "contains", "contains": "part-of"}
_TURNED: dict[Speaks, Speaks] = {"up": "down", "down": "up", "both": "both"}
"""What follows from the source being high, says that the source is low where its target is."""


class End(Noun):
    """One of the two frameworks that a crosswalk joins.

    Example:
        >>> End(framework="hcplan-apm", edition="2024-11", revision=1).framework
        'hcplan-apm'
    """

    framework: Id = Field(description="The id of a framework.")
    edition: str = Field(default="", description="The edition whose practices were judged. Default: the current one.")
    revision: Positive | None = Field(
        default=None, description="The revision whose practices were judged. Default: the current one."
    )


class Mapping(Noun):
    """One practice that speaks for another: wholly, or for a part of it.

    Example:
        >>> half = Mapping(source="a", target="b", relation="part-of", share=0.5, why="one of two things asked")
        >>> half.uses, half.backwards().relation, half.backwards().uses
        (1.0, 'contains', 0.5)
        >>> Mapping(source="a", target="b", relation="equal", speaks="up", why="as far as it is met").backwards().speaks
        'down'
    """

    source: Id = keyed(key="from", description="A practice of the framework at the `from` end.")
    target: Id = keyed(key="to", description="A practice of the framework at the `to` end.")
    relation: Relation = Field(description="The source relative to the target, after NIST IR 8477.")
    share: Fraction = Field(
        default=1.0, description="How much of the target it speaks for, above 0 up to 1. Default: all."
    )
    uses: Fraction = Field(default=1.0, description="How much of the source does so, above 0 up to 1. Default: all.")
    part: Id | None = Field(
        default=None,
        description="Name of what both have in common. Mappings of one practice with the same part speak of the same "
        "thing, so they are not added up. Default: a part of its own.",
    )
    speaks: Speaks = Field(
        default="both",
        description="up: the target is at least what the source says, and may be more; down: it is at most that; both: "
        "the default. For a source that is either met or not, where not met does not mean that nothing is done.",
    )
    basis: Basis = Field(default="editorial", description="source: one of the two documents says so.")
    why: Text = Field(description="The reason, in one sentence.")

    def backwards(self) -> "Mapping":
        """Give the same judgement seen from the other end: `share` and `uses` change places, and so do up and down."""
        turned = {"source": self.target, "target": self.source, "share": self.uses, "uses": self.share}
        relation = _BACKWARDS.get(self.relation, self.relation)
        return self.replace(**turned, relation=relation, speaks=_TURNED[self.speaks])


class Unmatched(Noun):
    """Practices that have no counterpart, and the reason.

    Example:
        >>> Unmatched(practices=["a", "b"], why="the other framework does not speak of payment").practices
        ('a', 'b')
    """

    practices: Annotated[Many[Id], Field(min_length=1)] = Field(description="Ids of practices without a counterpart.")
    why: Text = Field(description="The reason, in one sentence.")


class Unmapped(Noun):
    """The practices without a counterpart at each end.

    Example:
        >>> Unmapped(source=[{"practices": ["a"], "why": "nothing like it there"}]).target
        ()
    """

    source: Many[Unmatched] = keyed(
        key="from", default=NO_ITEMS, description="Practices of the framework at the `from` end."
    )
    target: Many[Unmatched] = keyed(
        key="to", default=NO_ITEMS, description="Practices of the framework at the `to` end."
    )


class Crosswalk(Noun):
    """Practice-to-practice mappings between two frameworks, each judged by itself.

    Building one checks that every relation agrees with its `share` and `uses`, that no pair is mapped twice, and that
    nothing is both mapped and listed as having no counterpart.

    Raises:
        pydantic.ValidationError: The data is malformed or contradicts itself; all reasons are listed.

    Example:
        >>> crosswalk = Crosswalk(id="a--b", title="A in B", source={"framework": "a"}, target={"framework": "b"},
        ...     mappings=[{"from": "p", "to": "q", "relation": "equal", "why": "the same thing"}])
        >>> crosswalk.mappings[0].share, crosswalk.backwards().source.framework
        (1.0, 'b')
        >>> crosswalk.backwards().backwards() == crosswalk
        True
    """

    id: CrosswalkId = Field(description="The file's name without .yaml, such as a--b.")
    title: Text = Field(description="What people call it.")
    revision: Positive = Field(default=1, description="Raised when its meaning changes.")
    source: End = keyed(key="from", description="The framework that is read.")
    target: End = keyed(key="to", description="The framework in whose terms it is read.")
    summary: str = Field(default="", description="What was mapped, and by what judgement.")
    mappings: Many[Mapping] = Field(description="What each practice says about others.")
    unmapped: Unmapped = Field(
        description="Practices that were looked at and have no counterpart.", default_factory=Unmapped
    )

    @model_validator(mode="after")
    def _is_sound(self) -> "Crosswalk":
        unsound([*_ends(self), *_relations(self.mappings), *_pairs(self.mappings), *_unmatched(self)])
        return self

    def backwards(self) -> "Crosswalk":
        """Give the same crosswalk read from its `to` end; the id stays, for it names the file."""
        return self.replace(
            source=self.target,
            target=self.source,
            mappings=tuple(mapping.backwards() for mapping in self.mappings),
            unmapped=Unmapped(source=self.unmapped.target, target=self.unmapped.source),
        )


def _ends(crosswalk: Crosswalk) -> Iterator[Problem]:
    if crosswalk.source.framework == crosswalk.target.framework:
        message, hint = f"both ends are '{crosswalk.source.framework}'", "a crosswalk joins two frameworks"
        data = {"found": crosswalk.target.framework}
        yield Problem("same_framework", message, hint, ("to", "framework"), data=data)


def _relations(mappings: Iterable[Mapping]) -> Iterator[Problem]:
    for i, mapping in enumerate(mappings):
        for key, is_full in zip(("share", "uses"), _FULL[mapping.relation], strict=True):
            value = getattr(mapping, key)
            if (value == 1) != is_full:
                wanted = "1" if is_full else "above 0 and below 1"
                message = f"'{mapping.relation}' needs {key} to be {wanted}, but it is {value:g}"
                hint = f"change one of the two; {_MEANING[key]}, and is 1 where it is left out"
                yield Problem("relation_mismatch", message, hint, ("mappings", i, key), data={"found": value})


_MEANING = {
    "share": "share says how much of the target the source speaks for",
    "uses": "uses says how much of the source does so",
}


def _pairs(mappings: Iterable[Mapping]) -> Iterator[Problem]:
    first: dict[tuple[str, str], int] = {}
    for i, mapping in enumerate(mappings):
        pair = (mapping.source, mapping.target)
        if pair in first:
            message, hint = f"'{pair[0]}' is mapped to '{pair[1]}' twice", "make one mapping of the two"
            links = (("mappings", first[pair]),)
            yield Problem("duplicate_mapping", message, hint, ("mappings", i), links=links, data={"found": pair})
        first.setdefault(pair, i)


def _unmatched(crosswalk: Crosswalk) -> Iterator[Problem]:
    for end, listed in (("from", crosswalk.unmapped.source), ("to", crosswalk.unmapped.target)):
        mapped = {m.source if end == "from" else m.target: i for i, m in reversed([*enumerate(crosswalk.mappings)])}
        seen: set[str] = set()
        for i, entry in enumerate(listed):
            for j, name in enumerate(entry.practices):
                path, hint, data = ("unmapped", end, i, "practices", j), "remove one of the two", {"found": name}
                if name in mapped:
                    message = f"'{name}' is listed as having no counterpart, but it has one"
                    links = (("mappings", mapped[name]),)
                    yield Problem("mapped_and_unmapped", message, hint, path, links=links, data=data)
                if name in seen:
                    yield Problem("duplicate_id", f"'{name}' is listed twice", hint, path, data=data)
                seen.add(name)
