import time

import pytest

from equity_blocks.errors import InvalidDataError
from equity_blocks.exchange.json_text import MOST_BYTES, MOST_DEEP, read_json


def test_an_object_is_read():
    """A mark at the start of the file makes no difference."""
    assert read_json(b'\xef\xbb\xbf{"a": [1, 2.5, null, "\xc3\xa9"]}', "a.json") == {"a": [1, 2.5, None, "\xe9"]}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[" * 1_000_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b'{"a": ' + b"[" * (MOST_DEEP + 1) + b"]" * (MOST_DEEP + 1) + b"}", "too_deep"),
        (b" " * (MOST_BYTES + 1), "too_large"),
        (b'{"a": "\xff"}', "not_utf8"),
        (b"{", "not_json"),
        (b"[]", "not_json"),
        (b'{"a": 1, "a": 2}', "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": -Infinity}', "not_json"),
        (b"", "not_json"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not_json"),
    ],
)
def test_what_is_none_is_refused_at_once(content, code):
    """Too deep, too large, no JSON, or no object."""
    begun = time.perf_counter()
    with pytest.raises(InvalidDataError, match=r"^a\.json: ") as caught:
        read_json(content, "a.json")
    assert [problem.code for problem in caught.value.problems] == [code]
    assert time.perf_counter() - begun < 2
