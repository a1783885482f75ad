"""Nouns out of files, ids, text and plain data, each with the document that says where its parts stand."""

from collections.abc import Iterable, Iterator, KeysView, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from equity_blocks.errors import InvalidDataError, Problem
from equity_blocks.errors import Path as KeyPath
from equity_blocks.files.catalogue_folders import EARLIER, Kind, find_earlier, shipped
from equity_blocks.files.content import content_of, exists, listed
from equity_blocks.files.finding import is_path, path_of
from equity_blocks.files.yaml_document import Document
from equity_blocks.files.yaml_reader import comma_number, read_yaml
from equity_blocks.model import Assessment, Block, Framework, Noun, Scale
from equity_blocks.model.did_you_mean import unknown_name
from equity_blocks.model.noun import BY_HAND, EMPTY

if TYPE_CHECKING:  # a score needs none of them, and each takes its time
    from equity_blocks.model.adopted_plan import AdoptedPlan
    from equity_blocks.model.branding import Branding
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.goal_template import GoalTemplate
    from equity_blocks.model.shape_problems import ShapeError
    from equity_blocks.model.tailoring import Tailoring

N = TypeVar("N", bound=Noun)


class Loaded(NamedTuple, Generic[N]):
    """A noun and the document that says where its parts stand."""

    noun: N
    document: Document


def open_framework(
    source: str | Path, text: str | bytes | None = None, *, catalogue_only: bool = False
) -> Loaded[Framework]:
    """Open a framework: a file, a folder, one of the catalogue, or `text` under the name `source`."""
    path = Path(source) if text is not None else path_of("framework", source, catalogue_only=catalogue_only)
    loaded = framework_in(_document(path, text), path.parent)
    if text is None and isinstance(source, str) and (catalogue_only or not is_path(source)):
        _refuse(_misnamed(loaded.noun, source, path.parent.name), loaded.document)
    return loaded


def _misnamed(framework: Framework, source: str, folder: str) -> Iterator[Problem]:
    """What a framework of the catalogue says of itself that its folder does not say."""
    name, _, revision = source.partition("@")
    yield from _other_id(framework, name, "the folder", folder, "framework")
    if revision and framework.revision != int(revision):
        message = f"the folder is called '{folder}', but the framework in it is revision {framework.revision}"
        data = {"found": framework.revision, "allowed": (int(revision),)}
        yield Problem("id_mismatch", message, _SAME, ("revision",), data=data)


_SAME = "make them the same"


def _other_id(noun: "Framework | GoalTemplate", name: str, what: str, called: str, kind: Kind) -> Iterator[Problem]:
    """That something of the catalogue has another id than what it lies in is named after."""
    if noun.id != name:
        message = f"{what} is called '{called}', but the {kind} in it has the id '{noun.id}'"
        yield Problem("id_mismatch", message, _SAME, ("id",), data={"found": noun.id, "allowed": (name,)})


def open_framework_named(name: str, revision: int | None, *, catalogue_only: bool = False) -> Loaded[Framework]:
    """Open a framework of the catalogue in the revision that a file names, where there is that one.

    Args:
        name: The framework's id.
        revision: The revision that the file names; `None` where it names none.
        catalogue_only: Whether every text is taken as an id.

    Returns:
        That revision; the current one where there is no such, and where none is named.

    Raises:
        NotFoundError: Nothing of the catalogue has this id; near names are given.

    Example:
        >>> open_framework_named("hcplan-apm", 1).noun.revision
        1
    """
    current = path_of("framework", name, catalogue_only=catalogue_only)
    is_earlier = revision is not None and revision in find_earlier(current)
    return open_framework(f"{name}@{revision}" if is_earlier else name, catalogue_only=catalogue_only)


def open_assessment(source: str | Path, text: str | bytes | None = None) -> Loaded[Assessment]:
    """Open an assessment: a file, or `text` under the name `source`."""
    return build(Assessment, _document(source, text))


def open_tailoring(source: str | Path, text: str | bytes | None = None) -> "Loaded[Tailoring]":
    """Open a tailoring: a file, or `text` under the name `source`."""
    from equity_blocks.model.tailoring import Tailoring

    return build(Tailoring, _document(source, text))


def open_crosswalk(
    source: str | Path, text: str | bytes | None = None, *, catalogue_only: bool = False
) -> "Loaded[Crosswalk]":
    """Open a crosswalk: a file, one of the catalogue, or `text` under the name `source`."""
    from equity_blocks.model.crosswalk import Crosswalk

    path = Path(source) if text is not None else path_of("crosswalk", source, catalogue_only=catalogue_only)
    return build(Crosswalk, _document(path, text))


def open_goal_template(
    source: str | Path, text: str | bytes | None = None, *, catalogue_only: bool = False
) -> "Loaded[GoalTemplate]":
    """Open a goal of the library: a file, one of the catalogue, or `text` under the name `source`."""
    from equity_blocks.model.goal_template import GoalTemplate

    path = Path(source) if text is not None else path_of("goal", source, catalogue_only=catalogue_only)
    loaded = build(GoalTemplate, _document(path, text))
    if text is None and isinstance(source, str) and (catalogue_only or not is_path(source)):
        _refuse(_other_id(loaded.noun, source, "the file", path.name, "goal"), loaded.document)
    return loaded


def open_scale(source: str | Path, *, catalogue_only: bool = False) -> Loaded[Scale]:
    """Open a scale: a file, or a shared one by its id."""
    return build(Scale, _document(path_of("scale", source, catalogue_only=catalogue_only)))


def open_adopted_plan(source: str | Path) -> "Loaded[AdoptedPlan]":
    """Open an adopted plan: a file."""
    from equity_blocks.model.adopted_plan import AdoptedPlan

    return build(AdoptedPlan, _document(source))


def open_branding(source: str | Path, text: str | bytes | None = None) -> "Loaded[Branding]":
    """Open a branding, and the logo that lies beside it: a file, or `text` under the name `source`."""
    return branding_in(_document(source, text), Path(source).parent)


def open_any(source: str | Path, text: str | bytes | None = None) -> Loaded[Any]:
    """Open what a file holds, as the keys at its top tell.

    That is a framework, a block of one, a scale, an assessment, a tailoring, a crosswalk, a goal of the library, an
    adopted plan or a branding.
    """
    is_file = text is not None or exists(Path(source))
    # The id of a crosswalk has two hyphens between its ends.
    kind: Kind = "crosswalk" if isinstance(source, str) and "--" in source and not is_path(source) else "framework"
    path = Path(source) if is_file else path_of(kind, source)
    document = _document(path, text)
    _refuse_results(document)
    noun = _noun_with(document.data.keys())
    if noun is Framework:
        return framework_in(document, path.parent)
    if noun is Block:
        _graft_scales(document, _folders_of_scales(path.parent))
    return branding_in(document, path.parent) if "logo" in noun.model_fields else build(noun, document)


def _refuse_results(document: Document) -> None:
    """Refuse a result that was saved as JSON; an adopted plan has a schema, too."""
    schema = document.data.get("schema")
    if isinstance(schema, str) and not schema.startswith("equity-blocks/adopted-plan/"):
        message = f"'{schema}' is a result, and no command takes it"
        hint = "read_result opens it in Python; plan --adopt -o FILE keeps a plan in a file that commands take"
        _refuse([Problem("not_read", message, hint, ("schema",), data={"found": schema})], document)


def _noun_with(keys: KeysView[Any]) -> type[Noun]:
    """Choose the noun that has a file with these keys at its top."""
    from equity_blocks.model.adopted_plan import AdoptedPlan
    from equity_blocks.model.branding import Branding
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.goal_template import GoalTemplate
    from equity_blocks.model.tailoring import Tailoring

    def only_in(one: type[Noun], other: type[Noun]) -> bool:
        return bool(keys & (one.model_fields.keys() - other.model_fields.keys()))

    if "schema" in keys:
        return AdoptedPlan
    if "mappings" in keys:
        return Crosswalk
    if keys & {"logo", "accent", "footer"} or keys == {"name"}:
        return Branding
    if keys & {"measure", "root_causes", "confirm"}:
        return GoalTemplate
    if "framework" in keys and only_in(Tailoring, Assessment) and not only_in(Assessment, Tailoring):
        return Tailoring
    if keys & {"framework", "ratings"}:
        return Assessment
    if "levels" in keys:
        return Scale
    return Block if "practices" in keys and not only_in(Framework, Block) else Framework


def _document(path: str | Path, text: str | bytes | None = None) -> Document:
    return mapping_in(read_yaml(content_of(Path(path)) if text is None else text, str(path)))


def mapping_in(document: Document) -> Document:
    """Give a document back, once it is sure that it holds a mapping.

    Raises:
        InvalidDataError: It is empty, or holds something else.
    """
    if isinstance(document.data, dict):
        return document
    if document.data is None:
        raise InvalidDataError([document.locate(Problem("empty_file", "the file is empty"))])
    from equity_blocks.model.shape_problems import without_space

    hint = without_space(document.data) if isinstance(document.data, str) else ""
    message = "the file must hold a mapping (key: value)"
    raise InvalidDataError([document.locate(Problem("not_a_mapping", message, hint))])


def framework_in(document: Document, folder: Path | None, scales: Mapping[str, Any] = EMPTY) -> Loaded[Framework]:
    """Build a framework from a document.

    Args:
        document: What was read.
        folder: Where its block files and its own scales lie; `None` where no file may be opened but a shipped scale.
        scales: Shared scales besides, by id.
    """
    _graft_blocks(document, folder)
    _graft_scales(document, _folders_of_scales(folder), scales)
    return build(Framework, document)


def branding_in(document: Document, folder: Path | None) -> "Loaded[Branding]":
    """Build a branding from a document.

    Args:
        document: What was read.
        folder: Where its logo lies; `None` where no file may be opened.
    """
    from equity_blocks.model.branding import Branding

    name = document.data.get("logo")
    if folder is not None and isinstance(name, str) and name and not name.startswith("data:"):
        problem = _graft_logo(document, folder, name)
        if problem:
            _refuse([problem], document)
    return build(Branding, document)


def _graft_logo(document: Document, folder: Path, name: str) -> Problem | None:
    """Put the picture that a branding names in place of its name, or say why it cannot be."""
    from equity_blocks.model.logo import logo_problem, logo_uri

    place = ("logo",)
    if not name.isprintable() or set(name) & set("/\\:") or name in (".", ".."):
        message = f"'{name}' is not the name of a file beside this one"
        return Problem("not_a_name", message, "copy the picture beside it, and give its name alone", place)
    if not exists(folder / name):
        names = [entry.name for entry in folder.iterdir() if entry.suffix.lower() in _PICTURES]
        return unknown_name("no_logo", f"there is no picture {name} beside this file", name, names, place)
    content = content_of(folder / name)
    problem = logo_problem(content)
    if problem:
        return replace(problem, key_path=place)
    document.data["logo"] = logo_uri(content)
    return None


_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")


def build(noun: type[N], document: Document) -> Loaded[N]:
    """Build a noun from a document.

    Raises:
        InvalidDataError: It cannot be built; every reason has its place, and they stand in source order.
    """
    try:
        return Loaded(noun.model_validate(document.data, context=BY_HAND if document.by_hand else None), document)
    except ValidationError as error:
        raise InvalidDataError(_problems_in(document, error, noun)) from None


def _problems_in(document: Document, error: ValidationError, noun: type[Noun]) -> list[Problem]:
    from equity_blocks.model.input_problems import shape_problems

    def refine(shape: "ShapeError", path: KeyPath) -> "Problem | ShapeError":
        if isinstance(shape.found, int | float):
            return shape._replace(spelling=document.spelling(path) or "")
        return _of_unknown_key(shape, path, document) if shape.kind == "extra_forbidden" and document.by_hand else shape

    problems = shape_problems(error.errors(), noun, refine)
    located = [document.locate(problem) for problem in problems]
    files = list(dict.fromkeys(problem.file for problem in located))
    return sorted(located, key=lambda p: (files.index(p.file), p.line, p.column, p.code))


def _of_unknown_key(shape: "ShapeError", path: KeyPath, document: Document) -> "Problem | ShapeError":
    """Look at what stands before an unknown key: a number that was cut by its comma, or a key with nothing under it."""
    around = document.data
    for part in path[:-1]:
        around = around[part]
    before = list(around)[: list(around).index(path[-1])]
    if before and shape.found is None:
        cut = (*path[:-1], before[-1])
        written = document.spelling(cut) or around[before[-1]]
        number = comma_number(written, str(path[-1]))
        if number:
            return Problem("decimal_comma", *number, cut, data={"found": f"{written},{path[-1]}"})
    return shape._replace(above=str(next((key for key in reversed(before) if around[key] is None), "")))


def _graft_blocks(document: Document, folder: Path | None) -> None:
    """Put each block file in the place where `blocks:` names it."""
    names = document.data.get("blocks")
    problems = []
    for i, name in enumerate(names if isinstance(names, list) else ()):
        if not isinstance(name, str):
            continue
        path, facts = ("blocks", i), {"found": name, "nearest": ()}
        if folder is None:
            hint = "write the block itself here; load_framework opens a framework with its block files"
            message = f"'{name}' names a block file, and no files are opened here"
            problems.append(Problem("no_block_file", message, hint, path, data=facts))
            continue
        file = folder / f"{name}.yaml"
        if file.parent == folder and exists(file):
            document.graft(path, _document(file))
            continue
        stems = [entry.stem for entry in listed(folder) if entry.stem != "framework"]
        message = f"there is no block file {name}.yaml beside this one"
        problems.append(unknown_name("no_block_file", message, name, stems, path))
    _refuse(problems, document)


def _folders_of_scales(folder: Path | None) -> tuple[Path, ...]:
    """List the folders in which a scale is looked for: beside the framework, else in the package."""
    if folder is None:
        return (shipped() / "scales",)
    around = (folder, folder.parent, *((folder.parents[1],) if folder.parent.name == EARLIER else ()))
    return (*(each / "scales" for each in around), shipped() / "scales")


def _graft_scales(document: Document, folders: tuple[Path, ...], given: Mapping[str, Any] = EMPTY) -> None:
    """Put shared scales in the places that name them by id."""
    problems = []
    for key_path, name in list(_named_scales(document.data, ())):
        file = next((f / f"{name}.yaml" for f in folders if exists(f / f"{name}.yaml")), None)
        if name in given:
            document.graft(key_path, given[name])
        elif file is not None and file.parent in folders:
            document.graft(key_path, _document(file))
        else:
            known = sorted({*given, *(entry.stem for folder in folders for entry in listed(folder))})
            hint = f"there are {', '.join(known)}"
            message = f"no shared scale is called '{name}'"
            problems.append(unknown_name("unknown_scale", message, name, known, key_path, hint=hint))
    _refuse(problems, document)


def _refuse(problems: Iterable[Problem], document: Document) -> None:
    located = [document.locate(problem) for problem in problems]
    if located:
        raise InvalidDataError(located)


def _named_scales(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if not isinstance(node, dict):
        return
    if isinstance(node.get("scale"), str):
        yield (*path, "scale"), node["scale"]
    for part in ("blocks", "practices"):
        for i, item in enumerate(node[part] if isinstance(node.get(part), list) else ()):
            yield from _named_scales(item, (*path, part, i))
