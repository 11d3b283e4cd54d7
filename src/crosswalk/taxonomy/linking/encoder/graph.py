"""Writes the encoder as an ONNX graph: eight-bit weights, one activation scale per token, unit vector out.

The scale of each token's activations is its own largest value. A text therefore gets the same vector alone
and in any batch, which the usual scale per batch does not give (there, cosine to full precision also falls
from 0.999 to 0.997). Layer normalisation stays apart from its addition because the fused operator of
onnxruntime is six times slower on a processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from crosswalk.taxonomy.linking.encoder.weights import E5Weights

__all__ = ["build_graph"]

CONTRIBUTED: Final = "com.microsoft"
# Weights use seven of the eight bits: processors without VNNI add pairs of products in 16 bits, which
# would overflow with eight (255 * 63 * 2 stays below 32768, 255 * 127 * 2 does not).
LARGEST_WEIGHT: Final = 63
LARGEST_ACTIVATION: Final = 127


class _Graph:
    """Collects nodes and constants."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[Any] | np.generic) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(value.shape), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], *outputs: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0]


def build_graph(weights: E5Weights) -> bytes:
    """The encoder as a serialised ONNX model.

    Inputs of the graph: `embeddings` float32 (texts, tokens, width), the word vectors of each text's tokens;
    `present` int32 (texts, tokens), 1 for a token and 0 for padding. Output: `vectors` float32 (texts,
    width), the mean over tokens of the last layer, L2-normalised.

    Args:
        weights: The model's weights.

    Returns:
        Bytes of an ONNX file, about a quarter of the full-precision layers (22 MB).
    """
    graph = _Graph()
    graph.constant("last_axis", np.array([-1]))
    graph.constant("finest", np.float32(1 / LARGEST_ACTIVATION))
    graph.constant("middle", np.uint8(128))
    graph.constant("one", np.float32(1))
    graph.constant("rows", np.array([-1, weights.width]))
    hidden = _embed(graph, weights)
    for number in range(weights.layers):
        hidden = _layer(graph, weights, f"l{number}", hidden)
    _pool(graph, hidden)
    inputs = [
        helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["texts", "tokens", weights.width]),
        helper.make_tensor_value_info("present", TensorProto.INT32, ["texts", "tokens"]),
    ]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", weights.width])]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(CONTRIBUTED, 1)],
        ir_version=9,
        producer_name="crosswalk",
    )
    return bytes(model.SerializeToString())


def _embed(graph: _Graph, weights: E5Weights) -> str:
    """Adds positions and the only segment's vector to the word vectors; from here, a token is a row."""
    places = weights.vector("emb.pos").reshape(weights.positions, -1)
    segment = weights.vector("emb.type")[: weights.width]
    graph.constant("places", places + segment)
    graph.constant("zero", np.array([0]))
    graph.node("Shape", ["embeddings"], "length", start=1, end=2)
    graph.node("Slice", ["places", "zero", "length", "zero"], "places_used")
    graph.node("Add", ["embeddings", "places_used"], "embedded")
    graph.node("Shape", ["embeddings"], "shape")
    graph.node("Reshape", ["embedded", "rows"], "embedded_rows")
    graph.node("Shape", ["embedded_rows"], "count", start=0, end=1)
    graph.node("Expand", ["middle", "count"], "middles")
    return _normalise(graph, weights, "emb.ln", "embedded_rows")


def _layer(graph: _Graph, weights: E5Weights, name: str, hidden: str) -> str:
    """Self-attention and the feed-forward part, each with its residual and normalisation."""
    query, key, value, out = (weights.matrix(f"{name}.{part}.w") for part in ("q", "k", "v", "ao"))
    # A bias of the keys shifts all of a token's attention scores alike, so it has no effect; a bias of the
    # values passes through attention unchanged, so it joins the bias of the output.
    out_bias = weights.vector(f"{name}.ao.b") + out @ weights.vector(f"{name}.v.b")
    joint = _product(graph, f"{name}.qkv", hidden, np.concatenate([query, key, value]))
    parts = [f"{name}.query_plain", f"{name}.key", f"{name}.value"]
    graph.node("Split", [joint], *parts, axis=-1, num_outputs=3)
    parts[0] = _bias(graph, f"{name}.query", parts[0], weights.vector(f"{name}.q.b"))
    parts = [graph.node("Reshape", [part, "shape"], f"{part}.by_text") for part in parts]
    attended = f"{name}.attended"
    graph.node(
        "MultiHeadAttention", [*parts, "", "present"], f"{attended}.by_text",
        domain=CONTRIBUTED, num_heads=weights.heads,
    )  # fmt: skip
    graph.node("Reshape", [f"{attended}.by_text", "rows"], attended)
    mixed = _bias(graph, f"{name}.mixed", _product(graph, f"{name}.ao", attended, out), out_bias)
    graph.node("Add", [hidden, mixed], f"{name}.attention_sum")
    middle = _normalise(graph, weights, f"{name}.aln", f"{name}.attention_sum")
    inner = _product(graph, f"{name}.fi", middle, weights.matrix(f"{name}.fi.w"))
    inner = _bias(graph, f"{name}.inner", inner, weights.vector(f"{name}.fi.b"))
    graph.node("Gelu", [inner], f"{name}.active")
    outer = _product(graph, f"{name}.fo", f"{name}.active", weights.matrix(f"{name}.fo.w"))
    outer = _bias(graph, f"{name}.outer", outer, weights.vector(f"{name}.fo.b"))
    graph.node("Add", [middle, outer], f"{name}.sum")
    return _normalise(graph, weights, f"{name}.oln", f"{name}.sum")


def _product(graph: _Graph, name: str, left: str, matrix: NDArray[np.float32]) -> str:
    """left @ matrix.T in integers: one scale per token on the left, one per output on the right."""
    scale = np.maximum(np.abs(matrix).max(axis=1), np.float32(1e-12)) / LARGEST_WEIGHT
    whole = np.rint(matrix / scale[:, None]).astype(np.int8)
    graph.constant(f"{name}.weights", whole.T)
    graph.constant(f"{name}.scale", scale.astype(np.float32))
    graph.node("Abs", [left], f"{name}.size")
    graph.node("ReduceMax", [f"{name}.size", "last_axis"], f"{name}.largest", keepdims=0)
    graph.node("Mul", [f"{name}.largest", "finest"], f"{name}.step")
    graph.node("QuantizeLinear", [left, f"{name}.step", "middles"], f"{name}.whole", axis=0)
    inputs = [f"{name}.whole", f"{name}.weights", "one", f"{name}.scale", "middle"]
    graph.node("MatMulIntegerToFloat", inputs, f"{name}.product_scaled", domain=CONTRIBUTED)
    graph.node("Unsqueeze", [f"{name}.step", "last_axis"], f"{name}.step_column")
    return graph.node("Mul", [f"{name}.product_scaled", f"{name}.step_column"], f"{name}.product")


def _bias(graph: _Graph, name: str, left: str, values: NDArray[np.float32]) -> str:
    return graph.node("Add", [left, graph.constant(f"{name}.bias", values)], name)


def _normalise(graph: _Graph, weights: E5Weights, name: str, left: str) -> str:
    gain = graph.constant(f"{name}.gain", weights.vector(f"{name}.w"))
    shift = graph.constant(f"{name}.shift", weights.vector(f"{name}.b"))
    return graph.node("LayerNormalization", [left, gain, shift], f"{name}.normal", axis=-1, epsilon=weights.epsilon)


def _pool(graph: _Graph, hidden: str) -> None:
    """Sum over the tokens present, then unit length (which makes the sum and the mean the same)."""
    graph.node("Cast", ["present"], "present_number", to=TensorProto.FLOAT)
    graph.constant("row_axis", np.array([1]))
    graph.node("Unsqueeze", ["present_number", "row_axis"], "present_row")
    graph.node("Reshape", [hidden, "shape"], "hidden")
    graph.node("MatMul", ["present_row", "hidden"], "sum_row")
    graph.node("Squeeze", ["sum_row", "row_axis"], "sum")
    graph.node("LpNormalization", ["sum"], "vectors", axis=-1, p=2)
