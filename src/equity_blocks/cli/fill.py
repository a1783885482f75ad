"""`equity-blocks fill FILE`: one question after the other, and each answer is saved before the next is asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from equity_blocks.cli.exit_codes import INTERRUPTED
from equity_blocks.cli.export import audience_of
from equity_blocks.cli.item_text import (
    Understood,
    help_text,
    item_text,
    keys_text,
    not_understood,
    said_text,
    understood,
    wrapped,
)
from equity_blocks.cli.open_inputs import open_framework_of, require_fit_at_lines
from equity_blocks.cli.options import framework_option
from equity_blocks.cli.streams import say
from equity_blocks.cli.tailored_inputs import as_tailored
from equity_blocks.cli.typed_lines import Ended, Lines, is_text
from equity_blocks.engine.collecting.collect import collect
from equity_blocks.engine.collecting.questionnaire import questionnaire
from equity_blocks.errors import EquityBlocksError, NotFoundError, WouldOverwriteError
from equity_blocks.exchange.evidence import Register
from equity_blocks.files.content import content_of
from equity_blocks.files.in_place import save_into
from equity_blocks.files.opening import open_assessment
from equity_blocks.model import Assessment, Framework
from equity_blocks.model.did_you_mean import did_you_mean, meant
from equity_blocks.model.phrases import counted
from equity_blocks.model.questionnaire import Item, Questionnaire
from equity_blocks.model.reply import Reply
from equity_blocks.model.scale import Scale
from equity_blocks.saving import hash_of

_STATED = ("level", "criteria", "not_applicable")


@click.command("fill")
@click.argument("file")
@click.option("--respondent", metavar="ID", help="Who answers. Default: the owner of the assessment.")
@click.option("--for", "audiences", multiple=True, metavar="AUDIENCE", help="Whose wording to use; or `community`.")
@click.option("--role", metavar="ID", help="Ask only what this role is asked; with --respondent.")
@click.option("--plain", is_flag=True, help="Ask in plain language where the framework has such wording.")
@framework_option
def fill_command(*, file: str, framework: str | None, **options: Any) -> int:
    """Answer the questions of FILE here, one after the other, beginning with the first open one.

    Each answer is saved into FILE before the next question; everything else in FILE stays as it is, comments included.
    Stop whenever you like, and start again to go on. Answers may also come in by a pipe, a line for each.
    """
    if file == "-":
        raise click.UsageError("fill writes into a file: name one instead of - for standard input")
    source = _Source(file, framework, options)
    return _Filling(source, source.read(), Lines()).run()


class _State(NamedTuple):
    """What a file holds: what is rated, what is asked, and the hash of the very bytes that all of it was read from."""

    framework: Framework
    assessment: Assessment
    asked: Questionnaire
    read: str

    def scale(self, item: Item) -> Scale:
        return self.framework.scale_of(item.practice)


class _Source(NamedTuple):
    """Where answers are kept, and how they are asked for."""

    file: str
    framework: str | None
    options: Mapping[str, Any]

    def read(self) -> _State:
        try:
            content = content_of(Path(self.file))
        except NotFoundError as error:
            begin = f"equity-blocks init FRAMEWORK -o {self.file}"
            hint = f"`{begin}` begins one, and `equity-blocks frameworks` lists the frameworks"
            raise NotFoundError(f"{error}; {hint}", code=error.code, data=error.data) from None
        opened = open_assessment(self.file, content)
        rated = as_tailored(open_framework_of(opened, self.framework), opened).noun
        assessment = require_fit_at_lines(rated, opened).noun
        return _State(rated, assessment, self._asked(rated, assessment), hash_of(content))

    def _asked(self, rated: Framework, assessment: Assessment) -> Questionnaire:
        audience, is_community = audience_of(rated, self.options["audiences"])
        if not self.options["respondent"] and (self.options["role"] or is_community):
            raise click.UsageError("--respondent ID says who answers, where a role or the community is asked")
        return questionnaire(
            rated,
            assessment,
            audience=audience,
            role=self.options["role"],
            respondent=self.options["respondent"],
            plain=self.options["plain"],
            community=is_community,
        )


class _Filling:
    """The questions, which of them stands on the screen, and what is done with what is typed."""

    def __init__(self, source: _Source, state: _State, lines: Lines) -> None:
        self.source = source
        self.state = state
        self.lines = lines
        opened = self._open()
        self.is_review = not opened
        self.at = opened[0] if opened else 0

    def run(self) -> int:
        code = 0
        try:
            if self.is_review:
                say("Everything is answered; these are the answers, from the first on. s goes on.\n")
            while self.at < len(self.state.asked.items):
                self._show()
                self._answer_one()
        except Ended as ended:
            code = ended.code
        except KeyboardInterrupt:
            click.echo()
            code = INTERRUPTED
        self._close()
        return code

    @property
    def item(self) -> Item:
        return self.state.asked.items[self.at]

    def _open(self) -> list[int]:
        """The items of which nothing is said."""
        return [i for i, item in enumerate(self.state.asked.items) if item.rating.status == "unanswered"]

    def _show(self) -> None:
        click.echo(item_text(self.state.asked, self.at))
        click.echo()

    def _answer_one(self) -> None:
        """Ask until the item is answered, skipped or left."""
        here = self.at
        if self.lines.number == 0:
            click.echo(keys_text(self.item))
        while self.at == here:
            given = self._understood(self.item, self.lines.ask(""))
            if given:
                getattr(self, _ACTIONS[given.command])(given)
        click.echo()

    def _understood(self, item: Item, text: str) -> Understood | None:
        given = understood(item, self.state.scale(item), text) if text else None
        if given is None:
            self.lines.refuse(not_understood(item, self.state.scale(item), text))
        return given

    def _text(self, prompt: str) -> str:
        """Ask for a text; empty where nothing is typed, or nothing that a file should hold."""
        text = self.lines.ask(prompt)
        if text and (not is_text(text)):
            self.lines.refuse("that line is too long, or holds characters that are no text; nothing was taken of it")
            return ""
        return text

    # What can be typed

    def level(self, given: Understood) -> None:
        self._state_it({"level": given.level})

    def unknown(self, _given: Understood) -> None:
        self._state_it({"level": "unknown"})

    def not_applicable(self, _given: Understood) -> None:
        if not self.item.may_not_apply:
            self.lines.refuse("the framework has it that this applies to everybody; u says that nobody can say")
        elif reason := self._text("Why does it not apply? (an empty line: it does) "):
            self._state_it({"not_applicable": reason})

    def skip(self, _given: Understood) -> None:
        self._go_on()

    def back(self, _given: Understood) -> None:
        if self.at:
            self.at -= 1
        else:
            say("This is the first question.")

    def note(self, _given: Understood) -> None:
        before = "It replaces the one above; an empty line leaves that" if self.item.rating.note else "Empty: none"
        if text := self._text(f"Note ({before}) "):
            self._keep({"note": text}, ("note",))

    def parts(self, _given: Understood) -> None:
        item = self.item
        if not item.criteria:
            self.lines.refuse("this one has no parts")
            return
        if self._is_answered_by_others():
            return
        say("A level for each part instead of one for the whole; s leaves a part open, b goes back to the question.")
        for name, title in item.criteria.items():
            command = self._part(name, title)
            if command == "quit":
                raise Ended
            if command == "back":
                return
        if self.item.rating.criteria:
            self._go_on()

    def _part(self, name: str, title: str) -> str:
        """Ask for the level of a part, and save it; gives what was typed."""
        while True:
            given = self._understood(self.item, self.lines.ask(f"{title} "))
            if given is None:
                continue
            level = "unknown" if given.command == "unknown" else given.level
            if level is not None and not self._keep({"criteria": {**self._rated_parts(), name: level}}, _STATED):
                continue
            if level is not None or given.command in ("skip", "back", "quit"):
                return given.command
            self.lines.refuse("a part takes a level, u, s, b or q")

    def _rated_parts(self) -> dict[str, Any]:
        return {key: level for key, level in self.item.rating.criteria.items() if level is not None}

    def evidence(self, _given: Understood) -> None:
        for hint in self.item.evidence_hints:
            click.echo("\n".join(wrapped(f"  - {hint}")))
        text = self._text("Title or id of what shows it (an empty line: none) ")
        if not text:
            return
        register = {name: entry.title for name, entry in self.state.assessment.evidence.items()}
        ids = meant(text, register)
        if len(ids) == 1:
            self._keep_evidence(ids[0], {})
        elif (hint := did_you_mean(text, register)) and not self._is_new(text, hint):
            self.lines.refuse("nothing was added")
        else:
            new = Register()
            (name,) = new.read(text, "")
            self._keep_evidence(name, new.data or {"evidence": {name: {"title": text}}})

    def _is_new(self, text: str, hint: str) -> bool:
        say(f"'{text}' is not in the register of evidence: {hint}")
        return self.lines.is_typed and self.lines.ask("Add it as new? (y or n) ").lower() in ("y", "yes")

    def _keep_evidence(self, name: str, new: Mapping[str, Any]) -> None:
        known = self.state.assessment.rating(self.item.practice).evidence
        if self._keep({"evidence": [*dict.fromkeys((*known, name))]}, ("evidence",), new):
            say(f"added: {name}")

    def help(self, _given: Understood) -> None:
        click.echo(help_text(self.item))

    def quit(self, _given: Understood) -> None:
        raise Ended

    # Saving

    def _state_it(self, said: dict[str, Any]) -> None:
        if not self._is_answered_by_others() and self._keep(said, _STATED):
            self._go_on()

    def _is_answered_by_others(self) -> bool:
        """Refuse to speak for the owner where respondents do, or a group has settled on a level."""
        rating = self.item.rating
        if self.state.asked.kind != "owner" or not (rating.answers or rating.agreed):
            return False
        who = "a group agreed on a level" if rating.agreed else "respondents answer it"
        say("\n".join(wrapped(f"Here {who}: `fill --respondent ID` answers as one of them, and `agree` settles it.")))
        if not self.lines.is_typed:
            self.lines.refuse("nothing was taken")
        return True

    def _go_on(self) -> None:
        """Go to the next open item; where all were answered at the start, to the next one."""
        behind = [i for i in self._open() if i > self.at]
        self.at = self.at + 1 if self.is_review else behind[0] if behind else len(self.state.asked.items)

    def _keep(self, said: dict[str, Any], carries: tuple[str, ...], new: Mapping[str, Any] | None = None) -> bool:
        """Save what is said of the item, and say whether it is; what was read before is read anew."""
        item = self.item
        while True:
            try:
                changed = _changed(self.state, item, said, carries, new or {})
                save_into(self.source.file, changed, self.state.framework, expected=self.state.read)
                self._tell_of_speaker(changed)
                self.state = self.source.read()
            except WouldOverwriteError as error:
                if not self._reloaded(item, said, error):
                    return False
            except EquityBlocksError as error:
                self.lines.refuse(f"{error}\nNot saved: {_in_words(item, said)}.")
                return False
            else:
                return True

    def _reloaded(self, item: Item, said: dict[str, Any], error: EquityBlocksError) -> bool:
        """Read the file anew after somebody else wrote it, and say whether the answer shall be put into it, too."""
        text = _in_words(item, said)
        say("\n".join(wrapped(f"{error}\nNot saved yet: {text}.")), err=not self.lines.is_typed)
        if not self.lines.is_typed:
            self.lines.refuse("start again: it goes on with the first open question of the file as it is now")
        if self.lines.ask("Read it again and add this answer? (y or n) ").lower() not in ("y", "yes"):
            say(f"Left out: {text}.")
            self.state = self.source.read()
            return False
        self.state = self.source.read()
        self.at = next((i for i, each in enumerate(self.state.asked.items) if each.practice == item.practice), 0)
        if self.item.practice == item.practice and self.item.rating == item.rating:
            return True
        say("\n".join(wrapped(f"{item.title} was answered meanwhile: {said_text(self.item)}\nYou said: {text}.")))
        return self.lines.ask("Put yours in its place? (y or n) ").lower() in ("y", "yes")

    def _tell_of_speaker(self, changed: Assessment) -> None:
        """Say where what the assessment said itself has become the answers of somebody."""
        before = {each.id for each in self.state.assessment.respondents} | {self.state.asked.asked.id}
        for each in changed.respondents:
            if each.id not in before:
                say(f"What the file said itself now stands as the answers of '{each.id}'.")

    def _close(self) -> None:
        total, left = len(self.state.asked.items), len(self._open())
        say(f"{total - left} of {total} answered; all of it is saved in {self.source.file}.")
        if left:
            say(f"{counted(left, 'question')} open: the same command goes on with the first of them.")


_ACTIONS = {
    "level": "level",
    "skip": "skip",
    "back": "back",
    "note": "note",
    "unknown": "unknown",
    "does not apply": "not_applicable",
    "parts": "parts",
    "evidence": "evidence",
    "help": "help",
    "quit": "quit",
}
"""What was typed -> the method that does it."""


def _changed(
    state: _State, item: Item, said: dict[str, Any], carries: tuple[str, ...], new: Mapping[str, Any]
) -> Assessment:
    """Make the assessment with what is said of an item: a reply like that of every other door, without an origin."""
    asked, who = state.asked, state.asked.asked
    ratings: dict[str, Any] = {item.practice: said}
    data: dict[str, Any] = {**new, "ratings": ratings}
    if asked.kind == "answers":
        person = {"id": who.id, "role": who.role, "organization": who.organization}
        data["respondents"] = [{key: value for key, value in person.items() if value}]
        data["ratings"] = {each.practice: {} for each in asked.items} | ratings
    reply = Reply("fill", asked.kind, data, carries=carries)
    made = collect(state.framework, state.assessment, [reply]).assessment
    rating = made.ratings[item.practice]
    if who.id not in rating.answers:
        return made
    answers = {**rating.answers, who.id: rating.answers[who.id].replace(imported=None)}
    return made.replace(ratings={**made.ratings, item.practice: rating.replace(answers=answers)})


def _in_words(item: Item, said: Mapping[str, Any]) -> str:
    return f"{item.title}: " + ", ".join(f"{key} {value}" for key, value in said.items())
