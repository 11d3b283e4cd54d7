"""A user's own model folder: read as sentence-transformers would, or refused with a remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from crosswalk.errors import InputError, NotFoundError
from crosswalk.taxonomy.linking.encoder import encoder_from_folder

WORDS = ["[PAD]", "[UNK]", "nurse", "ward", "ship", "query:"]
TABLE = np.random.default_rng(7).standard_normal((len(WORDS), 8)).astype(np.float32)


def write_model(folder: Path, *, inside: str = "model.onnx", pooled: bool = False) -> Path:
    """A working model of six words: a token's vector is its row of the table."""
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["n", "t", 8])]
    constants = [numpy_helper.from_array(TABLE, "table")]
    if pooled:
        constants.append(numpy_helper.from_array(np.array([1]), "axis"))
        nodes.append(helper.make_node("ReduceMax", ["last_hidden_state", "axis"], ["sentence_embedding"], keepdims=0))
        outputs.append(helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["n", 8]))
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "t"])]
    model = helper.make_model(
        helper.make_graph(nodes, "words", inputs, outputs, constants),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    )
    place = folder / inside
    place.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, place)
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token=WORDS[1]))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.enable_padding(pad_id=0, pad_token=WORDS[0])
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def write_settings(folder: Path, name: str, content: Any) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(content))


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def test_without_settings_the_mean_of_the_tokens_is_taken(tmp_path: Path) -> None:
    encoder = encoder_from_folder(write_model(tmp_path))
    rows = encoder.encode(["nurse ward", "ship"])
    assert encoder.dimensions == 8
    np.testing.assert_allclose(rows[0], unit(TABLE[[2, 3]].mean(axis=0)), atol=1e-6)
    np.testing.assert_allclose(rows[1], unit(TABLE[4]), atol=1e-6)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("pooling_mode_cls_token", TABLE[2]),
        ("pooling_mode_lasttoken", TABLE[4]),
        ("pooling_mode_max_tokens", TABLE[[2, 3, 4]].max(axis=0)),
        ("pooling_mode_mean_tokens", TABLE[[2, 3, 4]].mean(axis=0)),
    ],
)
def test_the_pooling_of_the_model_is_used(tmp_path: Path, mode: str, expected: np.ndarray) -> None:
    write_model(tmp_path)
    write_settings(tmp_path, "1_Pooling/config.json", {"word_embedding_dimension": 8, mode: True})
    rows = encoder_from_folder(tmp_path).encode(["nurse ward ship", "ship"])
    np.testing.assert_allclose(rows[0], unit(expected), atol=1e-6)


def test_the_prompt_of_the_model_goes_before_the_text(tmp_path: Path) -> None:
    write_model(tmp_path)
    write_settings(tmp_path, "config_sentence_transformers.json", {"prompts": {"query": "query: ", "passage": "x "}})
    rows = encoder_from_folder(tmp_path).encode(["nurse"])
    np.testing.assert_allclose(rows[0], unit(TABLE[[5, 2]].mean(axis=0)), atol=1e-6)


def test_a_vector_per_text_inside_the_model_is_taken_as_it_is(tmp_path: Path) -> None:
    rows = encoder_from_folder(write_model(tmp_path, pooled=True)).encode(["nurse ship"])
    np.testing.assert_allclose(rows[0], unit(TABLE[[2, 4]].max(axis=0)), atol=1e-6)


def test_the_model_may_lie_in_the_folder_onnx(tmp_path: Path) -> None:
    assert encoder_from_folder(write_model(tmp_path, inside="onnx/model.onnx")).dimensions == 8


def test_an_empty_text_does_not_stop_the_others(tmp_path: Path) -> None:
    rows = encoder_from_folder(write_model(tmp_path)).encode(["", "nurse"])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_long_texts_are_cut_where_the_model_says(tmp_path: Path) -> None:
    write_model(tmp_path)
    write_settings(tmp_path, "sentence_bert_config.json", {"max_seq_length": 2})
    one, other = encoder_from_folder(tmp_path).encode(["nurse ward ship", "nurse ward"])
    np.testing.assert_allclose(one, other, atol=1e-6)


def test_the_name_changes_with_any_file_that_decides_the_vectors(tmp_path: Path) -> None:
    write_model(tmp_path)
    before = encoder_from_folder(tmp_path).name
    assert encoder_from_folder(tmp_path).name == before
    write_settings(tmp_path, "1_Pooling/config.json", {"pooling_mode_cls_token": True})
    assert encoder_from_folder(tmp_path).name != before


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    (write_model(tmp_path) / missing).unlink()
    with pytest.raises(NotFoundError, match=missing):
        encoder_from_folder(tmp_path)


@pytest.mark.parametrize("damaged", ["model.onnx", "tokenizer.json", "config_sentence_transformers.json"])
def test_a_damaged_file_is_named(tmp_path: Path, damaged: str) -> None:
    (write_model(tmp_path) / damaged).write_bytes(b"{not what it should be")
    with pytest.raises(InputError, match=damaged):
        encoder_from_folder(tmp_path)


def test_a_step_that_cannot_be_done_is_refused_not_left_out(tmp_path: Path) -> None:
    write_model(tmp_path)
    steps = [{"type": f"sentence_transformers.models.{name}"} for name in ("Transformer", "Pooling", "Dense")]
    write_settings(tmp_path, "modules.json", steps)
    with pytest.raises(InputError, match="Dense"):
        encoder_from_folder(tmp_path)


def test_an_unknown_pooling_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path)
    write_settings(tmp_path, "1_Pooling/config.json", {"pooling_mode_weightedmean_tokens": True})
    with pytest.raises(InputError, match="weightedmean"):
        encoder_from_folder(tmp_path)


def test_a_model_that_wants_another_input_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path)
    model = onnx.load(tmp_path / "model.onnx")
    model.graph.input.append(helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n"]))
    onnx.save(model, tmp_path / "model.onnx")
    with pytest.raises(InputError, match="pixels"):
        encoder_from_folder(tmp_path)
