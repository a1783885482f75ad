"""Replies: what came back through a door, as plain data of an assessment that remember where each of them stood.

A door is a module of `exchange` with `from_...(content, name, framework)`, which gives a reply, and with
`asked_in(content, name)`, which tells the id and the revision of the framework that the file asks about, or `None`.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from equity_blocks.errors import Path, Problem

NOWHERE: Mapping[Path, str] = MappingProxyType({})
"""No part stood anywhere."""


class Reply(NamedTuple):
    """What one workbook, form or table says.

    Args:
        source: What the file is called in messages and in the answers' origin.
        kind: `answers` of a respondent, `owner`, `contested`, `decisions` (of conflicts among planning columns, each
            field as it was decided), or `progress` (of the work on a plan: `actions`, and no ratings).
        data: Plain data as an assessment's file has them: `framework`, `edition`, `revision`, `id`, `respondents` (the
            one who filled it in, with `asked` where not everything was asked; none for the owner), `ratings`. In
            `ratings` stand the practices that the door showed, a blank one as an empty mapping; of each the fields that
            it carries and that are filled. `evidence` titles that are no ids of the register stand under `evidence` as
            new entries.
        places: Key path in `data` -> where it stood, such as `Answers!C7`.
        carries: The fields of a rating that this door carries; others of the same practice are left as they are.
        problems: What could not be read, each with its `file` and `place`; nothing of such a file may be used while
            there is one.
        fingerprint: That of the framework it was made with; empty: not told.
        filled_on: The day it was filled in as YYYY-MM-DD, else when it was last saved; empty: not told.
        notes: What was understood in a way that people should know, such as a level that was typed by hand.

    Example:
        >>> reply = Reply("a.csv", "answers", {"ratings": {"p": {"level": "yes"}}})
        >>> reply.data["ratings"]["p"]["level"], reply.problems
        ('yes', ())
    """

    source: str
    kind: str
    data: Mapping[str, Any]
    places: Mapping[Path, str] = NOWHERE
    carries: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    fingerprint: str = ""
    filled_on: str = ""
    notes: tuple[str, ...] = ()

    def place(self, key_path: Path) -> str:
        """Say where a part of the data stood: its own place, else that of the nearest part around it.

        Returns:
            Such as `Answers!C7`; empty where nothing around it has a place.

        Example:
            >>> reply = Reply("a.xlsx", "answers", {}, {("ratings", "p", "level"): "Answers!C7"})
            >>> reply.place(("ratings", "p", "level")), reply.place(("ratings", "q"))
            ('Answers!C7', '')
        """
        around = (key_path[:length] for length in range(len(key_path), 0, -1))
        return next((self.places[path] for path in around if path in self.places), "")

    def locate(self, problem: Problem) -> Problem:
        """Give a problem the name of the file and the place in it.

        Example:
            >>> reply = Reply("a.xlsx", "answers", {}, {("ratings", "p"): "Answers!A7"})
            >>> print(reply.locate(Problem("unknown_level", "there is no level 'x'", "", ("ratings", "p", "level"))))
            a.xlsx Answers!A7: ratings.p.level: there is no level 'x'
        """
        return replace(problem, file=self.source, place=self.place(problem.key_path))
