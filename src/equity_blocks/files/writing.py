"""Nouns into files that people can read and nobody can misread."""

import re
from pathlib import Path
from typing import Any

import yaml

from equity_blocks.argument_kinds import checks_nouns
from equity_blocks.errors import STEERING
from equity_blocks.model import Assessment
from equity_blocks.model.adopted_plan import AdoptedPlan
from equity_blocks.saving import save_text

_WORD = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\Z")
_ESCAPED = re.compile(r"((?<!\\)(?:\\\\)*)\\U([0-9A-F]{8})")
_MISREAD = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))  # by readers of YAML 1.1


@checks_nouns
def save_assessment(assessment: Assessment, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write an assessment as YAML: block style, sentences in quotes, what was never given left out.

    Args:
        assessment: What to write.
        path: Where to.
        overwrite: Whether an existing file may be replaced. Default: no.

    Raises:
        WouldOverwriteError: The file exists and `overwrite` is false.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     assessment = Assessment(framework="hcplan-apm", ratings={"trust-building": 1})
        ...     print(save_assessment(assessment, f"{folder}/a.yaml").read_text(), end="")
        # yaml-language-server: $schema=assessment.schema.json
        framework: hcplan-apm
        ratings:
          trust-building: 1
    """
    return save_text(path, HEADER + written(assessment), overwrite=overwrite)


HEADER = "# yaml-language-server: $schema=assessment.schema.json\n"
"""Tells editors where the schema is; `equity-blocks init` puts one beside the file."""


def written(assessment: Assessment) -> str:
    """Give an assessment as YAML text, without the line for editors."""
    data = assessment.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if "ratings" in data:
        data["ratings"] = {name: _short(rating) for name, rating in data["ratings"].items()}
    if "retired" in data:
        data["retired"] = {name: _kept(entries) for name, entries in data["retired"].items()}
    return as_yaml(data)


def _kept(entries: list[dict[str, Any]]) -> Any:
    short = [entry | ({"rating": _short(entry["rating"])} if entry.get("rating") else {}) for entry in entries]
    return short[0] if len(short) == 1 else short


@checks_nouns
def save_adopted_plan(adopted: AdoptedPlan, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write an adopted plan as YAML: block style, sentences in quotes, what was never given left out.

    Args:
        adopted: What to write.
        path: Where to.
        overwrite: Whether an existing file may be replaced. Default: no.

    Returns:
        The path written.

    Raises:
        WouldOverwriteError: The file exists and `overwrite` is false.
        NotFoundError: The folder does not exist.
        FileAccessError: The system does not let it be written.

    Example:
        >>> import tempfile
        >>> adopted = AdoptedPlan(made_with="2.0", framework={"id": "mini", "edition": "", "revision": 1},
        ...     actions=[{"practice": "p", "to": "yes", "owner": "CIO"}])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     print(save_adopted_plan(adopted, f"{folder}/a.yaml").read_text(), end="")
        # yaml-language-server: $schema=adopted-plan.schema.json
        schema: "equity-blocks/adopted-plan/1"
        made_with: "2.0"
        framework:
          id: mini
          edition: ""
          revision: 1
        actions:
          - practice: p
            to: "yes"
            owner: "CIO"
    """
    return save_text(path, adopted_text(adopted), overwrite=overwrite)


def adopted_text(adopted: AdoptedPlan) -> str:
    """Give an adopted plan as the whole text of its file.

    What holds by default is written out, so that the file means the same when a default changes.
    """
    data = adopted.model_dump(mode="json", exclude_none=True)
    data["actions"] = [_without_blanks(action) for action in data["actions"]]
    data["framework"] = {key: value for key, value in data["framework"].items() if value or key == "edition"}
    data |= {"organization": _without_blanks(data["organization"])} if "organization" in data else {}
    return "# yaml-language-server: $schema=adopted-plan.schema.json\n" + as_yaml(_without_blanks(data))


def _without_blanks(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", [])}


def as_yaml(data: dict[str, Any], *, width: int = 120) -> str:
    r"""Write plain data in block style, with quotes around everything that could be misread.

    Args:
        data: Mappings, lists, text, numbers, flags and `None`.
        width: Characters in a line before a long text is folded.

    Example:
        >>> as_yaml({"level": "partial", "note": "Two clinics", "answer": "no"})
        'level: partial\nnote: "Two clinics"\nanswer: "no"\n'
    """
    text = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width, default_flow_style=False)
    return _ESCAPED.sub(_unescaped, str(text)).translate(_STEERED)


_STEERED = {code: f"\\U{code:08X}" for code in STEERING}
"""PyYAML writes some of these as they are; they stand in double quotes only, where an escape means the same."""


def _unescaped(escape: re.Match[str]) -> str:
    """PyYAML escapes what lies beyond the first plane, such as emoji, though every reader takes it as it is."""
    character = chr(int(escape[2], 16))
    return escape[1] + character if character.isprintable() else escape[0]


def _short(rating: dict[str, Any]) -> Any:
    """Write a rating or an answer that only names a level as that level; a reason that is none is not begun."""
    given = {key: value for key, value in rating.items() if value is not None or key not in _REASONS}
    if "answers" in given:
        given["answers"] = {who: _short(answer) for who, answer in given["answers"].items()}
    return given["level"] if given.keys() == {"level"} else given


_REASONS = ("not_applicable", "not_pursued")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - its name is given by the base class
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    is_plain = _WORD.match(value) and value not in _MISREAD
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if is_plain else '"')


_Dumper.add_representer(str, _text)
