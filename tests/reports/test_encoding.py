import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.errors import STEERING
from equity_blocks.files.writing import as_yaml
from equity_blocks.reports.document import Bullets, Column, Document, Heading, Paragraph, Table
from equity_blocks.reports.encoding import is_universal, json_in, writable, writable_document, yaml_in

ENCODINGS = ["ascii", "latin-1", "cp1252", "cp437", "cp1251", "shift_jis", "utf-8", "utf-16"]
TEXTS = st.text(st.characters()) | st.sampled_from(["\ud800", "\udcff", "e\u0301", "\u202e", "\U0001f389", "", "\x7f"])


@given(encoding=st.sampled_from(ENCODINGS), text=TEXTS)
def test_every_text_can_be_written_in_every_encoding(encoding, text):
    """Nothing is lost that can be held, and nothing is held that cannot."""
    written = writable(text, encoding)
    assert written.encode(encoding).decode(encoding) == written
    if all(c < "\ud800" or c > "\udfff" for c in text) and is_universal(encoding):
        assert written == text


@pytest.mark.parametrize(
    ("text", "encoding", "written"),
    [
        ("a \u2192 b \u00b7 c", "ascii", "a -> b - c"),
        ("a \u2192 b \u00b7 c", "latin-1", "a -> b \u00b7 c"),
        ("\u2022 \u2500\u2500 \u2013 \u2212 \u2026", "latin-1", "* -- - - ..."),
        ("\u2022 \u2500\u2500 \u2013 \u2212 \u2026", "cp1252", "\u2022 -- \u2013 - \u2026"),
        ("\u2022 \u2500\u2500", "cp437", "* \u2500\u2500"),
        ("\u201cZo\u00eb\u201d \u2264 \u0141\u00f3d\u017a", "ascii", '"Zoe" <= Lodz'),
        ("Zoe\u0308", "latin-1", "Zo\u00eb"),
        ("\u00c6r\u00f8 stra\u00dfe \u00bd \ufb01", "ascii", "AEro strasse 1/2 fi"),
        ("\u5065\u5eb7 \U0001f389", "cp1252", "?? ?"),
        ("file\udcff", "utf-8", "file?"),
    ],
)
def test_what_comes_nearest(text, encoding, written):
    """Accents fall, signs are spelt, and what has no like is a question mark."""
    assert writable(text, encoding) == written


def test_a_document_is_changed_before_it_is_measured():
    """Every text of it, and nothing else of it."""
    table = Table((Column("\u2192", "right", is_narrow=True),), (("\u2192",),), "\u2192")
    document = Document(
        "\u2192", "\u2192", (Paragraph("\u2192"), Heading("\u2192"), Bullets(("\u2192",)), table), "\u2192"
    )
    changed = writable_document(document, "latin-1")
    assert changed == Document(
        "->",
        "->",
        (
            Paragraph("->"),
            Heading("->"),
            Bullets(("->",)),
            Table((Column("->", "right", is_narrow=True),), (("->",),), "->"),
        ),
        "->",
    )
    assert [type(part) for part in changed.parts] == [Paragraph, Heading, Bullets, Table]
    assert writable_document(document, "UTF-8") is document


@given(
    encoding=st.sampled_from(ENCODINGS),
    text=st.text(st.characters(codec="utf-8")) | st.sampled_from([*map(chr, STEERING), "\U0001f389", "\ud800"]),
)
def test_json_is_the_same_data_in_every_encoding(encoding, text):
    """What cannot be held is escaped, and what could steer a terminal or turn text round always is."""
    document = json_in(json.dumps({text: [text]}, ensure_ascii=False), encoding)
    assert json.loads(document.encode(encoding).decode(encoding)) == {text: [text]}
    assert not {ord(c) for c in document} & set(STEERING)


@given(encoding=st.sampled_from(ENCODINGS), text=st.text(st.characters(codec="utf-8"), min_size=1))
def test_yaml_is_the_same_data_in_every_encoding(encoding, text):
    """Strings are escaped, and keys as well."""
    document = yaml_in(as_yaml({text: [text], "a": "\u00e9 # \u00df"}), encoding)
    assert yaml.safe_load(document.encode(encoding).decode(encoding)) == {text: [text], "a": "\u00e9 # \u00df"}
    assert document.isascii() or is_universal(encoding)
    assert not {ord(c) for c in document} & set(STEERING)


def test_yaml_keeps_long_strings_and_quotes():
    """A string may be broken over lines and hold quotes of its own; so may a comment."""
    source = '# say "\u00e9\na: "x\\" \u00e9\\\n  \u00df \U0001f389" # it\'s "\u2192"\n'
    assert yaml_in(source, "cp1252") == '# say "e\na: "x\\" \\u00e9\\\n  \\u00df \\U0001f389" # it\'s "->"\n'
    assert yaml_in(source, "utf-8") == source
