"""The file that an id, an id with a revision, or a path names; and the framework that lies beside a file."""

from pathlib import Path

from equity_blocks.errors import InvalidDataError, NotFoundError
from equity_blocks.files.catalogue_folders import Kind, find, find_all, find_earlier, is_revision
from equity_blocks.files.content import content_of, exists
from equity_blocks.files.yaml_reader import read_yaml
from equity_blocks.model.did_you_mean import unknown_name


def path_of(kind: Kind, source: str | Path, *, catalogue_only: bool = False) -> Path:
    """Find the file of a framework, a crosswalk, a scale or a goal of the library.

    Args:
        kind: What it is.
        source: An id, that of a framework also with a revision (`hcplan-apm@1`); or a path: text counts as a path if it
            has a separator or ends in .yaml, .yml or .json.
        catalogue_only: Whether every text is taken as an id, so that nothing outside the catalogue is opened.

    Raises:
        NotFoundError: Nothing of the catalogue has this id; near names are given. Or the framework has no such
            revision; those that there are are given.

    Example:
        >>> path_of("framework", "hcplan-apm").name, path_of("crosswalk", "own/a--b.yaml").as_posix()
        ('framework.yaml', 'own/a--b.yaml')
    """
    if isinstance(source, str) and (catalogue_only or not is_path(source)):
        otherwise = "" if catalogue_only else "; a path has a separator or ends in .yaml"
        name, at, revision = source.partition("@")
        if at and kind == "framework":
            return _by_revision(_by_id(kind, name, otherwise), revision)
        return _by_id(kind, source, otherwise)
    path = Path(source)
    return path / "framework.yaml" if kind == "framework" and exists(path / "framework.yaml") else path


def _by_id(kind: Kind, name: str, otherwise: str) -> Path:
    path = find(kind, name)
    if path is not None:
        return path
    known = find_all(kind)
    what = "shared scale" if kind == "scale" else kind
    message = f"no {what} is called '{name}'"
    problem = unknown_name(f"unknown_{kind}", message, name, known, (), hint=f"there are {', '.join(known)}")
    raise NotFoundError(f"{message} ({problem.hint}{otherwise})", code=problem.code, data=problem.data)


def _by_revision(current: Path, revision: str) -> Path:
    """Find a revision of a framework. What lies among the earlier ones was published, and comes before the current."""
    name, known = current.parent.name, find_earlier(current)
    number = int(revision) if is_revision(revision) else None
    if number not in known:
        known.setdefault(_revision_in(current), current)
    if number in known:
        return known[number]
    there = tuple(sorted(known))
    message = f"{name} has no revision '{revision}' (there are {', '.join(f'{name}@{each}' for each in there)})"
    raise NotFoundError(message, code="unknown_revision", data={"found": number or revision, "allowed": there})


def current_revision(name: str) -> int:
    """Give the revision of a framework that the catalogue opens where none is asked for.

    Raises:
        NotFoundError: Nothing of the catalogue has this id.

    Example:
        >>> current_revision("hcplan-apm") >= 1
        True
    """
    return _revision_in(path_of("framework", name, catalogue_only=True))


def _revision_in(path: Path) -> int:
    """Read which revision a file says it is, without opening the files of its blocks."""
    data = read_yaml(content_of(path), str(path)).data
    revision = data.get("revision") if isinstance(data, dict) else None
    return revision if type(revision) is int else 1


def is_path(source: str) -> bool:
    """Say whether text is taken as a path, and not as an id: it has a separator or ends in .yaml, .yml or .json.

    Example:
        >>> is_path("own/charter"), is_path("hcplan-apm@1")
        (True, False)
    """
    return "/" in source or "\\" in source or source.endswith((".yaml", ".yml", ".json"))


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
        if exists(path) and path.resolve().is_relative_to(folder.resolve()) and _has_id(path, name):
            return path
    return None


def _has_id(path: Path, name: str) -> bool:
    """Whether a file says that its id is this one; a file of that name that cannot be read is refused when opened."""
    try:
        data = read_yaml(content_of(path), str(path)).data
    except InvalidDataError:
        return path.name != "framework.yaml" or path.parent.name == name
    return isinstance(data, dict) and data.get("id") == name and "framework" not in data
