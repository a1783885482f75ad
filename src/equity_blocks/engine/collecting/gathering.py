"""Gathering: the data of one assessment while replies change it, and which reply each change came from."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from equity_blocks.engine.collecting.reading import ReadReply
from equity_blocks.engine.respondents.file_respondents import Data, free_id, stated
from equity_blocks.errors import InvalidDataError, Path, Problem
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.assessment_checks import misfits
from equity_blocks.model.framework import Framework
from equity_blocks.model.input_problems import problems_of
from equity_blocks.model.reply import Reply


class Gathering:
    """One collection: the data so far, what people should know, and which reply each change came from.

    Args:
        framework: What is rated.
        known: What was known before; it fits.

    Example:
        >>> framework = Framework(id="mini", title="Mini", scale=["no", "yes"],
        ...     blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}])
        >>> run = Gathering(framework, None)
        >>> run.set("p", "owner", "CIO", (Reply("a.csv", "owner", {}), ("ratings", "p", "owner")))
        >>> run.assessment().ratings["p"].owner
        'CIO'
    """

    def __init__(self, framework: Framework, known: Assessment | None) -> None:
        self.framework = framework
        self.known = known
        self.data: Data = known.model_dump(by_alias=True, exclude_unset=True) if known else _head(framework)
        self.before = known.model_dump(by_alias=True, exclude_unset=True).get("ratings", {}) if known else {}
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.came: dict[Path, tuple[Reply, Path]] = {}
        self.renamed: dict[int, dict[str, str]] = {}

    def assessment(self) -> Assessment:
        """Build the assessment.

        Raises:
            InvalidDataError: What was put together contradicts itself; every reason has the place it came from.
        """
        if self.problems:
            raise InvalidDataError(self.problems)
        if "ratings" in self.data and self.known is None:
            order = [*self.framework.practices]
            self.data["ratings"] = dict(sorted(self.data["ratings"].items(), key=lambda entry: order.index(entry[0])))
        try:
            made = Assessment.model_validate(self.data)
        except ValidationError as error:
            raise InvalidDataError([*map(self._located, problems_of(error, Assessment))]) from None
        if off := misfits(self.framework, made):
            raise InvalidDataError([*map(self._located, off)])
        return made

    def _located(self, problem: Problem) -> Problem:
        """At the place in the reply that the nearest part came from."""
        path = problem.key_path
        near = [own for own in self.came if own[: len(path)] == path or path[: len(own)] == own]
        near = near or [own for own in self.came if own[:2] == path[:2]]
        if not near:
            return problem
        reply, there = self.came[near[0]]
        return replace(problem, file=reply.source, place=reply.place(there))

    def rating(self, practice: str) -> Data:
        """Give the rating of a practice, to be changed."""
        rating: Data = self.data.setdefault("ratings", {}).setdefault(practice, {})
        return rating

    def set(self, practice: str, field: str, value: Any, came: tuple[Reply, Path]) -> None:
        """Set a field of a rating, or clear it, and remember the reply and the place that it came from."""
        if value is None:
            self.rating(practice).pop(field, None)
        else:
            self.rating(practice)[field] = value
        self.came[("ratings", practice, field)] = came

    def restore(self, practice: str) -> None:
        """Let a practice be as it was before."""
        self.data["ratings"].pop(practice, None)
        if practice in self.before:
            self.data["ratings"][practice] = dict(self.before[practice])
        self.came = {path: came for path, came in self.came.items() if path[:2] != ("ratings", practice)}

    def evidence(self, read: Sequence[ReadReply]) -> None:
        """Put new evidence into the register; what is called the same is one artifact."""
        for each in read:
            names = self.renamed.setdefault(id(each.reply), {})
            register = self.data.setdefault("evidence", {}) if each.evidence else {}
            for name, item in each.evidence.items():
                same = next((key for key, known in register.items() if known.get("title") == item.get("title")), None)
                names[name] = same or free_id(name, register)
                if same is None:
                    register[names[name]] = stated(item)
                    self.came["evidence", names[name]] = (each.reply, ("evidence", name))

    def ids_of(self, each: ReadReply, items: Iterable[str]) -> tuple[str, ...]:
        """Give the ids that a reply's evidence has in the register, each once."""
        return tuple(dict.fromkeys(self.renamed[id(each.reply)].get(item, item) for item in items))


def _head(framework: Framework) -> Data:
    edition = {"edition": framework.edition} if framework.edition else {}
    return {"framework": framework.id, **edition, "revision": framework.revision}


def dated(reply: Reply) -> Mapping[str, dt.date]:
    """Give the day that a reply was filled in as `date`; nothing where it is not told.

    Example:
        >>> dated(Reply("a.csv", "answers", {}, filled_on="2026-09-12")), dated(Reply("a.csv", "answers", {}))
        ({'date': datetime.date(2026, 9, 12)}, {})
    """
    with suppress(ValueError):
        return {"date": dt.date.fromisoformat(reply.filled_on[:10])}
    return {}


def where(reply: Reply, practice: str, field: str) -> str:
    """Name the file, and the place in it, that a field of a rating came from.

    Example:
        >>> where(Reply("a.xlsx", "owner", {}, {("ratings", "p"): "Plan!A7"}), "p", "owner")
        'a.xlsx Plan!A7'
    """
    return f"{reply.source} {reply.place(('ratings', practice, field))}".strip()
