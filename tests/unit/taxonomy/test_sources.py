"""Every official layout of a taxonomy is told by its content; what is missing is said with its remedy."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from crosswalk.errors import NotFoundError, TaxonomyError, UsageError
from crosswalk.taxonomy import Taxonomy, load_taxonomy

OCC = "http://data.europa.eu/esco/occupation/"
SKILL = "http://data.europa.eu/esco/skill/"


def esco_files(lang: str = "en", suffix: str = "") -> dict[str, str]:
    """A tiny bundle in ESCO's layout; ESCO 1.2 puts the language behind relation files too."""
    return {
        f"occupations_{lang}.csv": "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description\n"
        f'Occupation,{OCC}1,7212,welder,"weld worker\nwelding operative",,released,Joins metal.\n'
        f"Occupation,{OCC}2,7212,old welder,,,obsolete,\n",
        f"skills_{lang}.csv": "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,status\n"
        f"KnowledgeSkillCompetence,{SKILL}a,skill/competence,sector-specific,weld metal,,released\n"
        f"KnowledgeSkillCompetence,{SKILL}b,knowledge,cross-sector,metal,,released\n",
        f"occupationSkillRelations{suffix}.csv": "occupationUri,relationType,skillType,skillUri\n"
        f"{OCC}1,essential,skill/competence,{SKILL}a\n{OCC}1,optional,knowledge,{SKILL}b\n",
        f"broaderRelationsSkillPillar{suffix}.csv": "conceptType,conceptUri,broaderType,broaderUri\n"
        f"KnowledgeSkillCompetence,{SKILL}a,KnowledgeSkillCompetence,{SKILL}b\n",
    }


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8-sig")
    return folder


@pytest.mark.parametrize("suffix", ["", "_en"])
def test_an_esco_bundle_is_read_from_a_folder_and_from_a_zip_alike(tmp_path: Path, suffix: str) -> None:
    files = esco_files(suffix=suffix)
    folder = write(tmp_path / "v1.2.0", files)
    bundle = tmp_path / "ESCO dataset - v1.2.0.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"inner/{name}", text)
    loaded = [load_taxonomy([p]) for p in (folder, bundle)]
    assert loaded[0].manifest["hash"] == loaded[1].manifest["hash"]
    assert loaded[1].manifest["versions"] == ["ESCO 1.2.0"]
    assert loaded[0].occupation_skills(f"{OCC}1") == ([f"{SKILL}a"], [f"{SKILL}b"])
    assert loaded[0].isco(f"{OCC}1") == "7212"


def test_obsolete_concepts_stay_out(tmp_path: Path) -> None:
    taxonomy = load_taxonomy([write(tmp_path / "e", esco_files())])
    assert not taxonomy.has(f"{OCC}2")


def test_a_bundle_without_relations_loads_and_says_what_is_missing(tmp_path: Path) -> None:
    files = {n: t for n, t in esco_files().items() if n.startswith(("occupations", "skills"))}
    notes = " ".join(load_taxonomy([write(tmp_path / "e", files)]).manifest["notes"])
    assert "occupationSkillRelations.csv" in notes
    assert "broaderRelationsSkillPillar.csv" in notes


def test_relations_alone_are_refused_with_the_file_that_is_missing(tmp_path: Path) -> None:
    files = {n: t for n, t in esco_files().items() if n.startswith(("occupationSkill", "broader"))}
    with pytest.raises(TaxonomyError, match="occupations_<language>.csv or skills_<language>.csv"):
        load_taxonomy([write(tmp_path / "e", files)])


def test_a_label_table_adds_a_language_gzipped_or_not(tmp_path: Path) -> None:
    bundle = write(tmp_path / "e", esco_files())
    rows = f"lang\tconcept_uri\tisco08\tkind\tlabel\nfr\t{OCC}1\t7212\tpref\tsoudeur\nfr\t{OCC}1\t7212\talt\tsoudeuse\n"
    table = tmp_path / "labels.tsv.gz"
    table.write_bytes(gzip.compress(rows.encode()))
    taxonomy = load_taxonomy([bundle, table])
    assert taxonomy.label(f"{OCC}1", "fr") == "soudeur"
    assert taxonomy.languages == ["en", "fr"]


def test_labels_of_a_concept_of_another_version_are_counted_and_left_aside(tmp_path: Path) -> None:
    bundle = write(tmp_path / "e", esco_files())
    table = tmp_path / "labels.tsv"
    table.write_text(f"lang\tconcept_uri\tkind\tlabel\nfr\t{OCC}99\tpref\tfantôme\n", encoding="utf-8")
    taxonomy = load_taxonomy([bundle, table])
    assert not taxonomy.has(f"{OCC}99")
    assert "1 labels of 1 concepts were left aside" in taxonomy.manifest["notes"][0]


def test_a_label_table_alone_is_a_taxonomy_with_isco_codes(tmp_path: Path) -> None:
    table = tmp_path / "labels.tsv"
    table.write_text(
        f"lang\tconcept_uri\tisco08\tkind\tlabel\tother\nen\t{OCC}1\t7212\tpref\twelder\tx\nde\t{OCC}1\t7212\tpref\twelder\tx\n",
        encoding="utf-8",
    )
    taxonomy = load_taxonomy([table])
    assert taxonomy.isco(f"{OCC}1") == "7212"
    assert taxonomy.languages == ["en"]  # an untranslated label is no German label


def test_a_tabiya_set_is_read_by_its_ids_with_its_history(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "tabiya",
        {
            "model_info.csv": "UUIDHISTORY,NAME,LOCALE,VERSION\nu0,Model,FR,1.0\n",
            "occupations.csv": "ORIGINURI,ID,UUIDHISTORY,OCCUPATIONGROUPCODE,CODE,PREFERREDLABEL,ALTLABELS\n"
            ',o1,"new-uuid\nold-uuid",5322,5322_1,aide à domicile,"aidant\naidante"\n',
            "skills.csv": f"ORIGINURI,ID,UUIDHISTORY,SKILLTYPE,REUSELEVEL,PREFERREDLABEL\n{SKILL}a,s1,u3,skill/competence,,laver\n",
            "occupation_to_skill_relations.csv": "OCCUPATIONTYPE,OCCUPATIONID,RELATIONTYPE,SKILLID\nlocaloccupation,o1,essential,s1\n"
            "localoccupation,o1,essential,gone\n",
        },
    )
    taxonomy = load_taxonomy([folder])
    assert taxonomy.occupation_skills("urn:uuid:new-uuid") == ([f"{SKILL}a"], [])
    assert taxonomy.number("urn:uuid:old-uuid") == taxonomy.number("urn:uuid:new-uuid")
    assert taxonomy.label("urn:uuid:new-uuid", "fr") == "aide à domicile"
    assert taxonomy.isco("urn:uuid:new-uuid") == "5322"
    assert any("1 rows of occupation_to_skill_relations.csv" in n for n in taxonomy.manifest["notes"])


def test_classifications_are_chained_and_leading_zeros_come_back(tmp_path: Path) -> None:
    bundle = write(tmp_path / "e", esco_files())
    (tmp_path / "a.csv").write_text("ISCO-08 Code,Title,2010 SOC Code\n7212,Welders,51-4121\n0110,Officers,55-1011\n")
    (tmp_path / "b.csv").write_text("2010 SOC Code,2018 SOC Code\n51-4121,51-4122\n51-4121,51-4123\n")
    (tmp_path / "c.csv").write_text("NOC2016,NOC2021\n11,10\n7237,72106\n")
    taxonomy = load_taxonomy([bundle, tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv"])
    assert taxonomy.translate("7212", "ISCO-08", "SOC 2018") == ["51-4122", "51-4123"]
    assert taxonomy.translate("0011", "NOC 2016", "NOC 2021") == ["00010"]
    assert taxonomy.translate("7212", "ISCO-08", "NOC 2021") == []
    for scheme, other in (("isco08", "SOC2018"), ("Isco 08", "soc-2018"), ("ISCO-08", "soc 2018")):
        assert taxonomy.translate("7212", scheme, other) == ["51-4122", "51-4123"]
    with pytest.raises(UsageError, match="classification SOC 2019. Did you mean SOC 2018 or SOC 2010. Loaded: ISCO-08"):
        taxonomy.translate("7212", "ISCO-08", "SOC 2019")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x00\x01\x02"])
def test_damaged_sources_are_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    with pytest.raises(TaxonomyError, match="damaged.*Download it again"):
        load_taxonomy([path])


def test_an_empty_table_and_a_table_of_something_else_are_refused(tmp_path: Path) -> None:
    for content in ("", "a,b\n1,2\n"):
        path = tmp_path / "table.csv"
        path.write_text(content)
        with pytest.raises(TaxonomyError):
            load_taxonomy([path])


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        load_taxonomy([tmp_path / "nowhere"])


def test_an_archive_that_would_unpack_to_gigabytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosswalk.taxonomy.sources.files.MAX_UNPACKED", 1000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("skills_en.csv", "a" * 5000)
    with pytest.raises(TaxonomyError, match="more than 2 GiB"):
        load_taxonomy([path])


def test_a_stored_taxonomy_opens_as_it_was_saved(tmp_path: Path) -> None:
    taxonomy = load_taxonomy([write(tmp_path / "e", esco_files())])
    taxonomy.save(tmp_path / "t.taxonomy")
    again = Taxonomy.open(tmp_path / "t.taxonomy")
    assert again.manifest == taxonomy.manifest
    assert again.concepts.equals(taxonomy.concepts)
    assert again.labels.equals(taxonomy.labels)
    assert again.description(f"{OCC}1") == "Joins metal."


def test_a_file_that_is_no_taxonomy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.taxonomy").write_text("hello")
    with pytest.raises(TaxonomyError, match="not a taxonomy file"):
        Taxonomy.open(tmp_path / "t.taxonomy")


def test_the_official_esco_bundles_load_whole(shared: Path) -> None:
    taxonomy = load_taxonomy([shared / "data" / "esco-1.1.1-en", shared / "data" / "esco-skills-es-fr"])
    counts = taxonomy.manifest["counts"]
    assert (counts["occupation"], counts["isco_group"]) == (3007, 619)
    assert taxonomy.table("requirements").height == 123788
    assert {"en", "es", "fr"} <= set(taxonomy.languages)
