"""Levels of ISCED 2011 that diplomas of many countries stand for (UNESCO-UIS national mappings)."""

from __future__ import annotations

import pytest

from crosswalk.records.diplomas import find_diploma, title_level


@pytest.mark.parametrize(
    ("title", "country", "level"),
    [
        ("Bac professionnel maintenance", None, 3),
        ("Baccalauréat série S", None, 3),
        ("BTS Électrotechnique", None, 5),
        ("Licence de biologie", None, 6),
        ("Abitur", None, 3),
        ("Ausbildung zum Tischler", None, 3),
        ("Ausbildung zur Pflegefachfrau", None, 4),
        ("Tawjihi, scientific stream", None, 3),
        ("الثانوية العامة", None, 3),
        ("Technikum", "POL", 3),
        ("Technikum", "UKR", 5),
        ("Technicum of light industry", "RUS", 5),
        ("Diplôme de technicien en soudure", "MAR", 4),
        ("Ciclo formativo de grado medio", None, 3),
        ("FP grado superior", None, 5),
        ("Técnico profesional en cocina", "COL", 5),
        ("Secundaria", "MEX", 2),
        ("HND Civil Engineering", "GHA", 5),
        ("NVQ Level 3 Plumbing", None, 3),
        ("Associate degree in nursing", None, 5),
        ("Matura", "AUT", 3),
        ("Staatlich geprüfter Techniker", None, 6),
        ("Meisterprüfung", "AUT", 5),
        ("الإعدادية", "IRQ", 3),
        ("الإعدادية", "SYR", 2),
        ("West African Senior School Certificate", None, 3),
        ("Baccalauréat technique (BT)", "LBN", 3),
        ("Brevet professionnel", "LBN", 2),
        ("BTP électricité", "TUN", 3),
        ("Técnico en electrónica", "MAR", 4),
        ("Técnico en soldadura", "COL", 4),
        ("دبلوم صنايع", "EGY", 3),
        ("DES", "CAN", 3),
    ],
)
def test_a_diploma_has_the_level_of_its_country(title: str, country: str | None, level: int) -> None:
    found = find_diploma(title, country=country)
    assert found is not None
    assert found.level.value == level


@pytest.mark.parametrize(
    "title",
    ["Technikum", "Technicum", "Welding course", "Probatoire", "", "Certificate of attendance", "Master welder course"],
)
def test_a_diploma_that_means_no_level_or_several_is_unknown(title: str) -> None:
    found = find_diploma(title, language="en")
    assert found is None


def test_a_weak_word_yields_to_the_name_of_a_level() -> None:
    found = find_diploma("Diploma: Bachelor of Nursing")
    assert found is not None
    assert found.level.value == 6


def test_in_running_text_words_of_its_language_only_count() -> None:
    assert find_diploma("I hold a driving licence", language="en") is None
    assert find_diploma("licence de droit", language="fr") is not None


def test_a_common_word_is_no_abbreviation_of_a_diploma() -> None:
    assert find_diploma("Capacité à soulever des charges", "fr", "CAN") is None


def test_a_title_names_a_level_only_at_its_start() -> None:
    assert title_level("Helper in a secondary school") is None
    assert title_level("Diploma") is None
