"""Errors of Pydantic as problems: one way to say what is wrong with data, wherever it came from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError

from equity_blocks.argument_kinds import require_kind
from equity_blocks.errors import EquityBlocksError, InvalidDataError, Path, Problem
from equity_blocks.model.shape_problems import WORDS, ShapeError
from equity_blocks.showing import ShownTuple


def problems_of(
    error: Exception | Sequence[Mapping[str, Any]], noun: type[BaseModel] | None = None
) -> tuple[Problem, ...]:
    """List what an error says is wrong, with the codes, hints and data that the same mistake has in a file.

    Args:
        error: A `pydantic.ValidationError` of a noun, or of a model that holds nouns; an error of this library; an
            error of a web framework that has `errors()` as Pydantic's has, such as FastAPI's `RequestValidationError`
            (a leading "body" is left out of its key paths); or such a list of errors itself.
        noun: The class that the data was read as. Default: the one that the error names; else the noun that the
            places of the errors fit best.

    Returns:
        The problems. Any other `EquityBlocksError` is one problem with its code and data.

    Raises:
        UnsuitableError: It is none of these.

    Example:
        >>> from pydantic import ValidationError
        >>> from equity_blocks.model import Assessment
        >>> try:
        ...     Assessment(framework="hcplan-apm", ratngs={})
        ... except ValidationError as error:
        ...     print(problems_of(error)[0])
        ratngs: unknown key 'ratngs' (did you mean 'ratings'?)
    """
    if isinstance(error, InvalidDataError):
        return error.problems
    if isinstance(error, EquityBlocksError):
        return ShownTuple((Problem(error.code, str(error), data=error.data),))
    details = [_without_body(each) for each in _errors_of(error)]
    classes = [noun] if noun else _classes_named(getattr(error, "title", "")) or _nouns_with_files()
    return ShownTuple(shape_problems(details, _likeliest(classes, [each["loc"] for each in details])))


def _errors_of(error: object) -> list[Mapping[str, Any]]:
    listed = getattr(error, "errors", None)
    errors: list[Any] = list(listed()) if callable(listed) else list(error) if isinstance(error, Sequence) else [None]
    if not all(isinstance(each, Mapping) and "loc" in each for each in errors):
        require_kind("error", error, ValidationError)
    return errors


def _without_body(details: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the beginning that web frameworks put before the places in the body of a request."""
    loc = tuple(details["loc"])
    return {**details, "loc": loc[1:] if loc[:1] == ("body",) else loc}


def shape_problems(
    details: Sequence[Mapping[str, Any]],
    noun: type[BaseModel],
    refine: Callable[[ShapeError, Path], Problem | ShapeError] | None = None,
) -> list[Problem]:
    """Turn the errors of one validation into problems, without those that only repeat another one.

    Args:
        details: What Pydantic's `errors()` gives.
        noun: The class that was being built.
        refine: Adds what the source of the data knows better to an error of shape, or makes the problem itself.
    """
    return _without_echoes([problem for each in details for problem in _problems(each, noun, refine)])


def _problems(
    details: Mapping[str, Any],
    noun: type[BaseModel],
    refine: Callable[[ShapeError, Path], Problem | ShapeError] | None,
) -> Iterator[Problem]:
    kind, loc = details["type"], details["loc"]
    within = loc[: -1 if kind in ("missing", "extra_forbidden") else None]
    known, around = _walked(noun, within)
    known = _before(noun, within) + known
    path = (*known, loc[-1]) if kind == "extra_forbidden" else known or (() if kind == "missing" else loc)
    if kind == "unsound":
        for problem in (Problem(**each) for each in details["ctx"]["problems"]):
            yield replace(problem, key_path=path + problem.key_path, links=tuple(path + link for link in problem.links))
        return
    error = ShapeError(kind, details["msg"], details.get("input"), loc, details.get("ctx", {}), around)
    refined = refine(error, path) if refine else error
    if isinstance(refined, Problem):
        yield refined
        return
    yield replace(WORDS.get(kind, _in_pydantics_words)(refined), key_path=path)


def _in_pydantics_words(error: ShapeError) -> Problem:
    message = error.message.removeprefix("Value error, ")
    return error.problem(error.kind, message if message[:2].isupper() else message[:1].lower() + message[1:])


def _walked(noun: type[BaseModel], loc: Path) -> tuple[Path, type[BaseModel]]:
    """Give the parts of a location that are keys and positions of data, and the class of the innermost mapping."""
    path: list[str | int] = []
    node: Any = noun
    innermost = noun
    for part in loc:
        if (kind := _tagged(node, part)) is not None:
            node = kind
            continue
        inner = _child(node, part)
        if inner is not None:  # else it is such as the name of a validator, or of one of several kinds
            path.append(part)
            node, innermost = inner, _class_in(inner) or innermost
    return tuple(path), innermost


def _tagged(annotation: Any, part: str | int) -> Any:
    """Give the one of several kinds that a location names by its tag; `None` where it names none."""
    kinds = (each for each in get_args(annotation) if Tag(str(part)) in getattr(each, "__metadata__", ()))
    return next(kinds, None)


def _before(noun: type[BaseModel], loc: Path) -> Path:
    """Give what stands before a noun's own keys: the names under which the body of a request holds it."""
    return tuple(takewhile(lambda part: _child(noun, part) is None, loc))


def _child(annotation: Any, part: str | int) -> Any:
    """Give the annotation of what stands under a key or position of a value; `None` where it can have none such."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields
        return next(
            (field.annotation for name, field in fields.items() if part in (name, field.serialization_alias)), None
        )
    origin, inner = get_origin(annotation), get_args(annotation)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return inner[1] if isinstance(part, str) and part != "[key]" else None
    if origin in (tuple, list):
        return inner[0] if isinstance(part, int) else None
    return next((child for each in inner if (child := _child(each, part)) is not None), None)


def _class_in(annotation: Any) -> type[BaseModel] | None:
    """Give the class of the mapping that an annotation stands for, if it stands for one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (dict, Mapping, tuple, list):
        return None
    return next(filter(None, map(_class_in, get_args(annotation))), None)


def _classes_named(title: str) -> list[type[BaseModel]]:
    """List the classes whose errors have this title, nouns first: a service may have several of one name."""
    from equity_blocks.model.noun import Noun

    return [each for base in (Noun, BaseModel) for each in _all_under(base) if each.__name__ == title]


def _all_under(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in base.__subclasses__():
        yield each
        yield from _all_under(each)


def _likeliest(classes: Sequence[type[BaseModel]], locs: Sequence[Path]) -> type[BaseModel]:
    """Find the first of the classes in which most parts of these places are known."""
    return max(classes, key=lambda each: sum(len(_walked(each, loc)[0]) for loc in locs))


def _nouns_with_files() -> list[type[BaseModel]]:
    from equity_blocks.model import Assessment, Framework, Scale
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.tailoring import Tailoring

    return [Assessment, Framework, Tailoring, Crosswalk, Scale]


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Drop what only repeats another problem.

    That is "missing" where the same mapping has a misspelt key that was meant for it, and "at least one entry" where
    there are entries that are wrong themselves.
    """
    wrong = [problem.key_path for problem in problems if problem.code != "too_few"]
    unknown = (problem for problem in problems if problem.code == "unknown_key")
    misspelt = {(*problem.key_path[:-1], name) for problem in unknown for name in _meant_keys(problem)}

    def is_echo(problem: Problem) -> bool:
        path = problem.key_path
        if problem.code == "missing_key":
            return (*path, problem.data["missing"]) in misspelt
        return problem.code == "too_few" and (path in misspelt or any(each[: len(path)] == path for each in wrong))

    return [problem for problem in problems if not is_echo(problem)]


def _meant_keys(problem: Problem) -> tuple[str, ...]:
    """List the keys that an unknown one may have been meant for."""
    nearest: tuple[str, ...] = problem.data["nearest"]
    return (*nearest, str(problem.key_path[-1]).partition(":")[0])
