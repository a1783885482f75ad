"""Damaged copies of the shipped files, each made from a seed: bytes, characters, lines, tokens, values, structure.

`python tests/mutants.py loads FIRST COUNT` loads COUNT of them from seed FIRST on and names those that raise anything
but the library's own errors; `uses` also scores, plans, explains, and whatever else is done with those that open.
"""

import json
import math
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import equity_blocks as eb
from equity_blocks.engine.lint import lint
from equity_blocks.engine.revision.tailor import tailor
from equity_blocks.errors import EquityBlocksError, InvalidDataError, NotFoundError, Problem
from equity_blocks.exchange.doors import OUT
from equity_blocks.files.loading import load_adopted_plan
from equity_blocks.files.opening import open_any, open_assessment, open_crosswalk, open_framework, open_tailoring
from equity_blocks.files.yaml_document import Document
from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model import Assessment, Framework, misfits
from equity_blocks.model.crosswalk_checks import crosswalk_misfits

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    str(path.relative_to(ROOT)) for folder in ("frameworks", "assessments") for path in (ROOT / folder).rglob("*.yaml")
)

_SIGNS = [
    *"{}[]:,#&*!|>'\"%@`?-~=<\\\t\n .0e9", "\n---\n", ": ", " #", "<<: ", "&a ", "*a", "!!str ", "- ", "? ", "\n\n  ",
]  # fmt: skip
_ODD = [
    "\u2028", "\u0085", "\ufeff", "\x00", "\x1b[31m", "\u00a0", "\u200b", "\u2011", "\u2013", "\u201c", "\uff1a",
    "\u202e", "\u0430", "e\u0301", "\U0001f389", "\ud800", "\r", "\x07", "\u0660", "\u00ad",
]  # fmt: skip
_VALUES = [
    "null", "true", "no", "[]", "{}", "''", "-1", "0", "1e999", "1e400", "9" * 500, "1e308", "-0.0", "0.1", "1_000",
    "0x1A", ".nan", ".inf", "2026-02-30", "30.09.2026", "62,5", "1.200,50", "62.5 %", '"62.5"', "unknown", "In place",
    "n/a", "?", "[1, 2]", "{a: b}", "x" * 5000, "Q1 2027", "2027-Q1", "partial", "sustained", "implementation", "12",
    "0.5", "1000000000000", "sum", "gate", "minimum", "geometric", "all_or_nothing", "void", "zero", "fail",
    "{share: 0.4}", "pursue", "later",
]  # fmt: skip


class Mutant(NamedTuple):
    """A damaged file.

    Args:
        seed: What it was made from.
        name: The file, from the project's root.
        content: What stands in it now.
    """

    seed: int
    name: str
    content: bytes


def mutant(seed: int) -> Mutant:
    """Damage one of the shipped files in one to four places."""
    chance = random.Random(seed)
    name = chance.choice(FILES)
    content = (ROOT / name).read_bytes()
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice(_DAMAGES)(content, chance)
    return Mutant(seed, name, content)


def _text(change: Callable[[str, random.Random], str]) -> Callable[[bytes, random.Random], bytes]:
    def damage(content: bytes, chance: random.Random) -> bytes:
        text = (
            content.decode("utf-8", "surrogatepass" if chance.random() < 0.5 else "replace") if _reads(content) else ""
        )
        return change(text or content.decode("latin-1"), chance).encode("utf-8", "surrogatepass")

    return damage


def _reads(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bytes(content: bytes, chance: random.Random) -> bytes:
    """A byte is changed, lost or put in; the file breaks off; or it is in another encoding."""
    at = chance.randrange(len(content) or 1)
    return chance.choice(
        [
            content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :],
            content[:at] + content[at + 1 :],
            content[:at] + bytes([chance.randrange(256)]) + content[at:],
            content[:at],
            content.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig"))),
            content.decode("utf-8", "replace").encode("latin-1", "replace"),
            content.replace(b"\n", b"\r\n"),
        ]
    )


def _parts(parts: list[str], signs: list[str], chance: random.Random) -> str:
    """A part is lost, doubled, exchanged, moved, replaced, or something comes before it."""
    here, there = chance.randrange(len(parts) or 1), chance.randrange(len(parts) or 1)
    what = chance.choice(("delete", "double", "swap", "move", "insert", "replace")) if parts else "insert"
    if what == "delete":
        del parts[here]
    elif what == "double":
        parts.insert(here, parts[here])
    elif what == "swap":
        parts[here], parts[there] = parts[there], parts[here]
    elif what == "move":
        parts.insert(there, parts.pop(here))
    elif what == "insert":
        parts.insert(here, chance.choice(signs))
    else:
        parts[here] = chance.choice(signs)
    return "".join(parts)


def _characters(text: str, chance: random.Random) -> str:
    return _parts(list(text), _SIGNS, chance)


def _unicode(text: str, chance: random.Random) -> str:
    return _parts(list(text), _ODD, chance)


def _lines(text: str, chance: random.Random) -> str:
    return _parts(
        text.splitlines(keepends=True), ["  x\n", "\t", "  ", " ", "- ", "# ", "\n", "x: y\n", "x y\n"], chance
    )


def _tokens(text: str, chance: random.Random) -> str:
    return _parts(re.findall(r"\w+|\s+|[^\w\s]+", text), [*_SIGNS, *_VALUES], chance)


def _values(text: str, chance: random.Random) -> str:
    """A value is exchanged for another one, from the file or an odd one."""
    found = list(re.finditer(r"(?<=: )[^\s{\[\"'][^,}\]\n]*", text))
    if not found:
        return text
    old = chance.choice(found)
    new = chance.choice(found)[0] if chance.random() < 0.4 else chance.choice(_VALUES)
    return text[: old.start()] + new + text[old.end() :]


def _structure(text: str, chance: random.Random) -> str:
    """A part of the data is lost, copied elsewhere, or exchanged; all is written as JSON."""
    try:
        data = read_yaml(text).data
    except EquityBlocksError:
        return text
    places = list(_places(data))
    if not places:
        return text
    (holder, key), (other, its) = chance.choice(places), chance.choice(places)
    odd = [None, True, -1, 0, 0.5, 1e12, 10**30, "", "x", [], {}, [[]], {"id": "x"}, ["a", "a"], "unknown", 2**63]
    what = chance.choice(("delete", "copy", "odd", "rename", "wrap", "swap"))
    if what == "delete":
        del holder[key]
    elif what == "copy":
        holder[key] = json.loads(json.dumps(other[its]))
    elif what == "odd":
        holder[key] = chance.choice(odd)
    elif what == "rename" and isinstance(holder, dict):
        holder[chance.choice((str(its), "x", "A b", ""))] = holder.pop(key)
    elif what == "swap":
        holder[key], other[its] = json.loads(json.dumps(other[its])), json.loads(json.dumps(holder[key]))
    else:
        holder[key] = chance.choice(([holder[key]], {"x": holder[key]}))
    return json.dumps(data, indent=chance.choice((None, 1)), ensure_ascii=False)


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield node, key
        yield from _places(value)


_DAMAGES: list[Callable[[bytes, random.Random], bytes]] = [
    _bytes, *map(_text, (_characters, _unicode, _lines, _tokens, _values, _values, _structure, _structure)),
]  # fmt: skip


class Stray(Exception):  # noqa: N818 - it is what a mutant is caught by
    """A mutant did something else than it may."""


class Workplace:
    """A copy of all shipped files, in which one at a time is damaged.

    Args:
        folder: Where the copy is made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("frameworks", "assessments"):
            shutil.copytree(ROOT / name, folder / name)
        self.frameworks = _frameworks()

    def opened(self, one: Mutant) -> tuple[Framework, Assessment] | None:
        """Load a mutant; give what can be scored with it, if it opens.

        Raises:
            Stray: A problem has no code or no place.
        """
        path = self.folder / one.name
        path.write_bytes(one.content)
        try:
            return self._opened(path)
        except InvalidDataError as error:
            for problem in error.problems:
                self._has_a_place(problem)
        except EquityBlocksError:
            pass
        finally:
            path.write_bytes((ROOT / one.name).read_bytes())
        return None

    def _has_a_place(self, problem: Problem) -> None:
        text = str(problem)
        if not problem.code or not problem.message or problem.line < 1 or problem.column < 1 or not problem.file:
            raise Stray(f"no place or code: {problem!r}")
        if "\n" in text or len(text) > 4000:
            raise Stray(f"no single readable line: {len(text)} characters")
        if Path(problem.file).is_file() and problem.line > Path(problem.file).read_bytes().count(b"\n") + 2:
            lines = Path(problem.file).read_bytes()
            if b"\r" not in lines and b"\x00" not in lines:
                raise Stray(f"a line beyond the end: {text}")

    def _opened(self, path: Path) -> tuple[Framework, Assessment] | None:
        parent = path.parent.name
        if parent in ("crosswalks", "adopted", "tailoring", "scales"):
            return self._beside(path, parent)
        if parent == "assessments":
            assessment, document = open_assessment(path)
            if assessment.framework not in self.frameworks:
                raise NotFoundError(assessment.framework)
            return self._fitting(self.frameworks[assessment.framework], assessment, document), assessment
        framework, _ = open_framework(path.parent)
        samples = (each for each in self._samples() if each.framework == framework.id)
        assessment = next(samples, Assessment(framework=framework.id))
        return (framework, assessment) if framework.use == "assessment" else None

    def _fitting(self, framework: Framework, assessment: Assessment, document: Document) -> Framework:
        if assessment.tailoring:
            made = open_tailoring(self.folder / "assessments" / "tailoring" / "riverbend.yaml").noun
            framework = tailor(framework, made) if made.framework == framework.id else framework
        found = [document.locate(problem) for problem in misfits(framework, assessment)]
        if found:
            raise InvalidDataError(found)
        return framework

    def _beside(self, path: Path, kind: str) -> tuple[Framework, Assessment] | None:
        if kind == "adopted":
            load_adopted_plan(path)
        elif kind == "crosswalks":
            crosswalk, document = open_crosswalk(path)
            for end in (crosswalk.source, crosswalk.target):
                if end.framework in self.frameworks:
                    found = crosswalk_misfits(crosswalk, self.frameworks[end.framework])
                    if found:
                        raise InvalidDataError([document.locate(problem) for problem in found])
        elif kind == "tailoring":
            tailoring, document = open_tailoring(path)
            if tailoring.framework in self.frameworks:
                try:
                    framework = tailor(self.frameworks[tailoring.framework], tailoring)
                except InvalidDataError as error:
                    raise InvalidDataError([document.locate(problem) for problem in error.problems]) from None
                return framework, next(each for each in self._samples() if each.framework == framework.id)
        else:
            open_any(path)
            for name in ("chcs-acap", "ahe-roadmap"):
                open_framework(self.folder / "frameworks" / name)
        return None

    def _samples(self) -> list[Assessment]:
        if not hasattr(self, "_kept"):
            self._kept = [eb.load_assessment(path) for path in sorted((ROOT / "assessments").glob("*.yaml"))]
        return self._kept


def _frameworks() -> dict[str, Framework]:
    return {entry.id: eb.load_framework(entry.id) for entry in eb.frameworks()}


def uses(framework: Framework, assessment: Assessment) -> dict[str, Callable[[], Any]]:
    """What is done with a framework and an assessment, by its name."""
    names = [*framework.practices]
    later = framework.replace(revision=framework.revision + 1)
    return {
        "score": lambda: eb.score(framework, assessment).model_dump_json(),
        "plan": lambda: eb.plan(framework, assessment, periods=4, capacity=60).model_dump_json(),
        "plan all": lambda: eb.plan(framework, assessment, everything=True).model_dump_json(),
        "explain": lambda: eb.explain(framework, assessment).model_dump_json(),
        "explain one": lambda: [eb.explain(framework, assessment, name) for name in names[:2]],
        "lint": lambda: (lint(framework), lint(framework, assessment)),
        "respondents": lambda: eb.respondents(framework, assessment).model_dump_json(),
        "what if": lambda: eb.what_if(framework, assessment, {names[0]: None}) if names else None,
        "migrate": lambda: eb.migrate(later, assessment.replace(revision=framework.revision), framework),
        "stability": lambda: eb.stability(framework, assessment).model_dump_json(),
        "report": lambda: _reported(framework, assessment),
        "score many": lambda: _scored_by_columns(framework, assessment),
        "draws": lambda: eb.score_frame(framework, eb.draws(framework, assessment, 8)),
        "portfolio": lambda: eb.portfolio(framework, [assessment]).model_dump_json(),
        **{f"door {ending}": partial(_through, ending, framework, assessment) for ending in OUT},
    }


def _reported(framework: Framework, assessment: Assessment) -> None:
    made = eb.report(framework, assessment, eb.score(framework, assessment))
    if not (made.html and made.markdown):
        raise Stray("an empty report")


def _scored_by_columns(framework: Framework, assessment: Assessment) -> None:
    """Score it as one of many."""
    scored, card = eb.score_many(framework, [assessment])["score"].to_list(), eb.score(framework, assessment)
    [found] = [None if math.isnan(number) else number for number in scored]
    if found != card.score.value and abs((found or 9) - (card.score.value or 9)) > _SAME:
        raise Stray(f"columns give {found}, not {card.score.value}")


_SAME = 1e-12


def _through(ending: str, framework: Framework, assessment: Assessment) -> None:
    """Send the owner's questionnaire out by a door, and take it back in where it is answers."""
    asked = eb.questionnaire(framework, assessment)
    with tempfile.TemporaryDirectory() as folder:
        path = eb.save_questionnaire(asked, Path(folder) / f"asked{ending}", framework=framework)
        if ending in _BOTH_WAYS:
            eb.collect(framework, assessment, eb.read_replies(path.read_bytes(), framework, name=path.name))


_BOTH_WAYS = (".xlsx", ".csv", ".response.json")


def used(framework: Framework, assessment: Assessment) -> None:
    """Do all that can be done; only the library's own errors may come of it.

    Raises:
        Stray: Something else was raised, or a figure is none.
    """
    for name, use in uses(framework, assessment).items():
        try:
            use()
        except EquityBlocksError as error:
            for problem in getattr(error, "problems", ()):
                if not problem.code or not problem.message:
                    raise Stray(f"{name}: a problem without a code") from error
        except Exception as error:
            raise Stray(f"{name}: {type(error).__name__}: {error}") from error


_TOLD = 1000
"""After so many mutants a long run says how far it is."""


def main() -> None:
    """Load, or use, as many mutants as were asked for, and name the seeds of those that stray."""
    what, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    opened = strays = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Workplace(Path(folder))
        seed = first
        while (seed < first + count) if what == "loads" else opened < count:
            try:
                found = place.opened(mutant(seed))
                opened += found is not None
                if found and what == "uses":
                    used(*found)
            except Exception:  # noqa: BLE001 - whatever it is, is what is looked for
                strays += 1
                sys.stdout.write(f"seed {seed} ({mutant(seed).name})\n{traceback.format_exc()[-1500:]}\n")
                sys.stdout.flush()
            seed += 1
            if (seed - first) % _TOLD == 0:
                sys.stderr.write(f"up to seed {seed - 1}: {opened} opened, {strays} strayed\n")
    sys.stdout.write(f"{what}: seeds {first} to {seed - 1}, {opened} opened, {strays} strayed\n")


if __name__ == "__main__":
    main()
