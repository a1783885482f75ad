"""Runs the notebooks of docs/tutorials and keeps what they show: `python docs/make_tutorials.py`.

Each runs in a temporary copy of docs/tutorials beside a copy of assessments, so that the files that it writes are gone
afterwards. It needs nbclient and ipykernel, and the extra `charts`.
"""

import shutil
import tempfile
import zlib
from base64 import b64decode, b64encode
from pathlib import Path
from struct import pack, unpack
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "tutorials"


def notebooks() -> list[Path]:
    """List the notebooks."""
    return sorted(FOLDER.glob("*.ipynb"))


def executed(path: Path) -> Any:
    """Run a notebook from its first cell to its last, and give it with what it shows.

    Raises:
        nbclient.exceptions.CellExecutionError: A cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "docs" / "tutorials"
        here.mkdir(parents=True)
        shutil.copytree(ROOT / "assessments", Path(folder) / "assessments")
        client = NotebookClient(
            notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(here)}}
        )
        client.execute()
    return tidied(notebook)


def tidied(notebook: Any) -> Any:
    """Leave out of a notebook what differs from one run to the next, and from one computer to the next."""
    for place, cell in enumerate(notebook.cells):
        cell.id = f"cell-{place + 1}"
        cell.metadata = {}
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                data["image/png"] = b64encode(packed(b64decode(data["image/png"]))).decode()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def packed(png: bytes) -> bytes:
    """Write the same picture in fewer bytes: its pixels in one chunk, packed as tightly as they can be."""
    kept, pixels, place = [], b"", len(_PNG)
    while place < len(png):
        (length,) = unpack(">I", png[place : place + 4])
        name, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12
        if name == b"IDAT":
            pixels += data
        else:
            kept.append((name, data))
    kept.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(pixels), 9)))
    chunks = (pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in kept)
    return _PNG + b"".join(chunks)


_PNG = b"\x89PNG\r\n\x1a\n"


if __name__ == "__main__":
    import nbformat

    for path in notebooks():
        nbformat.write(executed(path), path)
