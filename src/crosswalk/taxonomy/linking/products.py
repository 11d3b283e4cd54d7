"""Multiplies matrices of eight-bit whole numbers on onnxruntime, which uses the processor's own instructions for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from crosswalk.settings import settings
from crosswalk.taxonomy.linking.encoder.cache import cached_bytes
from crosswalk.taxonomy.linking.encoder.session import open_session

__all__ = ["integer_product"]


def integer_product(middle: int) -> Callable[[NDArray[np.uint8], NDArray[np.int8]], NDArray[np.int32]]:
    """Returns a function that gives the exact product of two matrices (n, k) and (k, m) as (n, m).

    Args:
        middle: What stands for zero in the left matrix.

    >>> left, right = np.array([[129, 126]], dtype=np.uint8), np.array([[3], [-4]], dtype=np.int8)
    >>> integer_product(128)(left, right).tolist()
    [[11]]
    """
    path = settings().cache / f"integer-product-{middle}.onnx"
    session = open_session(cached_bytes(path, lambda: _model(middle)), threads=1)

    def product(left: NDArray[np.uint8], right: NDArray[np.int8]) -> NDArray[np.int32]:
        return np.asarray(session.run(None, {"left": left, "right": right})[0])

    return product


def _model(middle: int) -> bytes:
    # Imported here because a run that finds the file has no need of the library that writes it.
    from onnx import TensorProto, helper  # noqa: PLC0415

    node = helper.make_node("MatMulInteger", ["left", "right", "left_zero", "right_zero"], ["product"])
    graph = helper.make_graph(
        [node],
        "integer product",
        [
            helper.make_tensor_value_info("left", TensorProto.UINT8, [None, None]),
            helper.make_tensor_value_info("right", TensorProto.INT8, [None, None]),
        ],
        [helper.make_tensor_value_info("product", TensorProto.INT32, [None, None])],
        [
            helper.make_tensor("left_zero", TensorProto.UINT8, [], [middle]),
            helper.make_tensor("right_zero", TensorProto.INT8, [], [0]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=9)
    return bytes(model.SerializeToString())
