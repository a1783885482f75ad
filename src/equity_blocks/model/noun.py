"""What all nouns share: frozen, no unknown keys, changed only by `replace`, and shown by whoever fills the slot."""

from collections.abc import Callable
from datetime import date
from math import isfinite
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NoReturn, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

from equity_blocks.errors import Problem
from equity_blocks.model.numerals import has_comma

V = TypeVar("V")

BY_HAND = {"written": "by hand"}
"""The context of a validation whose data somebody wrote into a file: a key with nothing after it is a slip there."""


class Noun(BaseModel):
    """A frozen piece of the domain. Change it by `replace`, which validates again.

    Example:
        >>> from equity_blocks.model import Level
        >>> level = Level(id="partial", value=0.5)
        >>> level.replace(value=0.6).value
        0.6
    """

    model_config = ConfigDict(
        defer_build=True,
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )

    renderer: ClassVar[Callable[[Any], dict[str, str]] | None] = None
    """Draws a noun as media type -> text. The package face fills it: nouns do not know how they look."""

    def replace(self, **changes: Any) -> Self:
        """Make a copy with some fields changed, validated like a new one.

        Raises:
            pydantic.ValidationError: A change is not allowed.
        """
        fields = type(self).model_fields
        names = {field.alias: name for name, field in fields.items() if field.alias}
        kept = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate({**kept, **{names.get(key, key): value for key, value in changes.items()}})

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Show the noun as the last expression of a notebook cell."""
        draw = Noun.renderer
        return {"text/plain": repr(self)} | (draw(self) if draw else {})


class FrozenDict(dict[str, V]):
    """A mapping that cannot be changed; equal to a plain `dict` with the same items.

    Example:
        >>> FrozenDict(a=1)["a"]
        1
    """

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        message = "this mapping is read-only; make a changed copy with replace()"
        raise TypeError(message)

    def __hash__(self) -> int:  # type: ignore[override]  # what cannot be changed can be a key
        return hash(frozenset(self.items()))

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type, tuple[dict[str, V]]]:
        return type(self), (dict(self),)


def unsound(problems: list[Problem]) -> None:
    """Raise all problems of meaning as the one error that a Pydantic validator may raise."""
    if problems:
        text = "; ".join(map(str, problems))
        raise PydanticCustomError("unsound", "{text}", {"text": text, "problems": tuple(problems)})


_DATE_LENGTH = len("2026-09-30")


def _as_date(value: Any) -> Any:
    # Pydantic would read a bare number as seconds since 1970.
    if type(value) is date:
        return value
    if isinstance(value, str) and len(value) == _DATE_LENGTH and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date", "{found} is not a date written as YYYY-MM-DD", {"found": repr(value)})


def _level_ref(value: Any) -> str | float:
    if type(value) is str and has_comma(value):
        raise PydanticCustomError("decimal_comma", "{found} has a comma in a number", {"found": repr(value)})
    if (type(value) is str and value) or type(value) is int or (type(value) is float and isfinite(value)):
        return value
    message = "{found} is not a level: give its id, or its position counted from 0"
    raise PydanticCustomError("level_reference", message, {"found": repr(value)})


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$", max_length=120)]
"""A readable, stable name: small letters, digits, and single hyphens, dots or underscores between them."""

Text = Annotated[str, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_as_date, json_schema_input_type=date)]
Weight = Annotated[float, Field(ge=0, le=1e12, strict=True, allow_inf_nan=False)]
Unit = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, strict=True)]
Flag = StrictBool
LevelRef = Annotated[str | int | float, BeforeValidator(_level_ref, json_schema_input_type=str | int | float)]
"""A level's id, or its position on the scale, the lowest being 0; on a range of scores, the score."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[str, ...])]
Map = Annotated[dict[str, V], AfterValidator(FrozenDict)]
EMPTY: MappingProxyType[str, Any] = MappingProxyType({})
