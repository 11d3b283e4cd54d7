"""Titles as people write them come down to one plain form."""

from __future__ import annotations

import pytest

from crosswalk.taxonomy.linking.normalise import key, tidy, words


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Techniker/in", "techniker"),
        ("Lehrer:innen", "lehrer"),
        ("Lehrer*in (m/w/d)", "lehrer"),
        ("SozialarbeiterIn", "sozialarbeiter"),
        ("Speditionskaufmann/-frau", "speditionskaufmann"),
        ("Kaufmännisch(er)e Leiter/in", "kaufmännischer leiter"),
        (
            "Staatlich geprüfter Techniker/Staatlich geprüfte Technikerin Glastechnik",
            "staatlich geprüfter techniker glastechnik",
        ),
        ("Potier / Potière", "potier"),
        ("Tapissier / Tapissière d'ameublement", "tapissier d'ameublement"),
        ("Vendeur-euse", "vendeur"),
        ("Chargé·e de clientèle", "chargé de clientèle"),
        ("Horticulteur/maraicher (h/f/x)", "horticulteur / maraicher"),
        ("Infirmier H/F", "infirmier"),
        ("Técnico/a de laboratorio", "técnico de laboratorio"),
        ("Enfermeiro(a)", "enfermeiro"),
        ("OPERADORES DE PRENSA, EN GENERAL", "operadores de prensa"),
        ("Model / modelka", "model"),
        ("Driver - (Re-Advertised)", "driver"),
        ("Orthopedic Surgeons, Except Pediatric", "orthopedic surgeons"),
        ("Sales Workers, All Other", "sales workers"),
    ],
)
def test_a_title_in_both_genders_or_with_notes_becomes_one_plain_phrase(written: str, plain: str) -> None:
    assert tidy(written) == plain


@pytest.mark.parametrize(
    "kept", ["head of it", "c++ developer", "24/7 support", "production / transformation", "bus driver"]
)
def test_a_slash_or_bracket_that_says_something_stays(kept: str) -> None:
    assert tidy(kept) == kept


def test_a_text_that_is_only_noise_is_not_emptied_of_its_letters() -> None:
    assert tidy("All other") == "all other"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُهَنْدِسَة", "مهندسه"),
        ("أستاذ", "استاذ"),
        ("مـــعلم", "معلم"),
        ("کارگر", "كاركر"),  # Persian keyboard
        ("Ingénieur Électricien", "ingenieur electricien"),
        ("ＮＵＲＳＥ", "nurse"),
        ("Øyelege", "oyelege"),
    ],
)
def test_letters_that_writers_vary_are_one_in_the_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_marks_that_make_another_cyrillic_letter_stay_in_the_key() -> None:
    assert key("водій") != key("водіи")


def test_symbols_that_name_a_skill_stay_in_the_key() -> None:
    assert words("C#, C++") == ["c#", "c++"]
