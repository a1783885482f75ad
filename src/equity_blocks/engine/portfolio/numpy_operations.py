"""What steps of a program do to columns of numpy."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from equity_blocks.engine.portfolio.formulas import Step

Array = Any
"""An array of numpy, which is imported when it is needed."""


def runs_of(flags: Array) -> list[tuple[int, int]]:
    """List the runs of places at which flags are true, their ends excluded.

    Example:
        >>> import numpy as np
        >>> runs_of(np.array([False, True, True, False, True]))
        [(1, 3), (4, 5)]
    """
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def flagged(codes: Array, test: Any) -> Array:
    """Give the flag of each code.

    Args:
        codes: What a column says.
        test: The runs of codes of which it is true, or the flag of every code.

    Example:
        >>> import numpy as np
        >>> flagged(np.array([0, 1, 2]), [(1, 2)]).tolist()
        [False, True, False]
    """
    import numpy as np

    if not isinstance(test, list):
        return test[codes]
    found = np.zeros(codes.shape, dtype=bool)
    for start, end in test:
        found |= codes == start if end == start + 1 else (codes >= start) & (codes < end)
    return found


def lowered(codes: Array, step: Step, found: Mapping[int, Array]) -> Array:
    """Lower codes to a position where a flag holds; the last flag decides.

    Example:
        >>> import numpy as np
        >>> lowered(np.array([2, 2]), Step("lowered", (0,), ("p", 1)), {0: np.array([True, False])}).tolist()
        [1, 2]
    """
    import numpy as np

    changed = codes.copy()
    for flag, position in zip(step.args, step.data[1:], strict=True):
        np.copyto(changed, position, where=found[flag])
    return changed


def _ratio(part: Array, whole: Array) -> Array:
    import numpy as np

    return np.divide(part, np.maximum(whole, 1e-300))


def operations() -> dict[str, Callable[[Step, Mapping[int, Array]], Array]]:
    """Say what each step does that stands above the columns."""
    import numpy as np

    def over(function: Callable[..., Array]) -> Callable[[Step, Mapping[int, Array]], Array]:
        return lambda step, found: reduce(function, (found[arg] for arg in step.args))

    return {
        "number": lambda step, _: np.float64(step.data),
        "truth": lambda step, _: np.bool_(step.data),
        "add": over(np.add),
        "times": lambda step, found: found[step.args[0]] * step.data,
        "multiply": over(np.multiply),
        "ratio": over(_ratio),
        "lower": over(np.minimum),
        "choose": lambda step, found: np.where(*(found[arg] for arg in step.args)),
        "exponential": lambda step, found: np.exp(found[step.args[0]]),
        "logarithm": lambda step, found: np.log(np.where(found[step.args[0]] > 0, found[step.args[0]], 1.0)),
        "above": lambda step, found: found[step.args[0]] > step.data,
        "at_least": lambda step, found: found[step.args[0]] >= step.data,
        "both": over(np.logical_and),
        "either": over(np.logical_or),
        "opposite": lambda step, found: np.logical_not(found[step.args[0]]),
        "as_number": lambda step, found: found[step.args[0]].astype(np.float64),
    }
