"""The built-in encoder: what every caller may rely on."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from crosswalk.taxonomy.linking.encoder.e5 import E5Encoder
from crosswalk.taxonomy.linking.encoder.nano import NanoEncoder

TEXTS = [
    "nurse",
    "Krankenpfleger",
    "infirmier diplômé d'État",
    "ممرضة مسجلة",
    "зварювальник",
    "溶接工",
    "वेल्डर",
    "թարգմանիչ",
    "ช่างเชื่อม",
    "ሾፌር",
    "an electrician who has wired houses, schools and two hospitals for eleven years",
    "🚜 🐟",
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> E5Encoder:
    return E5Encoder(cache=tmp_path_factory.mktemp("cache"))


def test_rows_are_unit_vectors_of_the_stated_width(encoder: E5Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimensions) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_the_same_texts_give_the_same_bits(encoder: E5Encoder) -> None:
    assert encoder.encode(TEXTS).tobytes() == encoder.encode(TEXTS).tobytes()


def test_a_text_has_one_vector_alone_and_in_any_company(encoder: E5Encoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_the_order_of_the_texts_does_not_matter(encoder: E5Encoder) -> None:
    np.testing.assert_allclose(encoder.encode(TEXTS[::-1])[::-1], encoder.encode(TEXTS), atol=1e-5)


def test_repeated_texts_get_the_same_row(encoder: E5Encoder) -> None:
    first, other, again = encoder.encode(["cook", "baker", "cook"])
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_meaning_crosses_languages_and_scripts(encoder: E5Encoder) -> None:
    welders = encoder.encode(["welder", "Schweißer", "зварювальник", "لحام معادن", "वेल्डर", "thợ hàn"])
    nurses = encoder.encode(["nurse", "Krankenschwester", "медсестра", "ممرضة", "नर्स", "y tá"])
    for welder in welders[1:]:
        assert welder @ welders[0] > welder @ nurses[0]
    for nurse in nurses[1:]:
        assert nurse @ nurses[0] > nurse @ welders[0]


def test_an_empty_text_has_a_defined_unit_vector(encoder: E5Encoder) -> None:
    empty, spaces, null = encoder.encode(["", " \t\n ", "\x00"])
    assert np.isfinite(empty).all()
    assert np.linalg.norm(empty) == pytest.approx(1.0, abs=1e-5)
    assert np.array_equal(empty, spaces)
    assert np.array_equal(empty, null)


def test_no_texts_give_no_rows(encoder: E5Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_one_string_instead_of_a_list_is_refused(encoder: E5Encoder) -> None:
    with pytest.raises(TypeError, match="sequence of texts"):
        encoder.encode("nurse")


def test_white_space_around_a_text_changes_nothing(encoder: E5Encoder) -> None:
    plain, spaced = encoder.encode(["truck driver", "\n  truck driver\t"])
    assert np.array_equal(plain, spaced)


def test_broken_characters_are_left_out(encoder: E5Encoder) -> None:
    broken, whole = encoder.encode(["wel\ud800der", "welder"])
    assert np.array_equal(broken, whole)


@pytest.mark.parametrize("unit", ["care ", "x", "焊", " ", "\u200b", "é\u0301"])
def test_a_million_characters_cost_no_more_than_a_page(encoder: E5Encoder, unit: str) -> None:
    text = "nurse " + unit * (1_000_000 // len(unit))
    tracemalloc.start()
    vectors = encoder.encode([text])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)
    assert peak < 40_000_000


def test_text_beyond_the_limit_is_not_read(encoder: E5Encoder) -> None:
    page = "repairs pumps and engines on fishing boats " * 100
    one, other = encoder.encode([page, page + "and teaches mathematics"])
    assert np.array_equal(one, other)


def test_progress_is_told_up_to_the_end(encoder: E5Encoder) -> None:
    told: list[tuple[int, int]] = []
    encoder.encode([f"guard {number}" for number in range(30)], progress=lambda *step: told.append(step))
    assert told[-1] == (30, 30)


def test_vectors_agree_with_the_engine_of_the_wheel(encoder: E5Encoder) -> None:
    twin = NanoEncoder()
    cosines = (encoder.encode(TEXTS) * twin.encode(TEXTS)).sum(axis=1)
    assert cosines.mean() > 0.997
    assert cosines.min() > 0.995


def test_the_name_tells_the_weights_and_the_engine(encoder: E5Encoder) -> None:
    twin = NanoEncoder()
    assert encoder.name != twin.name
    assert encoder.name.split("-")[3] == twin.name.split("-")[3]


def test_a_damaged_file_in_the_cache_is_built_again(encoder: E5Encoder, tmp_path: Path) -> None:
    damaged = tmp_path / f"{encoder.name}.onnx"
    damaged.write_bytes(b"half a file")
    vectors = E5Encoder(cache=tmp_path).encode(["nurse"])
    assert np.array_equal(vectors, encoder.encode(["nurse"]))
    assert damaged.stat().st_size > 1_000_000


def test_a_cache_folder_that_cannot_be_written_is_no_obstacle(encoder: E5Encoder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    vectors = E5Encoder(cache=tmp_path / "file").encode(["nurse"])
    assert np.array_equal(vectors, encoder.encode(["nurse"]))


def test_two_threads_give_the_vectors_of_one(encoder: E5Encoder, tmp_path: Path) -> None:
    np.testing.assert_allclose(E5Encoder(threads=2, cache=tmp_path).encode(TEXTS), encoder.encode(TEXTS), atol=1e-5)
