import pytest

from equity_blocks.cli.exit_codes import BAD, FINDINGS

SMALL = """\
id: f
title: {title}
scale: [no-level, yes-level]
blocks: []
"""


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["validate", "assessments/riverbend-2026.yaml"], 0),
        (["diff", "ahe-roadmap", "ahe-roadmap"], 0),
        (["diff", "ahe-roadmap", "nowhere.yaml"], BAD),
        (["validate", "nowhere.yaml"], BAD),
        (["score"], BAD),
    ],
    ids=str,
)
def test_commands_end_with_them(call, args, code):
    """0 is fine, 1 is something to look at, 2 is a mistake."""
    assert call(*args).code == code


def test_findings_have_a_code_of_their_own(call, files):
    """A file that can be used and looked at is neither fine nor broken."""
    assert (FINDINGS, BAD) == (1, 2)
    sources = [files(f"{name}.yaml", SMALL.format(title=name)) for name in ("old", "new")]
    assert call("diff", *sources).code == FINDINGS
