"""Merging the answers of one respondent in several files: equal ones become one, and two that differ are refused."""

from collections.abc import Callable, Iterable
from itertools import combinations

from equity_blocks.engine.respondents.file_respondents import Data, Part, is_statement, stated
from equity_blocks.errors import Path
from equity_blocks.option_names import option

Complain = Callable[[str, str, Path], None]
"""Takes what is wrong, what to do about it, and where."""

_TWO_PEOPLE = "if these are two people, give them two ids; if it is one, say which holds: the later one"
_DECISION = "that is the organization's decision: write not_pursued in each of these files, or in none"


class Voices:
    """The answers of all respondents over all files, and the files that leave a practice out.

    Args:
        complain: Told what cannot be united.
        later: Whether the later of two answers holds. Default: two that differ are a problem.
    """

    def __init__(self, complain: Complain, *, later: bool = False) -> None:
        self.complain = complain
        self.later = later
        self.gave_way: list[str] = []
        self.origin: dict[tuple[str, str], Part] = {}
        self.stances: dict[str, list[tuple[Part, Data]]] = {}

    def say(self, answers: Data, practice: str, who: str, answer: Data, part: Part) -> None:
        """Put a respondent's answer to a practice beside what they said of it before."""
        before = answers.get(who)
        if before is None or not is_statement(before) or not is_statement(answer) or _says_the_same(before, answer):
            answers[who] = answer if before is None else _united(before, answer)
        elif self.later:
            first, last = self._in_order((self.origin[practice, who], before), (part, answer))
            answers[who] = last[1]
            self.gave_way.append(_exchange(practice, who, first, last))
            part = last[0]
        else:
            message = f"{_shown(before)} in {self.origin[practice, who].name}, but {_shown(answer)} in {part.name}"
            self.complain(message, f"{_TWO_PEOPLE} ({option('later')})", ("ratings", practice, "answers", who))
        if before is None or is_statement(answer):
            self.origin[practice, who] = part

    def _in_order(
        self, one: tuple[Part, Data], other: tuple[Part, Data]
    ) -> tuple[tuple[Part, Data], tuple[Part, Data]]:
        """The later date last, the answer's own or else its file's; of one date, what was named last."""
        first, second = (answer.get("date") or part.data.get("as_of") for part, answer in (one, other))
        return (other, one) if first and second and second < first else (one, other)

    def stand(self, practice: str, answers: Data, rating: Data, part: Part) -> None:
        """Remember what a file says about a practice as a whole, for `agree_on_leaving_out`."""
        reason = rating.get("not_pursued")
        if reason or any(map(is_statement, answers.values())):
            self.stances.setdefault(practice, []).append((part, {"answers": answers, "not_pursued": reason}))

    def agree_on_leaving_out(self) -> None:
        """Complain where one file leaves a practice out of which another one says something else."""
        for practice, stances in self.stances.items():
            if not any(said["not_pursued"] for _, said in stances):
                continue
            for (one, left), (other, right) in combinations(stances, 2):
                if bool(left["not_pursued"]) == bool(right["not_pursued"]):
                    continue
                (out, why), (rates, said) = ((one, left), (other, right))[:: 1 if left["not_pursued"] else -1]
                if said["answers"] and said["answers"].items() <= why["answers"].items():
                    continue  # whoever left it out had these answers before them
                message = f"{out.name} leaves this out ('{why['not_pursued']}'), but {rates.name} rates it"
                self.complain(message, _DECISION, ("ratings", practice, "not_pursued"))


def _says_the_same(one: Data, other: Data) -> bool:
    """Whether two answers contradict each other in nothing; they may speak of different criteria."""
    if one.get("level") != other.get("level") or bool(one.get("not_applicable")) != bool(other.get("not_applicable")):
        return False
    levels = one.get("criteria", {})
    return all(levels.get(key, level) == level for key, level in other.get("criteria", {}).items())


def _united(one: Data, other: Data) -> Data:
    """One answer with the criteria and the words of both, given when the later one was."""
    texts = {key: joined([one.get(key, ""), other.get(key, "")]) for key in ("not_applicable", "note")}
    criteria = {**one.get("criteria", {}), **other.get("criteria", {})}
    date = max(filter(None, (one.get("date"), other.get("date"))), default=None)
    return stated({**one, **other, **texts, "criteria": criteria, "date": date})


def _exchange(practice: str, who: str, first: tuple[Part, Data], last: tuple[Part, Data]) -> str:
    (old, before), (new, after) = first, last
    return f"{who} on {practice}: {_shown(before)} in {old.name} gave way to {_shown(after)} in {new.name}."


def _shown(answer: Data) -> str:
    criteria = ", ".join(f"{key} {level!r}" for key, level in answer.get("criteria", {}).items())
    said = f"level {answer['level']!r}" if answer.get("level") is not None else criteria or "that it does not apply"
    text = answer.get("note") or answer.get("not_applicable")
    return f"{said} ({text})" if text else said


def joined(texts: Iterable[str]) -> str:
    r"""Join texts line by line, without those that stand in another one already.

    Example:
        >>> joined(["Asked twice.", "", "First.\nAsked twice."])
        'First.\nAsked twice.'
    """
    kept: list[str] = []
    for text in filter(None, texts):
        if not any(_holds(other, text) for other in kept):
            kept = [*(other for other in kept if not _holds(text, other)), text]
    return "\n".join(kept)


def _holds(text: str, part: str) -> bool:
    return f"\n{part}\n" in f"\n{text}\n"
