import json

from equity_blocks.model.web_page import content_policy, embedded, shown


def test_text_loses_its_power_and_numbers_stay():
    """What turns text round becomes a mark; markup that was made here is not touched."""

    class Markup(str):
        __slots__ = ()

        def __html__(self):
            return self

    assert shown("\u202eabc") == "\N{REPLACEMENT CHARACTER}abc"
    assert shown(Markup("\u202e")) == "\u202e"
    assert shown(2.5) == 2.5


def test_a_page_may_load_its_own_style_and_script_alone():
    """By their hashes; without a script there is no source of scripts."""
    digest = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert content_policy("", "") == f"default-src 'none'; style-src-elem {digest}; base-uri 'none'; form-action 'none'"
    assert f"script-src {digest}" not in content_policy("", "run()")
    assert "script-src 'sha256-" in content_policy("", "run()")
    assert content_policy("", "", "img-src data:").split("; ")[2] == "img-src data:"


def test_embedded_data_is_the_same_and_has_no_markup():
    """Nor anything but ASCII."""
    data = {"</script>": ["<!--", "&amp;", "\u2028\N{GRINNING FACE}"]}
    text = embedded(data)
    assert json.loads(text) == data
    assert text.isascii()
    assert not set("<>&") & set(text)
