"""Types of the compiled functions: arrays by element, and tuples of arrays by their annotations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, get_type_hints

import numpy as np
from numba import from_dtype, njit, types

__all__ = ["I4", "I8", "U1", "U2", "U4", "compiled", "layout", "typed"]

I8 = types.Array(types.int64, 1, "C")
I4 = types.Array(types.int32, 1, "C")
U1 = types.Array(types.uint8, 1, "C")
U2 = types.Array(types.uint16, 1, "C")
U4 = types.Array(types.uint32, 1, "C")


def compiled(signature: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compiles a function for these types, without the interpreter's lock; kept on disk after the first time."""
    decorate: Callable[[Callable[..., Any]], Callable[..., Any]] = njit([signature], nogil=True, cache=True)
    return decorate


@cache
def _hints(arrays: Any) -> dict[str, Any]:
    return get_type_hints(arrays)


def layout(arrays: Any, **dimensions: int) -> types.NamedTuple:
    """Compiled type of a tuple class whose fields are arrays (one dimension where not said otherwise) or ints."""
    fields: list[Any] = []
    for name, hint in _hints(arrays).items():
        if hint is int:
            fields.append(types.int64)
            continue
        element = hint.__args__[1].__args__[0]
        fields.append(types.Array(from_dtype(np.dtype(element)), dimensions.get(name, 1), "C"))
    return types.NamedTuple(fields, arrays)


def typed(arrays: Any, **values: Any) -> Any:
    """The tuple of arrays, each contiguous, writable and of the element type that its annotation names."""
    hints = _hints(arrays)
    return arrays(
        **{
            name: value if hints[name] is int else np.require(value, hints[name].__args__[1].__args__[0], ["C", "W"])
            for name, value in values.items()
        }
    )
