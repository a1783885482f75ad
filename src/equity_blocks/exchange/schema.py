"""JSON Schema of the files that people write, for editors that check and complete while one types."""

import json
from typing import Literal, get_args

from pydantic import BaseModel

from equity_blocks.model import Assessment, Block, Framework, Scale
from equity_blocks.model.adopted_plan import AdoptedPlan
from equity_blocks.model.crosswalk import Crosswalk
from equity_blocks.model.tailoring import Tailoring

Kind = Literal["framework", "block", "scale", "assessment", "tailoring", "crosswalk", "adopted-plan"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_NOUNS: dict[Kind, type[BaseModel]] = {
    "framework": Framework,
    "block": Block,
    "scale": Scale,
    "assessment": Assessment,
    "tailoring": Tailoring,
    "crosswalk": Crosswalk,
    "adopted-plan": AdoptedPlan,
}


def file_name(kind: Kind) -> str:
    """Name the schema file of a kind.

    Example:
        >>> file_name("assessment")
        'assessment.schema.json'
    """
    return f"{kind}.schema.json"


def schema_text(kind: Kind) -> str:
    """Write the schema of a kind of file.

    Example:
        >>> schema_text("scale").splitlines()[1]
        '  "$schema": "https://json-schema.org/draft/2020-12/schema",'
    """
    body = _NOUNS[kind].model_json_schema(by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"equity-blocks {kind}"}
    return json.dumps({**head, **{key: value for key, value in body.items() if key != "title"}}, indent=2) + "\n"
