"""What every page of HTML needs to be harmless: text without power, data that stays data, and what it may load."""

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from equity_blocks.errors import visible

if TYPE_CHECKING:
    from jinja2 import Environment


def shown(value: Any) -> Any:
    r"""Take the power out of a text from outside, before it is escaped; what is markup already stays as it is.

    Example:
        >>> shown("a\x1b[31m") == "a\N{REPLACEMENT CHARACTER}[31m", shown(3)
        (True, 3)
    """
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def templates(package: str) -> "Environment":
    """Open the templates of a package: every text is escaped and without power, and an unknown name is an error.

    Args:
        package: The package whose folder `templates` they stand in.

    Example:
        >>> templates("equity_blocks.reports").from_string("{{ text }}").render(text="<b>")
        '&lt;b&gt;'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )


def content_policy(style: str, script: str, *others: str) -> str:
    """Say what a page may load: nothing but its own style and its own script, each known by its hash.

    Args:
        style: All of its style.
        script: All of its script; empty: it has none.
        others: Directives besides.

    Example:
        >>> content_policy("p{}", "", "img-src data:").split("; ")[0::2]
        ["default-src 'none'", 'img-src data:', "form-action 'none'"]
    """
    scripts = (f"script-src {_hash(script)}",) if script else ()
    own = ("default-src 'none'", f"style-src-elem {_hash(style)}", *others, *scripts)
    return "; ".join((*own, "base-uri 'none'", "form-action 'none'"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def embedded(data: Mapping[str, Any]) -> str:
    r"""Write JSON so that nothing in it ends the element it stands in, or steers who looks at the source.

    Example:
        >>> embedded({"note": "</script>"})
        '{"note":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
