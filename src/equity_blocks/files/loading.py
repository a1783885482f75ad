"""Files into nouns."""

from collections.abc import Iterator, KeysView
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from equity_blocks.errors import InvalidDataError, NotFoundError, Problem
from equity_blocks.files.content import content_of, exists, listed
from equity_blocks.files.input_errors import problems_of
from equity_blocks.files.lookup import Kind, find, find_all
from equity_blocks.files.messages import without_space
from equity_blocks.files.search_folders import shipped
from equity_blocks.files.yaml_document import Document, read_yaml
from equity_blocks.model import Assessment, Block, Framework, Noun, Scale
from equity_blocks.model.did_you_mean import did_you_mean
from equity_blocks.model.noun import BY_HAND

if TYPE_CHECKING:  # a score needs none of them, and each class takes its time
    from equity_blocks.model.adopted_plan import AdoptedPlan
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.tailoring import Tailoring

N = TypeVar("N", bound=Noun)


class Loaded(NamedTuple, Generic[N]):
    """A noun and the document that says where its parts stand."""

    noun: N
    document: Document


def load_framework(source: str | Path) -> Framework:
    """Open a framework.

    Args:
        source: The id of a framework of the catalogue (see `frameworks`), or a path: a file, or a folder with a
            `framework.yaml`. Text counts as a path if it has a separator or ends in `.yaml` or `.yml`.

    Returns:
        The framework; that it exists means that it is sound.

    Raises:
        NotFoundError: There is no such framework or file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_framework("hcplan-apm").practice("trust-building").title
        'Trust Building'
    """
    return read_framework(source).noun


def load_assessment(source: str | Path) -> Assessment:
    """Open an assessment. Whether it fits its framework is found out where the two meet, as in `score`.

    Args:
        source: Path of the file.

    Raises:
        NotFoundError: There is no such file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_assessment("assessments/riverbend-2026.yaml").framework
        'hcplan-apm'
    """
    return read_assessment(source).noun


def load_crosswalk(source: str | Path) -> "Crosswalk":
    """Open a crosswalk. Whether it fits its two frameworks is found out where they meet, as in `translate`.

    Args:
        source: The id of a crosswalk of the catalogue, such as hcplan-apm--ahe-roadmap, or a path.

    Raises:
        NotFoundError: There is no such crosswalk or file; near names are given.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_crosswalk("hcplan-apm--ahe-roadmap").target.framework
        'ahe-roadmap'
    """
    return read_crosswalk(source).noun


def read_crosswalk(source: str | Path, text: str | bytes | None = None) -> "Loaded[Crosswalk]":
    """Read a crosswalk with its places, from a file, the catalogue, or `text` under the name `source`."""
    path = Path(source) if text is not None else crosswalk_path(source)
    from equity_blocks.model.crosswalk import Crosswalk

    return _build(Crosswalk, _document(path, text))


def load_tailoring(source: str | Path) -> "Tailoring":
    """Open a tailoring. Whether it fits its framework is found out where the two meet, in `tailor`.

    Args:
        source: Path of the file.

    Raises:
        NotFoundError: There is no such file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_tailoring("assessments/tailoring/riverbend.yaml").framework
        'hcplan-apm'
    """
    return read_tailoring(source).noun


def read_tailoring(source: str | Path, text: str | bytes | None = None) -> "Loaded[Tailoring]":
    """Read a tailoring with its places, from a file or from `text` that came from elsewhere under that name."""
    from equity_blocks.model.tailoring import Tailoring

    return _build(Tailoring, _document(source, text))


def load_adopted_plan(source: str | Path) -> "AdoptedPlan":
    """Open a plan that was adopted, to give it to `plan` as `since`.

    Args:
        source: Path of the file that `save_adopted_plan` or `plan --adopt` wrote.

    Raises:
        NotFoundError: There is no such file.
        FileAccessError: The system does not let it be read.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_adopted_plan("assessments/adopted/riverbend-2025.yaml").framework.id
        'hcplan-apm'
    """
    from equity_blocks.model.adopted_plan import AdoptedPlan

    return _build(AdoptedPlan, _document(source)).noun


def read_assessment(source: str | Path, text: str | bytes | None = None) -> Loaded[Assessment]:
    """Read an assessment with its places, from a file or from `text` that came from elsewhere under that name."""
    return _build(Assessment, _document(source, text))


def read_framework(source: str | Path, text: str | bytes | None = None) -> Loaded[Framework]:
    """Read a framework with its places, from a file, a folder, the catalogue, or `text` under the name `source`."""
    path = Path(source) if text is not None else framework_path(source)
    loaded = _framework(_document(path, text), path.parent)
    if text is None and isinstance(source, str) and not _is_path(source) and loaded.noun.id != source:
        message = f"the folder is called '{source}', but the framework in it has the id '{loaded.noun.id}'"
        raise InvalidDataError([loaded.document.locate(Problem("id_mismatch", message, "make them the same", ("id",)))])
    return loaded


def read_any(source: str | Path, text: str | bytes | None = None) -> Loaded[Any]:
    """Read what a file holds, told by the keys at its top.

    That is a framework, a block of one, a scale, an assessment, a tailoring, a crosswalk or an adopted plan.
    """
    is_file = text is not None or exists(Path(source))
    path = Path(source) if is_file else _shipped_path(source)
    document = _document(path, text)
    _refuse_results(document)
    kind = _kind(document.data.keys())
    if kind is Framework:
        return _framework(document, path.parent)
    if kind is Block:
        _graft_scales(document, path.parent)
    return _build(kind, document)


def _refuse_results(document: Document) -> None:
    """Tell a result that was saved as JSON from an adopted plan, which has a schema, too."""
    schema = document.data.get("schema")
    if isinstance(schema, str) and not schema.startswith("equity-blocks/adopted-plan/"):
        message = f"'{schema}' is a result, and results are not read again"
        hint = "plan --adopt -o FILE keeps a plan in a file that is"
        raise InvalidDataError([document.locate(Problem("not_read", message, hint, ("schema",)))])


def _kind(keys: KeysView[Any]) -> type[Noun]:
    from equity_blocks.model.adopted_plan import AdoptedPlan
    from equity_blocks.model.crosswalk import Crosswalk
    from equity_blocks.model.tailoring import Tailoring

    if "schema" in keys:
        return AdoptedPlan
    fields = {noun: noun.model_fields.keys() for noun in (Assessment, Tailoring, Framework, Block)}
    if "mappings" in keys:
        return Crosswalk
    is_tailoring = keys & (fields[Tailoring] - fields[Assessment]) and not keys & (
        fields[Assessment] - fields[Tailoring]
    )
    if "framework" in keys and is_tailoring:
        return Tailoring
    if keys & {"framework", "ratings"}:
        return Assessment
    if "levels" in keys:
        return Scale
    return Block if "practices" in keys and not keys & (fields[Framework] - fields[Block]) else Framework


def _framework(document: Document, folder: Path) -> Loaded[Framework]:
    _graft_blocks(document, folder)
    _graft_scales(document, folder)
    return _build(Framework, document)


def framework_path(source: str | Path) -> Path:
    """Find the main file of a framework named by id or path.

    Raises:
        NotFoundError: No framework has this id, or no file lies there; near names are given.
    """
    if isinstance(source, str) and not _is_path(source):
        return _by_id("framework", source)
    path = Path(source)
    return path / "framework.yaml" if exists(path / "framework.yaml") else path


def beside(file: Path, name: str) -> Path | None:
    """Find a framework that lies in the folder of a file: `<id>.yaml`, `<id>/framework.yaml`, or `framework.yaml`.

    Nothing outside of that folder is looked at.

    Args:
        file: The file that names the framework.
        name: The framework's id.

    Returns:
        The path; `None` where none of these is a framework of this id.

    Example:
        >>> beside(Path("frameworks/notes.yaml"), "hcplan-apm").as_posix()
        'frameworks/hcplan-apm/framework.yaml'
        >>> beside(Path("frameworks/notes.yaml"), "elsewhere")
    """
    folder = file.parent
    for path in (folder / f"{name}.yaml", folder / name / "framework.yaml", folder / "framework.yaml"):
        if exists(path) and path.resolve().is_relative_to(folder.resolve()) and _says(path, name):
            return path
    return None


def _says(path: Path, name: str) -> bool:
    """Whether a file says that its id is this one; a file of that name that cannot be read is told when opened."""
    try:
        data = read_yaml(content_of(path), str(path)).data
    except InvalidDataError:
        return path.name != "framework.yaml" or path.parent.name == name
    return isinstance(data, dict) and data.get("id") == name and "framework" not in data


def _shipped_path(source: str | Path) -> Path:
    """Find what an id or a path names: a crosswalk, whose id has two hyphens between its ends, or a framework."""
    is_crosswalk = isinstance(source, str) and "--" in source and not _is_path(source)
    return crosswalk_path(source) if is_crosswalk else framework_path(source)


def crosswalk_path(source: str | Path) -> Path:
    """Find the file of a crosswalk named by id or path.

    Raises:
        NotFoundError: No crosswalk has this id; near names are given.
    """
    if isinstance(source, Path) or _is_path(source):
        return Path(source)
    return _by_id("crosswalk", source)


def _by_id(kind: Kind, name: str) -> Path:
    path = find(kind, name)
    if path is None:
        known = find_all(kind)
        hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
        what = "shared scale" if kind == "scale" else kind
        raise NotFoundError(f"no {what} is called '{name}' ({hint}; a path has a separator or ends in .yaml)")
    return path


def _is_path(source: str) -> bool:
    return "/" in source or "\\" in source or source.endswith((".yaml", ".yml", ".json"))


def _document(path: str | Path, text: str | bytes | None = None) -> Document:
    document = read_yaml(content_of(Path(path)) if text is None else text, str(path))
    if document.data is None:
        raise InvalidDataError([Problem("empty_file", "the file is empty", "", (), str(path), 1, 1)])
    if not isinstance(document.data, dict):
        message = "the file must hold a mapping (key: value)"
        hint = without_space(document.data) if isinstance(document.data, str) else ""
        raise InvalidDataError([Problem("not_a_mapping", message, hint, (), str(path), 1, 1)])
    return document


def _build(model: type[N], document: Document) -> Loaded[N]:
    try:
        return Loaded(model.model_validate(document.data, context=BY_HAND if document.by_hand else None), document)
    except ValidationError as error:
        raise InvalidDataError(problems_of(error, model, document)) from None


def _graft_blocks(document: Document, folder: Path) -> None:
    """Put each block file in the place where `blocks:` names it."""
    names = document.data.get("blocks")
    problems = []
    for i, name in enumerate(names if isinstance(names, list) else ()):
        if not isinstance(name, str):
            continue
        path = folder / f"{name}.yaml"
        if path.parent == folder and exists(path):
            document.graft(("blocks", i), _document(path))
        else:
            there = [entry.stem for entry in listed(folder) if entry.stem != "framework"]
            message = f"there is no block file {name}.yaml beside this one"
            problems.append(
                document.locate(Problem("no_block_file", message, did_you_mean(name, there), ("blocks", i)))
            )
    if problems:
        raise InvalidDataError(problems)


def _graft_scales(document: Document, folder: Path) -> None:
    """Put shared scales in the places that name them by id: from beside the framework, else from the package."""
    folders = (folder / "scales", folder.parent / "scales", shipped() / "scales")
    problems = []
    for key_path, name in list(_named_scales(document.data, ())):
        found = next((f / f"{name}.yaml" for f in folders if exists(f / f"{name}.yaml")), None)
        if found is not None and found.parent in folders:
            document.graft(key_path, _document(found))
            continue
        known = sorted({entry.stem for folder in folders for entry in listed(folder)})
        hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
        message = f"no shared scale is called '{name}'"
        problems.append(document.locate(Problem("unknown_scale", message, hint, key_path)))
    if problems:
        raise InvalidDataError(problems)


def _named_scales(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not isinstance(node, dict):
        return
    if isinstance(node.get("scale"), str):
        yield (*path, "scale"), node["scale"]
    for part in ("blocks", "practices"):
        for i, item in enumerate(node[part] if isinstance(node.get(part), list) else ()):
            yield from _named_scales(item, (*path, part, i))


def load_scale(source: str | Path) -> Scale:
    """Open a scale by the id of a shared one, or by path.

    Raises:
        NotFoundError: There is no such scale or file.
        InvalidDataError: The file cannot be used; all its problems are listed with their places.

    Example:
        >>> load_scale("implementation").values
        (0.0, 0.25, 0.5, 0.75, 1.0)
    """
    if isinstance(source, Path) or _is_path(source):
        return _build(Scale, _document(Path(source))).noun
    return _build(Scale, _document(_by_id("scale", source))).noun
