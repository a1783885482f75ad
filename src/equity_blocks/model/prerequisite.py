"""Prerequisites as people write them."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from equity_blocks.model.noun import Id, LevelRef, Many, Noun, Text, keyed


class Need(Noun):
    """A practice that must hold at least a level.

    Example:
        >>> Need(practice="trust-building", level="partial").practice
        'trust-building'
    """

    practice: Id = Field(description="The id of the practice that must hold it.")
    level: LevelRef | None = Field(
        default=None, description="Least level. Default: the default target of that practice's scale."
    )


class Prerequisite(Noun):
    """A condition that must hold before a practice may hold a level: one practice, or any one of several.

    Example:
        >>> Prerequisite(practice="a", level=2, why="first things first").any_of[0].level
        2
    """

    no_figure: ClassVar[tuple[str, ...]] = ("basis", "why")

    any_of: Annotated[Many[Need], Field(min_length=1)] = Field(
        description="Alternatives, of which one is enough. Short form: `practice` and `level` beside the other keys."
    )
    before: LevelRef | None = keyed(
        key="from", default=None, description="Level that needs it, with all higher ones. Default: the default target."
    )
    kind: Literal["hard", "soft"] = Field(default="hard", description="Only hard ones cap a score or order a plan.")
    basis: Literal["source", "editorial"] = Field(
        default="editorial", description="source: the document itself says so."
    )
    why: Text = Field(description="One sentence; with basis source, where the source says so.")
    waived: str = Field(default="", description="Why it does not bind, where a tailoring waives it. Default: it binds.")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors of the short form too."""
        schema = handler.resolve_ref_schema(handler(core))
        if handler.mode == "validation":
            need = {"type": "string", "description": "Short form: the one practice that is needed."}
            level = {"type": ["string", "integer", "null"], "description": "Short form: its least level."}
            schema["properties"] = {"practice": need, "level": level, **schema["properties"]}
            schema["required"] = ["why"]
            schema["oneOf"] = [{"required": ["practice"]}, {"required": ["any_of"]}]
        return schema

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "practice" not in data:
            return data
        if "any_of" in data:
            message = "give either 'practice' (with 'level') or 'any_of', not both"
            raise PydanticCustomError("one_or_many", message)
        need = {key: data[key] for key in ("practice", "level") if key in data}
        return {key: value for key, value in data.items() if key not in need} | {"any_of": (need,)}
