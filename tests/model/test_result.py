"""The head that every result carries."""

import datetime as dt

from equity_blocks.model import NOTICE, Assessment, Framework, Organization
from equity_blocks.model.result import Result, head


def test_a_result_says_whose_it_is_and_that_it_is_a_draft():
    """Framework, organization and date come from what was scored; nothing is final unless it says so."""
    framework = Framework(id="mini", title="Mini", edition="2", revision=3, scale=["no", "yes"], blocks=[])
    assessment = Assessment(framework="mini", organization=Organization(id="acme"), as_of="2026-09-30")
    result = Result.model_validate(head(framework, assessment))

    assert result.framework.model_dump() == {"id": "mini", "edition": "2", "revision": 3}
    assert result.organization == Organization(id="acme")
    assert (result.as_of, result.final) == (dt.date(2026, 9, 30), False)


def test_the_notice_says_what_the_numbers_are_not():
    """The fixed line stands in every result."""
    result = Result.model_validate({"framework": {"id": "mini", "edition": "", "revision": 1}})

    assert result.notice == NOTICE
    for words in ("not validated", "not an accreditation", "not endorsed", "editorial"):
        assert words in NOTICE
