"""Makes docs/reference/, the tables of docs/reference.md and the tree of docs/architecture.md from the code.

Run it by `python docs/make_reference.py`.

Every public name with its signature and its docstring, every field of every noun with its kind, bounds, default and
meaning, every column of every record, every command with its options. `--missing` lists the fields without a meaning.
"""

import ast
import inspect
import re
import sys
import textwrap
import types
import typing
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Literal, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

import equity_blocks as eb
from equity_blocks.cli.app import app
from equity_blocks.exchange import csv_answers
from equity_blocks.exchange.answer_fields import CARRIED
from equity_blocks.exchange.doors import OUT
from equity_blocks.exchange.tables import kinds, tables_of
from equity_blocks.model.noun import Noun

FOLDER = Path(__file__).resolve().parent
MADE = "<!-- made by docs/make_reference.py: change the code, not this text -->"

INPUTS = (
    "framework", "source", "practice", "scale", "shared_levels", "scoring", "targets", "publishing",
    "effort", "prerequisite", "assessment", "rating", "goal", "goal_template", "calendar", "tailoring",
    "crosswalk", "adopted_plan", "schedule",
)  # fmt: skip
"""Modules whose nouns people write; all other nouns are results."""

_SECTION = re.compile(r"^(Args|Returns|Raises|Source|Sources|Example|Examples|Note|Yields):\s*$", re.MULTILINE)
_ITEM = re.compile(r"^ {4}(\S[^:\n]*):\s+", re.MULTILINE)


def pages() -> dict[str, str]:
    """Give every page that is made, by its path in docs/, with its text."""
    nouns = [value for value in map(_public, eb.__all__) if _is_noun(value)]
    inputs = [noun for noun in nouns if noun is Noun or noun.__module__.rpartition(".")[2] in INPUTS]
    results = [noun for noun in nouns if noun not in inputs]
    return {
        "architecture.md": _with_tree((FOLDER / "architecture.md").read_text(encoding="utf-8")),
        "reference.md": _with_tables((FOLDER / "reference.md").read_text(encoding="utf-8")),
        "reference/functions.md": _page("Functions and errors", _functions()),
        "reference/inputs.md": _page("Nouns that people write", (part for noun in inputs for part in _noun(noun))),
        "reference/results.md": _page("Results", (part for noun in results for part in _noun(noun))),
        "reference/records.md": _page("Records", _records()),
        "reference/doors.md": _page("Doors", _doors()),
    }


def _doors() -> Iterator[str]:
    """Say which field of a rating each door carries, and what the columns of a table of answers hold."""
    yield "Ways that answers go out and come back. A respondent is asked for answers; the owner plans besides."
    titles = {door.module: f"{door.title} (`{ending}`)" for ending, door in OUT.items()}
    carries = {title: _carries(module) for module, title in titles.items()}
    yield "## Fields"
    rows = [f"| field | {' | '.join(carries)} |", f"|---|{'---|' * len(carries)}"]
    for field in dict.fromkeys(field for fields in CARRIED.values() for field in fields):
        kinds = [", ".join(kind for kind, fields in own.items() if field in fields) for own in carries.values()]
        rows.append(f"| `{field}` | {' | '.join(kinds)} |")
    yield "\n".join(rows)
    yield (
        "`answers` is a respondent's, `owner` the owner's, `contested` what a meeting settles. FHIR comes back as a\n"
        "QuestionnaireResponse. A data dictionary of REDCap holds questions only; answers come back in a raw export."
    )
    yield from _table_columns()


def _table_columns() -> Iterator[str]:
    yield "## Columns of a table"
    yield "Needed are `practice` and `level`; any other may be left out. Commas, semicolons or tabs separate cells."
    groups = {"asked": csv_answers.ASKED, **csv_answers.FILLED, "about the table": csv_answers.FACTS}
    said: dict[tuple[str, str], list[str]] = {}
    for group, columns in groups.items():
        for column, meaning in columns.items():
            said.setdefault((column, meaning), []).append(group)
    rows = [f"| `{column}` | {', '.join(of)} | {meaning} |" for (column, meaning), of in said.items()]
    yield "\n".join(["| column | of | what stands there |", "|---|---|---|", *rows])
    yield (
        "Text that a spreadsheet would run as a formula has an apostrophe in front; import takes it away again, and\n"
        "an apostrophe that stood there already is kept."
    )


def _carries(module: str) -> dict[str, tuple[str, ...]]:
    carried: dict[str, tuple[str, ...]] = getattr(import_module(f"equity_blocks.exchange.{module}"), "CARRIES", CARRIED)
    return carried


def missing() -> list[str]:
    """Name the fields of public nouns that have no meaning written down."""
    nouns = filter(_is_noun, map(_public, eb.__all__))
    return [f"{noun.__name__}.{name}" for noun in nouns for name, f in noun.model_fields.items() if not f.description]


def _public(name: str) -> Any:
    return getattr(eb, name)


def _is_noun(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Noun)


def _page(title: str, parts: Iterator[str]) -> str:
    return "\n\n".join([f"# {title}", MADE, *parts]) + "\n"


def _with_tables(text: str) -> str:
    """Put the tables between the marks of a page that is otherwise written by hand."""
    for name, rows in (("names", _names()), ("commands", _commands())):
        start, end = f"<!-- {name}: {MADE[5:-4]} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n\n" + "\n".join(rows) + f"\n\n{end}{rest.partition(end)[2]}"
    return text


def _with_tree(text: str) -> str:
    """Put the tree of modules, each with the first line of its docstring, into the page that is otherwise written."""
    start, end = "```text\nsrc/equity_blocks/\n", "```"
    before, _, rest = text.partition(start)
    package = FOLDER.parent / "src" / "equity_blocks"
    return f"{before}{start}" + "\n".join(_tree(package, "  ")) + f"\n{end}{rest.partition(end)[2]}"


def _tree(folder: Path, indent: str) -> Iterator[str]:
    modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    folders = [path.parent for path in folder.glob("*/__init__.py")]
    width = max((len(path.name) for path in modules), default=0) + 2
    for path in sorted([*modules, *folders], key=lambda path: (path.is_dir(), path.name)):
        name, source = (f"{path.name}/", path / "__init__.py") if path.is_dir() else (path.name, path)
        first = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))).partition("\n")[0].removesuffix(".")
        label = f"{indent}{name:<{width}}"
        yield textwrap.fill(f"{label}{first}", 118, subsequent_indent=" " * len(label))
        if path.is_dir():
            yield from _tree(path, f"{indent}  ")


def _names() -> Iterator[str]:
    yield from ("| name | kind | what it is |", "|---|---|---|")
    for name in eb.__all__:
        value = _public(name)
        page, kind = _place(value)
        yield f"| [`{name}`](reference/{page}#{name.lower()}) | {kind} | {_cell(_summary(value))} |"


def _place(value: Any) -> tuple[str, str]:
    if _is_noun(value):
        is_input = value.__module__.rpartition(".")[2] in INPUTS
        return ("inputs.md", "noun") if is_input or value is Noun else ("results.md", "noun")
    if isinstance(value, type):
        kind = "error" if issubclass(value, Exception) and not issubclass(value, Warning) else "class"
        return "functions.md", "warning" if issubclass(value, Warning) else kind
    return "functions.md", "module" if inspect.ismodule(value) else "function"


def _commands() -> Iterator[str]:
    yield from ("| command | arguments and options | what it does |", "|---|---|---|")
    for name in app.list_commands(None):
        command = app.get_command(None, name)
        words = [word for param in command.params for word in _parameter(param)]
        yield f"| `{name}` | `{' '.join(words)}` | {_cell(command.help.partition(chr(10))[0])} |"


def _parameter(param: Any) -> Iterator[str]:
    if param.param_type_name == "argument":
        metavar = (param.metavar or param.name.upper() + ("" if param.nargs == 1 else "...")).strip("[]")
        yield (metavar if param.required else f"[{metavar}]").replace("|", r"\|")
        return
    choices = getattr(param.type, "choices", ())
    yield param.opts[0]
    if not param.is_flag:
        number = "N" if "integer" in param.type.name else param.type.name.upper()
        yield ("|".join(choices) if choices else param.metavar or number).replace("|", r"\|")


def _functions() -> Iterator[str]:
    for name in eb.__all__:
        value = _public(name)
        if _is_noun(value):
            continue
        yield f"## {name}"
        if _place(value)[1] == "function":
            yield "```text\n" + _signature(name, value) + "\n```"
        yield from _docstring(value)
        if inspect.ismodule(value):
            yield from _members(name, value)


def _members(name: str, module: ModuleType) -> Iterator[str]:
    """Give the functions that a public module offers, in the order of their names."""
    for member, function in inspect.getmembers(module, inspect.isfunction):
        yield f"### {name}.{member}"
        yield "```text\n" + _signature(f"{name}.{member}", function) + "\n```"
        yield from _docstring(function)


_WIDEST = 100


def _signature(name: str, function: Any) -> str:
    """Write a signature as its source has it, one parameter a line where it is long."""
    signature = inspect.signature(function)
    words = []
    has_star = False
    for key, param in signature.parameters.items():
        if param.kind is param.KEYWORD_ONLY and not has_star:
            words.append("*")
            has_star = True
        default = "" if param.default is param.empty else f" = {param.default!r}"
        words.append(f"{key}: {_python(param.annotation)}{default}")
    result = _python(signature.return_annotation)
    line = f"{name}({', '.join(words)}) -> {result}"
    return (
        line if len(line) <= _WIDEST else f"{name}(\n" + "".join(f"    {word},\n" for word in words) + f") -> {result}"
    )


def _python(annotation: Any) -> str:
    words = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"[\w.]+\.(?=\w)", "", words.replace("ForwardRef('", "").replace("')", "")).replace('"', "")


def _docstring(value: Any) -> Iterator[str]:
    """Give the parts of a docstring but its example: the text, and what is said of arguments, results and errors."""
    parts = _SECTION.split(inspect.getdoc(value) or "")
    yield _paragraphs(parts[0])
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        if title in ("Args", "Raises"):
            items = _ITEM.split(body)
            heading = "Arguments" if title == "Args" else "Raises"
            lines = [f"* `{key}`: {_line(text)}" for key, text in zip(items[1::2], items[2::2], strict=True)]
            yield f"**{heading}**"
            yield "\n".join(lines)
        elif not title.startswith("Example"):
            yield f"**{title}** {_line(body)}"


def _paragraphs(text: str) -> str:
    return re.sub(r"<(?=[\w/])", "&lt;", text.strip())


def _line(text: str) -> str:
    return _paragraphs(" ".join(text.split()))


def _summary(value: Any) -> str:
    return _line((inspect.getdoc(value) or "").partition("\n\n")[0])


def _noun(noun: type[Noun]) -> Iterator[str]:
    yield f"## {noun.__name__}"
    yield from _docstring(noun)
    if noun.model_fields:
        rows = ["| field | kind | default | meaning |", "|---|---|---|---|"]
        yield "\n".join([*rows, *(_field(name, field) for name, field in noun.model_fields.items())])


def _field(name: str, field: FieldInfo) -> str:
    kind = _kind(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation, is_linked=True)
    cells = (f"`{field.serialization_alias or name}`", kind, _default(field), field.description or "")
    return f"| {' | '.join(_cell(cell) if i else cell for i, cell in enumerate(cells))} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, tuple | dict | str) and not value:
        return "empty"
    words = repr(value) if isinstance(value, Noun) else "null" if value is None else str(value)
    words = words.lower() if isinstance(value, bool) else words
    return f"`{words}`" if len(words) <= _LONGEST else "fixed"


_LONGEST = 40
"""Characters of a default that is shown; longer ones are the notice, and what is filled in."""

_PLAIN = {str: "text", float: "number", int: "whole number", bool: "true or false", date: "date", Any: "any data"}


def _kind(annotation: Any, *, is_linked: bool = False) -> str:
    """Write a type as people say it, with its bounds."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        bounds = ", ".join(_bounds(args[1:]))
        return _kind(args[0], is_linked=is_linked) + (f" {bounds}" if bounds else "")
    if origin in (typing.Union, types.UnionType):
        words = ["null" if arg is types.NoneType else _kind(arg, is_linked=is_linked) for arg in args]
        return " or ".join(dict.fromkeys(words))
    if origin is Literal:
        return " or ".join(f"`{arg}`" if is_linked else repr(arg) for arg in args)
    if origin is tuple:
        inner = [_kind(arg, is_linked=is_linked) for arg in args if arg is not Ellipsis]
        return f"list of {inner[0]}" if Ellipsis in args else f"pair of {' and '.join(dict.fromkeys(inner))}"
    if origin is not None and args:
        inner = [_kind(arg, is_linked=is_linked) for arg in args if not isinstance(arg, list)]
        name = {"dict": "mapping of", "Mapping": "mapping of", "list": "list of", "Sequence": "list of"}
        word = name.get(getattr(origin, "__name__", ""), getattr(origin, "__name__", str(origin)))
        return f"{word} {inner[-1]}"
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if is_linked and _is_noun(annotation) and annotation.__name__ in eb.__all__:
        return f"[{annotation.__name__}]({_place(annotation)[0]}#{annotation.__name__.lower()})"
    return getattr(annotation, "__name__", str(annotation))


_SIGNS = {
    annotated_types.Ge: ("ge", ">="), annotated_types.Gt: ("gt", ">"), annotated_types.Le: ("le", "<="),
    annotated_types.Lt: ("lt", "<"), annotated_types.MinLen: ("min_length", "length >="),
}  # fmt: skip


def _bounds(metadata: tuple[Any, ...]) -> Iterator[str]:
    for item in metadata:
        if isinstance(item, FieldInfo):
            yield from _bounds(tuple(item.metadata))
        for kind, (name, sign) in _SIGNS.items():
            if isinstance(item, kind):
                yield f"{sign} {getattr(item, name):g}"


def _records() -> Iterator[str]:
    yield (
        "What `to_records` and `to_frame` give, and `--format csv` writes (`--table` names the table). Figures are "
        "unrounded; null means that there is no value, and is an empty cell in CSV. The first table of each kind is "
        "the default."
    )
    for kind in kinds():
        for of, table in tables_of(_public(kind)).items():
            yield f"## {kind}: {of}"
            rows = [f"| `{column.name}` | {column.kind} | {_cell(column.meaning)} |" for column in table.columns]
            yield "\n".join(["| column | kind | meaning |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return " ".join(text.replace("|", r"\|").split())


def main() -> None:
    """Write the pages, or list the fields without a meaning."""
    if "--missing" in sys.argv:
        sys.stdout.write("\n".join(missing()) + "\n")
        return
    for name, text in pages().items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
