"""The class that all nouns are of: frozen, strict, changed only by `replace`; and the types of their fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from math import isfinite
from threading import RLock
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Generic,
    NamedTuple,
    ParamSpec,
    Self,
    TypeVar,
    dataclass_transform,
)

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, StrictBool
from pydantic_core import PydanticCustomError

from equity_blocks.errors import FrozenDict as FrozenDict  # noqa: PLC0414 - it is part of this module's face
from equity_blocks.errors import Problem, plain_data
from equity_blocks.model.numerals import has_comma
from equity_blocks.model.privacy import SharedWith
from equity_blocks.showing import Shown

V = TypeVar("V")
P = ParamSpec("P")
N = TypeVar("N")
Out = TypeVar("Out")
In = TypeVar("In")


def keyed(*, key: str, **options: Any) -> Any:
    """Declare a field that has another key in data than its name in Python, such as `from`, a word of Python's own.

    Args:
        key: The key, in what is read and in what is written; a constructor takes the name, too.
        options: Those of Pydantic's `Field`.

    Example:
        >>> class Move(Noun):
        ...     start: str = keyed(key="from", description="Where it begins.")
        >>> Move(start="a").model_dump()
        {'from': 'a'}
    """
    return Field(validation_alias=key, serialization_alias=key, **options)


def schema_field(name: str) -> Any:
    """Declare the field of a result that names its kind and the number of its form.

    Args:
        name: What stands there, such as `equity-blocks/plan/1`.

    Example:
        >>> class Empty(Noun):
        ...     schema_: str = schema_field("equity-blocks/empty/1")
        >>> Empty().model_dump()
        {'schema': 'equity-blocks/empty/1'}
    """
    return keyed(key="schema", default=name, description="Names the kind of result and the number of its form.")


if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass

    @dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field, PrivateAttr, keyed))
    class _FrozenMeta(ModelMetaclass): ...

    class Given(Generic[Out, In]):
        """A field that reads as `Out` and is given as `In`, as type checkers see it; Pydantic sees `Out` alone.

        Whoever inherits from a noun writes such fields of it again: mypy reads inherited ones as `In`.
        """

        def __get__(self, instance: object, owner: type | None = None) -> Out: ...
        def __set__(self, instance: object, value: In) -> None: ...

else:
    _FrozenMeta = type(BaseModel)

    class Given:
        """A field, as Pydantic sees it."""

        def __class_getitem__(cls, types: tuple[Any, Any]) -> Any:
            return types[0]


_BUILDING = RLock()
"""Held while a validator is built."""

BY_HAND = {"written": "by hand"}
"""The context of a validation whose data somebody wrote into a file: a key with nothing after it is a slip there."""

_REPR_MOST = 40
"""Characters of one field in the representation of a noun."""
_REPR_LINE = 120
"""Characters after which no further field is shown."""


class _Bare(str):
    __slots__ = ()
    __repr__ = str.__str__


def _in_few_words(value: Any) -> Any:
    """Shorten what stands in the representation of a noun: names instead of nouns, numbers instead of many."""
    if isinstance(value, Noun):
        name = getattr(value, "id", None) or _in_few_words(getattr(value, "value", None))
        return name or (value if len(repr(value)) <= _REPR_MOST else _Bare(f"{type(value).__name__}(...)"))
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value if len(value) <= _REPR_MOST else f"{value[: _REPR_MOST - 3]}..."
    return value if len(repr(value)) <= _REPR_MOST else _Bare(f"<{len(value)}>")


class Noun(Shown, BaseModel, metaclass=_FrozenMeta):
    """A frozen piece of the domain. Change it by `replace`, which validates again.

    Example:
        >>> from equity_blocks.model import Level
        >>> level = Level(id="partial", value=0.5)
        >>> level.replace(value=0.6).value
        0.6
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        defer_build=True,
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )

    no_figure: ClassVar[tuple[str, ...]] = ()
    """Its fields that decide no figure, such as names and texts: they are left out of fingerprints."""

    @classmethod
    def trusted(cls: Callable[P, N], /, *_: P.args, **fields: P.kwargs) -> N:
        """Build a noun without validation, out of values that are what its fields say: small in memory, and fast.

        Args:
            fields: The values by the names of the fields, each of the very type that reading it gives: tuples, nouns,
                `FrozenDict`. What is left out has its default.

        Raises:
            TypeError: A field without a default is missing, or there is no such field.

        Example:
            >>> from equity_blocks.model import Level
            >>> Level.trusted(id="partial", title="Partial", value=0.5) == Level(id="partial", value=0.5)
            True
        """
        kind: Any = cls
        shape, put = _SHAPES.get(kind) or _shape(kind), object.__setattr__
        values = {**shape.defaults, **fields}
        if len(values) != len(shape.defaults) or not shape.required <= fields.keys():
            missing, unknown = shape.required - fields.keys(), fields.keys() - shape.defaults.keys()
            raise TypeError(f"{kind.__name__} lacks {sorted(missing)}, and has no field {sorted(unknown)}")
        made: Any = kind.__new__(kind)
        for name, value in values.items():  # one by one: without a dictionary it takes a third of the memory
            put(made, name, value)
        return made  # type: ignore[no-any-return]

    @classmethod
    def model_rebuild(cls, *, _parent_namespace_depth: int = 2, **options: Any) -> bool | None:
        """Build the validator when it is first needed, one thread at a time: Pydantic before 2.14 keeps no order."""
        with _BUILDING:
            return super().model_rebuild(_parent_namespace_depth=_parent_namespace_depth + 1, **options)

    def replace(self, **changes: Any) -> Self:
        """Make a copy with some fields changed, validated like a new one.

        Raises:
            pydantic.ValidationError: A change is not allowed.
        """
        fields = type(self).model_fields
        names = {field.serialization_alias: name for name, field in fields.items() if field.serialization_alias}
        kept = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self).model_validate({**kept, **{names.get(key, key): value for key, value in changes.items()}})

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        """Give what identifies the noun in one line: what says something, in few words, as far as a line goes."""
        fields = {name: (getattr(self, name), field) for name, field in type(self).model_fields.items()}
        spoken = [(n, v) for n, (v, f) in fields.items() if v is not None and v not in ("", (), {}) and v != f.default]
        length = 0
        for name, value in sorted(spoken, key=lambda item: isinstance(item[1], tuple | dict)):
            if length > _REPR_LINE:
                yield None, _Bare("...")
                return
            short = _in_few_words(value)
            if isinstance(short, Noun) and repr(short).endswith("()"):
                continue
            length += len(name) + len(repr(short))
            yield name, short


class _Shape(NamedTuple):
    """How a noun is laid out: all that it holds, with its defaults, and the fields that need a value."""

    defaults: dict[str, Any]
    required: frozenset[str]


_SHAPES: dict[type[Noun], _Shape] = {}


def _shape(kind: type[Noun]) -> _Shape:
    fields = kind.model_fields
    required = frozenset(name for name, field in fields.items() if field.is_required())
    defaults = {
        name: None if name in required else field.get_default(call_default_factory=True, validated_data={})
        for name, field in fields.items()
    }
    beside = {"__pydantic_fields_set__": set(fields), "__pydantic_extra__": None, "__pydantic_private__": None}
    return _SHAPES.setdefault(kind, _Shape(defaults | beside, required))


def unsound(problems: list[Problem]) -> None:
    """Raise all problems of meaning as the one error that a Pydantic validator may raise."""
    if problems:
        text = "; ".join(map(str, problems))
        raise PydanticCustomError("unsound", "{text}", {"text": text, "problems": [asdict(p) for p in problems]})


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
    """Take one text as a tuple of one."""
    return (value,) if isinstance(value, str) else value


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$", max_length=120)]
"""A readable, stable name: small letters, digits, and single hyphens, dots or underscores between them."""

Text = Annotated[str, Field(min_length=1)]
Weight = Annotated[float, Field(ge=0, le=1e12, strict=True, allow_inf_nan=False)]
Unit = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, strict=True)]
Positive = Annotated[int, Field(ge=1, strict=True)]
Flag = StrictBool
LevelRef = Annotated[
    str | int | float,
    BeforeValidator(_level_ref, json_schema_input_type=str | int | float),
    SharedWith("cohort"),
]
"""A level's id, or its position on the scale, the lowest being 0; on a range of scores, the score."""


# What follows is for fields that take more than they read as. The type of a default must not be seen there: use
# `NULL`, `NO_ITEMS` and `no_entries`.

NULL: Any = None
NO_ITEMS: Any = ()
StrictDate = Annotated[date, BeforeValidator(_as_date, json_schema_input_type=date)]
"""A date, never a number; in JSON and YAML written as YYYY-MM-DD. For results, which nobody writes by hand."""
Day = Given[StrictDate, date | str]
"""A date, given also as YYYY-MM-DD."""
MaybeDay = Given[StrictDate | None, date | str | None]
Many = Given[tuple[V, ...], list[V] | tuple[V, ...]]
"""A tuple, given also as a list."""
Texts = Given[
    Annotated[tuple[Text, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[str, ...])],
    str | list[str] | tuple[str, ...],
]
"""Texts, given also as one text."""
Names = Given[
    Annotated[tuple[Id, ...], BeforeValidator(_one_or_many, json_schema_input_type=Id | tuple[Id, ...])],
    str | list[str] | tuple[str, ...],
]
"""Ids, given also as one id."""
if TYPE_CHECKING:
    Map = Mapping[str, V]
    Facts = Mapping[str, Any]
else:
    Map = Annotated[dict[str, V], AfterValidator(FrozenDict)]
    Facts = Annotated[dict[str, Any], AfterValidator(plain_data)]
"""Facts: read-only data that JSON can hold, all the way down."""

EMPTY: MappingProxyType[str, Any] = MappingProxyType({})
_NO_ENTRIES = FrozenDict[Any]()


def no_entries() -> Any:
    """Give the empty read-only mapping, for `default_factory`."""
    return _NO_ENTRIES
