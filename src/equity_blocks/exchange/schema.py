"""JSON Schemas: of the files that people write, for editors that check while one types; of results, for programs."""

import json
import re
from typing import Any, Literal, get_args

from pydantic import BaseModel

from equity_blocks.exchange.stored_results import RESULT_KINDS, ResultKind, result_class
from equity_blocks.model import Assessment, Block, Framework, Scale
from equity_blocks.model.adopted_plan import AdoptedPlan
from equity_blocks.model.branding import Branding
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.goal_template import GoalTemplate
from equity_blocks.model.tailoring import Tailoring

Kind = Literal[
    "framework", "block", "scale", "assessment", "tailoring", "crosswalk", "goal", "adopted-plan", "branding"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of files that people write; of results see `RESULT_KINDS`."""

_NOUNS: dict[str, type[BaseModel]] = {
    "framework": Framework,
    "block": Block,
    "scale": Scale,
    "assessment": Assessment,
    "tailoring": Tailoring,
    "crosswalk": Crosswalk,
    "goal": GoalTemplate,
    "adopted-plan": AdoptedPlan,
    "branding": Branding,
}


def file_name(kind: Kind | ResultKind) -> str:
    """Name the schema file of a kind.

    Example:
        >>> file_name("assessment")
        'assessment.schema.json'
    """
    return f"{kind}.schema.json"


def schema_text(kind: Kind | ResultKind) -> str:
    """Write the schema of a kind of file, or of a kind of result.

    That of a file refuses keys that are not known, which are slips of the pen. That of a result has every key that this
    version writes, and allows others, which a later version may add.

    Example:
        >>> schema_text("scale").splitlines()[1]
        '  "$schema": "https://json-schema.org/draft/2020-12/schema",'
    """
    if kind in RESULT_KINDS:
        schema = _open(result_class(kind).model_json_schema(by_alias=True, mode="serialization"))
    else:
        schema = _NOUNS[kind].model_json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"equity-blocks {kind}"}
    body = {key: value for key, value in _without_python(schema).items() if key != "title"}
    return json.dumps({**head, **body}, indent=2) + "\n"


def _open(schema: Any) -> Any:
    """A schema without what refuses further keys."""
    if isinstance(schema, dict):
        kept = {key: _open(value) for key, value in schema.items()}
        return {key: value for key, value in kept.items() if (key, value) != ("additionalProperties", False)}
    return [_open(item) for item in schema] if isinstance(schema, list) else schema


_OF_PYTHON = re.compile(r"\n\n(?:Args|Raises|Example):.*", re.DOTALL)
"""The parts of a docstring that say nothing to whoever writes YAML or reads JSON."""


def _without_python(schema: Any) -> Any:
    """A schema whose descriptions are prose alone."""
    if isinstance(schema, dict):
        return {
            key: _OF_PYTHON.sub("", value)
            if key == "description" and isinstance(value, str)
            else _without_python(value)
            for key, value in schema.items()
        }
    return [_without_python(item) for item in schema] if isinstance(schema, list) else schema
