"""Tailorings: an overlay that adapts a framework for one organization without editing it."""

from pydantic import Field, model_validator

from equity_blocks.errors import Problem
from equity_blocks.model.effort import EffortField
from equity_blocks.model.framework import Terms
from equity_blocks.model.noun import NO_ITEMS, Id, Many, Map, Noun, Positive, Text, Weight, no_entries, unsound
from equity_blocks.model.practice import ByAudience
from equity_blocks.model.prerequisite import Prerequisite
from equity_blocks.model.targets import AnyLevel, TargetsField, no_targets


class _Alteration(Noun):
    """What practices and blocks have in common."""

    title: Text | None = Field(
        default=None, description="What the organization calls it; the source's title is kept beside it."
    )
    weight: Weight | None = Field(default=None, description="Relative to its siblings, dimensionless, >= 0.")
    out: Text | None = Field(
        default=None, description="Why it is taken out. What is taken out is neither rated nor scored."
    )

    @model_validator(mode="after")
    def _is_in_or_out(self) -> "_Alteration":
        others = [name for name in sorted(self.model_fields_set - {"out"}) if self._is_changed(name)]
        if self.out is not None and others:
            message, data = f"what is taken out cannot be changed: {', '.join(others)}", {"keys": others}
            unsound([Problem("contradiction", message, "keep either `out` or the rest", ("out",), data=data)])
        return self

    def _is_changed(self, name: str) -> bool:
        """Whether a field says something: a default that is written out, as in a dump, does not."""
        return bool(getattr(self, name) != type(self).model_fields[name].get_default(call_default_factory=True))


class BlockTailoring(_Alteration):
    """The changes to one block.

    Example:
        >>> BlockTailoring(weight=2).weight
        2.0
    """


class PracticeTailoring(_Alteration):
    """The changes to one practice.

    Example:
        >>> PracticeTailoring(effort="L", waive={"trust-building": "The council stands already."}).effort
        'L'
    """

    question: ByAudience = Field(
        default_factory=no_entries,
        description="One text for everybody in place of all others, or texts for some audiences.",
    )
    effort: EffortField | None = Field(default=None, description="S, M, L, XL, or person-days.")
    target: AnyLevel | None = Field(
        default=None,
        description="What to aim for where the assessment's rating names no target: a level, or {share: 0.4}.",
    )
    waive: Map[Text] = Field(
        default_factory=no_entries,
        description="Needed practice -> why it need not come first. Waives every prerequisite that names it, with its "
        "alternatives.",
    )
    requires: Many[Prerequisite] = Field(default=NO_ITEMS, description="Prerequisites to add; they count as editorial.")


class SizeDays(Noun):
    """Person-days of some sizes, for a whole practice from the lowest level to the highest.

    Example:
        >>> SizeDays(L=60).given
        {'L': 60.0}
    """

    S: Weight | None = Field(
        default=None, description="Person-days of a small practice, >= 0. Default: as the framework says."
    )
    M: Weight | None = Field(default=None, description="Of a medium one.")
    L: Weight | None = Field(default=None, description="Of a large one.")
    XL: Weight | None = Field(default=None, description="Of a very large one.")

    @property
    def given(self) -> dict[str, float]:
        """Give the sizes that differ, with their days."""
        return {size: days for size in ("S", "M", "L", "XL") if (days := getattr(self, size)) is not None}


class Tailoring(Noun):
    """The changes by which one organization adapts a framework; `tailor` checks that they fit it.

    Raises:
        pydantic.ValidationError: The data is malformed, or contradicts itself.

    Example:
        >>> Tailoring(framework="hcplan-apm", practices={"vision-setting": {"weight": 2}}).blocks
        {}
    """

    framework: Id = Field(description="Id of the framework that it adapts.")
    edition: str = Field(default="", description="The source's edition it was made for. Default: whichever.")
    revision: Positive | None = Field(
        default=None, description="Our revision it was made for. Default: the current one."
    )
    id: Id | None = Field(default=None, description="Name of the tailoring. Default: none.")
    title: str = Field(default="", description="What people call it. Default: nothing.")
    note: str = Field(default="", description="What somebody wants to keep beside it.")
    terms: Terms = Field(default={}, validate_default=True, description="What a block and a practice are called here.")
    effort_days: SizeDays = Field(default_factory=SizeDays, description="Person-days of a size, where they differ.")
    targets: TargetsField = Field(
        default_factory=no_targets, description="What to aim for where the assessment says nothing."
    )
    blocks: Map[BlockTailoring] = Field(default_factory=no_entries, description="Block -> what is different about it.")
    practices: Map[PracticeTailoring] = Field(
        default_factory=no_entries, description="Practice -> what is different about it."
    )
