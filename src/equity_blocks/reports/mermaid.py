"""Text inside Mermaid drawings."""

import re

from equity_blocks.errors import visible

_STEERING = re.compile(r"""["#;%&<>{}\[\]`*_~$\\]|^[-+](?=\s)|(?<=^[0-9])[.)]|(?<=^[0-9]{2})[.)]""")
"""Mermaid's own signs, those of Markdown and of formulas, which it reads in labels, and what begins a list there."""


def label(text: str) -> str:
    """Write a text between quotes of Mermaid, which reads #34; as the character 34: nothing in it ends or steers them.

    Example:
        >>> label('say "no"')
        'say #34;no#34;'
    """
    return _STEERING.sub(lambda sign: f"#{ord(sign[0])};", " ".join(visible(text).split()))
