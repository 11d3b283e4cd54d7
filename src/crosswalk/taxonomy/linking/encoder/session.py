"""Opens a model in onnxruntime, on the processor."""

from __future__ import annotations

from typing import Any

import onnxruntime

__all__ = ["open_session"]


def open_session(model: bytes | str, threads: int) -> Any:
    """An onnxruntime session.

    Args:
        model: Contents of an ONNX file, or its path.
        threads: Threads of one run.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # lengths differ from batch to batch; a plan for each would pile up
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
