"""Multiplies matrices of eight-bit whole numbers on onnxruntime, which uses the processor's own instructions for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper

__all__ = ["integer_product"]

Bytes = NDArray[np.int8]
MIDDLE = 128


def integer_product() -> Callable[[Bytes, Bytes], NDArray[np.int32]]:
    """Returns a function that gives the exact product of two matrices (n, k) and (k, m) as (n, m).

    The left matrix is shifted to 0..255, as the instructions want it, and shifted back by its zero point.

    >>> left, right = np.array([[1, -2]], dtype=np.int8), np.array([[3], [-4]], dtype=np.int8)
    >>> integer_product()(left, right).tolist()
    [[11]]
    """
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
            helper.make_tensor("left_zero", TensorProto.UINT8, [], [MIDDLE]),
            helper.make_tensor("right_zero", TensorProto.INT8, [], [0]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # large results are given back
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def product(left: Bytes, right: Bytes) -> NDArray[np.int32]:
        shifted = (left.astype(np.int16) + MIDDLE).astype(np.uint8)
        return np.asarray(session.run(None, {"left": shifted, "right": right})[0])

    return product
