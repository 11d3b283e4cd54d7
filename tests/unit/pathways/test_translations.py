"""Files of one language beside the law: what they add, what goes first, and how their mistakes are told."""

from pathlib import Path

import pytest

from crosswalk.errors import FileError
from crosswalk.pathways.translations import translated, translations
from crosswalk.yaml_files import read_yaml


@pytest.fixture
def land(tmp_path: Path) -> Path:
    folder = tmp_path / "swe"
    folder.mkdir()
    (folder / "shared.yaml").write_text(
        "title: {en: A job offer, sv: Ett erbjudande}\nasks: [{en: 'Yes', fr: Si}]\n", encoding="utf-8"
    )
    (folder / "fr.yaml").write_text('"A job offer": "Une offre d\'emploi"\n"Yes": "Oui"\n', encoding="utf-8")
    (tmp_path / "fr.yaml").write_text('"A job offer": "Une offre"\n"Age": "Âge"\n', encoding="utf-8")
    (folder / "tgl.yaml").write_text('"A job offer": "Alok na trabaho"\n', encoding="utf-8")
    return folder


def test_a_text_gets_the_languages_that_have_it(land: Path) -> None:
    document = translated(read_yaml(land / "shared.yaml"), translations(land))
    assert document.data == {
        "title": {"en": "A job offer", "sv": "Ett erbjudande", "fr": "Une offre d'emploi", "tgl": "Alok na trabaho"},
        "asks": [{"en": "Yes", "fr": "Si"}],  # what the file itself says goes first
    }


def test_words_of_the_country_go_before_those_of_all(land: Path) -> None:
    words = translations(land, land.parent)
    assert words["fr"] == {"A job offer": "Une offre d'emploi", "Age": "Âge", "Yes": "Oui"}


def test_a_changed_file_is_read_again(land: Path) -> None:
    assert translations(land)["fr"]["Yes"] == "Oui"
    (land / "fr.yaml").write_text('"Yes": "Oui, vraiment"\n', encoding="utf-8")
    assert translations(land)["fr"] == {"Yes": "Oui, vraiment"}


def test_an_empty_file_adds_nothing(land: Path) -> None:
    (land / "fr.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert translations(land)["fr"] == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"Yes":\n', "'Yes' has no translation"),
        ('"No": " "\n', "'No' has no translation"),
        ('"Age": 3\n', "'Age' has no translation"),
        ("- Oui\n", "no list of texts"),
    ],
)
def test_a_mistake_is_told_with_its_line(land: Path, text: str, told: str) -> None:
    (land / "fr.yaml").write_text("# French\n" + text, encoding="utf-8")
    with pytest.raises(FileError, match=told) as caught:
        translations(land)
    assert caught.value.place.startswith("swe/fr.yaml, line ")
