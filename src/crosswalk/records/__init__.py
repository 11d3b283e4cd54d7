"""Who and what: people, vacancies, credentials, evidence; readers, writers, row reports."""

from crosswalk.records.columnar import from_frame, from_mapping, schema_of, to_frame, to_mapping
from crosswalk.records.guard import neutralise
from crosswalk.records.mapping import Column, Mapping, read_mapping
from crosswalk.records.model import (
    Credential,
    Education,
    Evidence,
    Experience,
    FactEvidence,
    LanguageNeed,
    LanguageSkill,
    Person,
    PersonSkill,
    SkillNeed,
    Vacancy,
)
from crosswalk.records.reading import Batch, Reading, read_people, read_vacancies
from crosswalk.records.report import Problem, Report
from crosswalk.records.template import Template, template
from crosswalk.records.writers.sheets import write_sheet
from crosswalk.records.writing import write_people, write_vacancies

__all__ = [
    "Batch",
    "Column",
    "Credential",
    "Education",
    "Evidence",
    "Experience",
    "FactEvidence",
    "LanguageNeed",
    "LanguageSkill",
    "Mapping",
    "Person",
    "PersonSkill",
    "Problem",
    "Reading",
    "Report",
    "SkillNeed",
    "Template",
    "Vacancy",
    "from_frame",
    "from_mapping",
    "neutralise",
    "read_mapping",
    "read_people",
    "read_vacancies",
    "schema_of",
    "template",
    "to_frame",
    "to_mapping",
    "write_people",
    "write_sheet",
    "write_vacancies",
]
