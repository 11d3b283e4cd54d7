"""Synthetic people and vacancies printed as CVs and advertisements, in the labels of the taxonomy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from crosswalk.records import Experience, Person, Vacancy
from crosswalk.synthetic.world import world
from crosswalk.taxonomy import Taxonomy
from crosswalk.types import Sex, language_name

WORDS: dict[str, dict[str, Any]] = {
    "en": {"experience": "Work experience", "education": "Education", "languages": "Languages", "skills": "Skills",
           "interests": "Interests", "now": "present", "native": "native language", "sex": "Sex",
           "female": "female", "male": "male", "other": "other",
           "levels": ["Primary school", "Lower secondary school", "Secondary school certificate", "Post-secondary",
                      "Associate degree", "Bachelor's degree", "Master's degree", "Doctorate"]},
    "fr": {"experience": "Expérience professionnelle", "education": "Formation", "languages": "Langues",
           "skills": "Compétences", "interests": "Centres d'intérêt", "now": "présent", "native": "langue maternelle",
           "sex": "Sexe", "female": "féminin", "male": "masculin", "other": "autre",
           "levels": ["École primaire", "Brevet", "Baccalauréat", "Certificat post-secondaire",
                      "Brevet de technicien supérieur", "Licence", "Master", "Doctorat"]},
    "es": {"experience": "Experiencia laboral", "education": "Educación", "languages": "Idiomas",
           "skills": "Competencias", "interests": "Intereses", "now": "actualidad", "native": "lengua materna",
           "sex": "Sexo", "female": "femenino", "male": "masculino", "other": "otro",
           "levels": ["Educación primaria", "Educación secundaria obligatoria", "Bachillerato", "Post-secundaria",
                      "Técnico superior", "Grado universitario", "Máster", "Doctorado"]},
    "de": {"experience": "Berufserfahrung", "education": "Ausbildung", "languages": "Sprachen",
           "skills": "Kenntnisse", "interests": "Interessen", "now": "heute", "native": "Muttersprache",
           "sex": "Geschlecht", "female": "weiblich", "male": "männlich", "other": "divers",
           "levels": ["Grundschule", "Mittlere Reife", "Abitur", "Postsekundäre Ausbildung", "Fachschule",
                      "Bachelor", "Master", "Promotion"]},
    "ar": {"experience": "الخبرة المهنية", "education": "التعليم", "languages": "اللغات", "skills": "المهارات",
           "interests": "الاهتمامات", "now": "الآن", "native": "اللغة الأم", "sex": "الجنس", "female": "أنثى",
           "male": "ذكر", "other": "آخر",
           "levels": ["التعليم الابتدائي", "إعدادي", "الثانوية العامة", "ما بعد الثانوي", "دبلوم متوسط",
                      "بكالوريوس", "ماجستير", "دكتوراه"]},
}  # fmt: skip

#: Paragraphs about nothing that a vacancy asks for.
PASTIMES = {
    "en": "On Sundays I walk by the river with my family. I like old films and the songs that my grandmother sang.",
    "fr": "Le dimanche, je me promène au bord de la rivière avec ma famille. J'aime les vieux films et les chansons "
    "que chantait ma grand-mère.",
    "es": "Los domingos paseo junto al río con mi familia. Me gustan las películas antiguas y las canciones que "
    "cantaba mi abuela.",
    "de": "Sonntags gehe ich mit meiner Familie am Fluss spazieren. Ich mag alte Filme und die Lieder, die meine "
    "Großmutter sang.",
    "ar": "أتنزه يوم الأحد على ضفاف النهر مع عائلتي. أحب الأفلام القديمة والأغاني التي كانت تغنيها جدتي.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """What decides how a person's CV is printed.

    `order` shuffles the skills (a seed; none keeps the person's order); `pastime` adds an irrelevant paragraph;
    `layout` says how a job is headed: 0 title, then dates; 1 all on one line; 2 dates, then title and employer.
    """

    person: Person
    lang: str
    order: int | None = None
    pastime: bool = False
    layout: int = 0

    def text(self, taxonomy: Taxonomy) -> str:
        """The CV: header, jobs with duties, education, languages, skills."""
        words, person = WORDS[self.lang], self.person
        lines = [f"{person.given_names} {person.family_name}"]
        if person.headline and person.occupation:
            lines.append(taxonomy.label(person.occupation, self.lang))
        if person.sex:
            lines.append(f"{words['sex']}: {words[Sex(person.sex).value]}")
        labels = [taxonomy.label(skill.uri, self.lang) for skill in person.skills or () if skill.uri]
        if self.order is not None:
            labels = [labels[i] for i in np.random.default_rng(self.order).permutation(len(labels))]
        duties, listed = labels[: len(labels) * 2 // 5], labels[len(labels) * 2 // 5 :]
        lines += ["", words["experience"]]
        for number, job in enumerate(person.experience or ()):
            lines += self._job(job, taxonomy.label(job.occupation or "", self.lang), words["now"])
            lines += [f"- {duty}" for duty in duties] if number == 0 else []
            lines.append("")
        lines += [words["education"]]
        lines += [words["levels"][course.level - 1] for course in person.education or () if course.level]
        lines += ["", words["languages"]]
        for known in person.languages or ():
            level = words["native"] if known.native else known.level.name if known.level else ""
            lines.append(f"{language_name(known.language, self.lang)}: {level}".rstrip(": "))
        lines += ["", words["skills"], *[f"- {label}" for label in listed]]
        if self.pastime:
            lines += ["", words["interests"], PASTIMES[self.lang]]
        return "\n".join(lines) + "\n"

    def _job(self, job: Experience, title: str, now: str) -> list[str]:
        title = title[:1].upper() + title[1:]
        dates = ""
        if job.start:
            dates = f"{job.start:%m/%Y} - " + (f"{job.end:%m/%Y}" if job.end and not job.ongoing else now)
        if self.layout == 0:
            return [title, f"{job.employer}, {dates}"]
        if self.layout == 1:
            return [f"{dates} {title}, {job.employer}"]
        return [dates, f"{title}, {job.employer}"]


def with_other_sex_and_name(person: Person) -> Person:
    """The same person under the other sex, with a given name that goes with it."""
    for origin in world().origins:
        if person.family_name in origin.family:
            family = origin.family[(origin.family.index(person.family_name) + 1) % len(origin.family)]
            return as_sex(replace(person, family_name=family), female=person.sex is not Sex.FEMALE)
    raise ValueError(person.family_name)


def as_sex(person: Person, *, female: bool) -> Person:
    """The person as a woman or a man, with a given name of the same origin that goes with it."""
    for origin in world().origins:
        names, others = (origin.female, origin.male) if female else (origin.male, origin.female)
        if person.given_names in (*names, *others):
            given = (
                person.given_names
                if person.given_names in names
                else names[others.index(person.given_names) % len(names)]
            )
            return replace(person, sex=Sex.FEMALE if female else Sex.MALE, given_names=given)
    raise ValueError(person.given_names)


def advertisement(vacancy: Vacancy, taxonomy: Taxonomy) -> str:
    """A vacancy as an advertisement in English, with what employers write around it."""
    needs = [(taxonomy.label(need.uri, "en"), need.essential) for need in vacancy.skills or () if need.uri]
    lines = [
        str(vacancy.title),
        "",
        "About us",
        "We are a family business with a long tradition, and proud of our friendly team and modern workplace. We "
        "welcome applications from everybody, whatever their origin, sex, religion, disability or age.",
        "",
        "Requirements",
        *[f"- {label}" for label, essential in needs if essential],
        "",
        "Nice to have",
        *[f"- {label}" for label, essential in needs if not essential],
        "",
        "We offer",
        "A permanent contract, paid holidays, and help with finding a flat. Send your papers by e-mail.",
    ]
    return "\n".join(lines) + "\n"
