"""Workbooks for tests: random frameworks and assessments of them, and what is typed into cells."""

import io
import os
import random
import re
import zipfile
from functools import lru_cache
from xml.sax.saxutils import escape

from equity_blocks.engine.collecting.questionnaire import questionnaire
from equity_blocks.exchange.workbook import from_workbook, to_workbook
from equity_blocks.exchange.workbook.archive import Archive
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.rating import Rating

CASES = int(os.environ.get("EQUITY_BLOCKS_EXAMPLES") or 6)
"""How many random workbooks of each kind go through LibreOffice."""

TEXTS = (
    "Plain words.",
    "Two lines\nand an empty one\n\nbelow",
    "=1+1",
    "+4 sites, -2 others",
    "-none yet",
    "@home visits",
    "\N{GRINNING FACE} ni\N{LATIN SMALL LETTER N WITH TILDE}os \N{FAMILY}",
    "x" * 5_000,
    "0123",
    "3/4",
    "_x0041_",
    "<b>&amp; \"quoted\" 'text'</b>",
    "a\ttab",
    "1e5",
    "TRUE",
    "  spaces around  ",
)
"""Texts that spreadsheets like to turn into something else."""


def mini(**changes):
    """Give a small framework: two blocks, three practices, one of them with parts, and one on a range of scores."""
    parts = [{"id": "written", "title": "It is written"}, {"id": "known", "title": "It is known"}]
    vision = {"id": "vision", "title": "Vision", "criteria": parts}
    points = {"id": "points", "range": [0, 10]}
    data = {
        "id": "mini",
        "title": "Mini",
        "edition": "2026",
        "scale": ["not-started", "partly", "in-place"],
        "blocks": [
            {"id": "board", "title": "Board", "practices": [vision, {"id": "budget", "title": "Budget"}]},
            {"id": "care", "title": "Care", "practices": [{"id": "access", "title": "Access", "scale": points}]},
        ],
    }
    return Framework.model_validate({**data, **changes})


def assessed(framework, ratings=None, **others):
    """Give an assessment with these ratings, and the evidence that they name."""
    evidence = {name: {"title": name} for name in ("minutes", "plan-2026")}
    data = {"framework": framework.id, "id": "sample", "evidence": evidence, "ratings": ratings or {}}
    return Assessment.model_validate({**data, **others})


def asked(framework, ratings=None, **how):
    """Give the questionnaire of an assessment with these ratings; `how` says who is asked."""
    return questionnaire(framework, assessed(framework, ratings), **how)


def made(framework=None, ratings=None, **how):
    """Give the workbook of a small framework, the owner's unless `how` says something else."""
    framework = framework or mini()
    return to_workbook(asked(framework, ratings, **how), framework=framework)


def read(content, framework=None):
    """Read a workbook of a small framework."""
    return from_workbook(content, "a.xlsx", framework or mini())


def changed(content, changes):
    """Give a workbook with some of its parts changed: name -> function of the text, which gives text or bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in [*names, *(name for name in changes if name not in names)]:
            text = old.read(name) if name in names else b""
            if name in changes:
                text = changes[name](text.decode())
            if text:
                new.writestr(name, text)
    return stream.getvalue()


def part_of(content, sheet):
    """Name the part that holds a sheet."""
    return Archive(content, "a.xlsx").sheets()[sheet]


def cell(content, practice, key, sheet="Answers", part=""):
    """Name the cell of a practice in a column, such as `F6`."""
    found = _texts(content, sheet)
    column = next(re.sub(r"\d", "", place) for place, value in found.items() if value == f"eb.{key}")
    rows = [
        place[1:] for place, value in found.items() if place[0] == "A" and place[1:].isdigit() and value == practice
    ]
    if part:
        rows = [row for row in rows if found.get(f"B{row}") == part]
    return f"{column}{rows[0]}"


def shown(content, sheet, place):
    """Give the text that was written into a cell."""
    return _texts(content, sheet)[place]


@lru_cache(4)
def _texts(content, sheet):
    text = zipfile.ZipFile(io.BytesIO(content)).read(part_of(content, sheet)).decode()
    strings = zipfile.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml").decode()
    shared = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<si>(.*?)</si>", strings, re.DOTALL)]
    return {place: shared[int(i)] for place, i in re.findall(r'<c r="([A-Z]+\d+)"[^>]*t="s"><v>(\d+)</v>', text)}


def filled(content, values, sheet="Answers"):
    """Type something into cells: name of a cell -> text, a number, or XML of a cell's inside that begins with `<`."""

    def change(text):
        for place, value in values.items():
            inside = f"<v>{value}</v>"
            kind = ""
            if isinstance(value, str):
                is_raw = value.startswith("<")
                kind = "" if is_raw else ' t="inlineStr"'
                inside = value if is_raw else f'<is><t xml:space="preserve">{escape(value)}</t></is>'
            pattern = rf'<c r="{place}"([^>]*?)(/>|>.*?</c>)'
            assert re.search(pattern, text), place

            def cell_text(found, kind=kind, inside=inside, place=place):
                given = re.sub(r' t="\w+"', "", found[1])
                return f'<c r="{place}"{given}{kind}>{inside}</c>'

            text = re.sub(pattern, cell_text, text, count=1, flags=re.DOTALL)
        return text

    return changed(content, {part_of(content, sheet): change})


def figures(content):
    """Give the hidden readings of the summary as they stand in the file: node -> four numbers or `None`."""
    from python_calamine import load_workbook

    rows = load_workbook(io.BytesIO(content)).get_sheet_by_name("Summary").to_python(skip_empty_area=False)
    begun = next(i for i, row in enumerate(rows) if "eb.value" in row)
    first = rows[begun].index("eb.value")
    numbers = {}
    for row in rows[begun + 1 :]:
        raw = [cell if isinstance(cell, float) else None for cell in row[first : first + 4]]
        if row[1] and (row[0] or row is rows[begun + 1]):
            numbers[row[0]] = raw
    return numbers


def figures_of(card):
    """Give the same of a score card, with values that are withheld as `None`."""
    from equity_blocks.model.tree import walk

    readings = {"": card.score, **{block.id: block for block in walk(card.blocks)}}
    return {name: [each.value, each.low, each.high, each.coverage] for name, each in readings.items()}


def spoiled(content, sheets=("Answers", "Parts", "Summary")):
    """Give a workbook in which every kept result of a formula that is a number is wrong."""

    def change(text):
        return re.sub(r"(</f><v>)[-\d.eE]+(</v>)", r"\g<1>0.123456\2", text)

    parts = Archive(content, "a.xlsx").sheets()
    return changed(content, {parts[name]: change for name in sheets if name in parts})


class Chance(random.Random):
    """A source of random frameworks and ratings, the same for the same number."""

    def framework(self, unanswered="exclude", *, withholds=False):
        """Give a framework of weighted means: nested blocks, odd weights, scales of its own, ranges and parts."""
        scales = [["no", "some", "all"], ["a", "b", "c", "d", "e"], {"id": "points", "range": [-5, 20]}]
        names = [f"p{i}" if self.random() < 0.8 else f"{i}.1" for i in range(self.randint(2, 9))]
        blocks = [self._block(f"b{i}", scales) for i in range(self.randint(1, 4))]
        for name in names:
            self.choice(blocks)["practices"].append(self._practice(name, scales))
        top = []
        for i, block in enumerate(blocks):
            self.choice([top, *(around["blocks"] for around in blocks[:i])]).append(block)
        policy = {"unanswered": unanswered, "min_coverage": 0.5 if withholds else 0.0}
        data = {"id": "drawn", "title": "Drawn", "scale": scales[0], "scoring": policy, "blocks": top}
        return Framework.model_validate(data)

    def _weight(self):
        return self.choice((1, 1, 1, 0.1, 0.7, 1 / 3, 2.9, 123.4, 0))

    def _block(self, name, scales):
        block = {"id": name, "title": name.upper(), "weight": self._weight(), "practices": [], "blocks": []}
        return block | ({"scale": self.choice(scales)} if self.random() < 0.3 else {})

    def _practice(self, name, scales):
        practice = {"id": name, "title": name.upper(), "weight": self._weight()}
        if self.random() < 0.4:
            practice["criteria"] = [{"id": f"c{i}", "title": f"Part {i}"} for i in range(self.randint(1, 4))]
            practice["criteria_rule"] = self.choice(("all", "any"))
        return practice | ({"scale": self.choice(scales)} if self.random() < 0.4 else {})

    def ratings(self, framework, *, is_owner=True):
        """Give ratings with every status, and texts that spreadsheets like to change."""
        return {name: self._rating(framework, practice, is_owner) for name, practice in framework.practices.items()}

    def level(self, scale):
        """Give a level, or a score."""
        return round(self.uniform(*scale.range), 3) if scale.range else self.choice(scale.ids)

    def _rating(self, framework, practice, is_owner):
        scale = framework.scale_of(practice.id)
        said = [{}, {"level": "unknown"}, {"not_applicable": self.choice(TEXTS)}, *[{"level": self.level(scale)}] * 4]
        if is_owner:
            said += [{"not_pursued": "Not now"}, {"not_pursued": "Not now", "level": self.level(scale)}]
        if practice.criteria:
            levels = [None, "unknown", self.level(scale), self.level(scale)]
            parts = {each.id: self.choice(levels) for each in practice.criteria}
            said += [{"criteria": {name: level for name, level in parts.items() if level is not None}}] * 4
        rating = dict(self.choice(said))
        if self.random() < 0.4:
            rating["note"] = self.choice(TEXTS)
        return rating | (self._wishes(scale, rating) if is_owner else {})

    def _wishes(self, scale, rating):
        wishes = {
            "importance": self.choice((None, "low", "normal", "high")),
            "feasibility": self.choice((None, "low", "high")),
            "decision": self.choice(
                (None, "later", *([] if rating.keys() & {"not_applicable", "not_pursued"} else ["pursue"]))
            ),
            "target": self.choice((None, self.level(scale), {"share": 0.4})),
            "owner": self.choice(("", "Ann", "=Ann()")),
            "evidence": self.choice(([], ["minutes"], ["minutes", "plan-2026"])),
        }
        return {key: value for key, value in wishes.items() if value not in (None, "", [])}


def carried(rating, carries):
    """Give of a rating what a door carries, as nouns compare it."""
    return Rating.model_validate({key: getattr(rating, key) for key in carries if key in rating.model_fields_set})


def same(framework, ratings, reply):
    """Say whether a reply holds what these ratings say, field by field."""
    wanted = {name: carried(Rating.model_validate(ratings.get(name)), reply.carries) for name in framework.practices}
    return {name: Rating.model_validate(rating) for name, rating in reply.data["ratings"].items()} == wanted
