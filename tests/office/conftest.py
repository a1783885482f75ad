"""LibreOffice, started once for many files, with a profile of its own."""

import shutil
import subprocess

import pytest

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item>
</oor:items>"""
_ALWAYS = 0
"""The mode in which every formula is worked out anew; by default LibreOffice believes what the file says."""


@pytest.fixture(scope="session")
def saved(tmp_path_factory):
    """Give a function that lets LibreOffice open workbooks, work them out, and save them."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("needs LibreOffice: no soffice is on the PATH")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(mode=_ALWAYS), encoding="utf-8")

    def save(contents, kind="xlsx"):
        folder, target = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("saved")
        files = [folder / f"{i}.xlsx" for i in range(len(contents))]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        place = f"-env:UserInstallation={profile.as_uri()}"
        command = [program, place, "--headless", "--convert-to", kind, "--outdir", str(target), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=60 + 20 * len(contents))
        return [(target / f"{file.stem}.{kind}").read_bytes() for file in files]

    return save
