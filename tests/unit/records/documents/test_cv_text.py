"""CVs as plain text in several languages and styles; the people in them are invented."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswalk.records.documents import read_cv_text
from crosswalk.types import Cefr, Isced

TODAY = date(2026, 6, 30)

GERMAN = """LEBENSLAUF

Persönliche Daten
Name: Oksana Kovalenko
Geburtsdatum: 14.05.1989
Staatsangehörigkeit: ukrainisch
Wohnort: Warschau, Polen

Berufserfahrung
seit 04/2022    Pflegehelferin, Seniorenheim Wisła, Warschau
                - Grundpflege und Mobilisation
09/2012 - 02/2022    Krankenschwester, Stadtkrankenhaus Nr. 4, Charkiw
                - Versorgung von Wunden, Infusionen

Ausbildung
2008 - 2012    Bachelor Krankenpflege, Medizinische Hochschule Charkiw

Sprachkenntnisse
Ukrainisch (Muttersprache), Russisch (fließend), Deutsch (A2)

Sonstiges
Führerschein Klasse B
"""

ARABIC = """السيرة الذاتية
الاسم: ليلى أحمد الشامي
تاريخ الميلاد: ٣ آذار ١٩٩٢
الجنسية: سورية
الإقامة: عمّان، الأردن

الخبرات العملية:
• ممرضة قسم العناية المركزة – مستشفى النور التخصصي (أيلول ٢٠١٧ – حتى الآن)
• رعاية والدتي المريضة في المنزل (2013 - 2014)

المؤهلات العلمية:
بكالوريوس تمريض – جامعة دمشق ٢٠١٤

اللغات:
العربية: اللغة الأم، الإنجليزية: جيد جداً، الألمانية: A2

المهارات:
العناية بالجروح، سحب الدم
"""

LETTER = """Moussa Traoré
Bamako, Mali

Madame, Monsieur,

J'ai travaillé comme maçon chez Bâtisseurs du Mandé de 2014 à 2019, puis j'ai travaillé comme chef d'équipe à la Société Kati Construction depuis janvier 2020. Entre 2012 et 2014 je me suis occupé de mon père malade à la maison. Je parle le bambara (langue maternelle) et couramment le français. Je n'ai pas de permis de conduire.
"""


def test_a_german_cv_is_read() -> None:
    person = read_cv_text(GERMAN, on=TODAY).person
    assert (person.given_names, person.family_name) == ("Oksana", "Kovalenko")
    assert (person.birth_date, person.nationalities, person.residence) == (date(1989, 5, 14), ("UKR",), "POL")
    assert [(job.title, job.employer, job.ongoing) for job in person.experience or ()] == [
        ("Pflegehelferin", "Seniorenheim Wisła", True),
        ("Krankenschwester", "Stadtkrankenhaus Nr. 4", False),
    ]
    assert [(one.language, one.level, one.native) for one in person.languages or ()] == [
        ("uk", None, True),
        ("ru", Cefr.C1, None),
        ("de", Cefr.A2, None),
    ]
    assert [credential.name for credential in person.credentials or ()] == ["driving licence B"]


def test_an_arabic_cv_is_read() -> None:
    person = read_cv_text(ARABIC, on=TODAY).person
    assert (person.given_names, person.family_name) == ("ليلى أحمد", "الشامي")
    assert (person.birth_date, person.nationalities, person.residence) == (date(1992, 3, 3), ("SYR",), "JOR")
    assert [(job.title, job.start, job.paid) for job in person.experience or ()] == [
        ("ممرضة قسم العناية المركزة", date(2017, 9, 1), None),
        ("رعاية والدتي المريضة", date(2013, 1, 1), False),
    ]
    assert [course.level for course in person.education or ()] == [Isced.BACHELOR]
    assert person.not_understood is None


def test_a_letter_without_headings_tells_of_work_paid_and_unpaid() -> None:
    person = read_cv_text(LETTER, on=TODAY).person
    assert [(job.title, job.employer, job.paid) for job in person.experience or ()] == [
        ("maçon", "Bâtisseurs du Mandé", None),
        ("chef d'équipe", "Société Kati Construction", None),
        ("je me suis occupé de mon père malade à la maison", None, False),
    ]
    assert [(one.language, one.native) for one in person.languages or ()] == [("bm", True), ("fr", None)]
    assert [(one.kind, one.held) for one in person.credentials or ()] == [("driving_licence", False)]


def test_a_bare_language_has_no_level() -> None:
    [one] = read_cv_text("Languages\nSwahili", on=TODAY).person.languages or ()
    assert (one.language, one.level, one.native) == ("sw", None, None)


def test_one_remark_may_speak_of_two_languages() -> None:
    spoken = read_cv_text("Languages\nTagalog and Hiligaynon (native)", on=TODAY).person.languages or ()
    assert [(one.language, one.native) for one in spoken] == [("tl", True), ("hil", True)]


def test_levels_of_the_five_skills_are_kept_and_the_lowest_is_the_level() -> None:
    [one] = read_cv_text("Languages\nEnglish\tB2\tC1\tB1\tB2\tB2", on=TODAY).person.languages or ()
    assert (one.listening, one.reading, one.spoken_interaction, one.level) == (Cefr.B2, Cefr.C1, Cefr.B1, Cefr.B1)


def test_what_is_absent_stays_unknown() -> None:
    person = read_cv_text("Skills\nsewing", on=TODAY).person
    assert person.experience is None
    assert person.education is None
    assert person.languages is None
    assert person.birth_date is None
    assert person.nationalities is None


def test_a_text_in_which_nothing_is_found_is_reported() -> None:
    reading = read_cv_text("hello there", on=TODAY)
    assert [problem.code for problem in reading.problems] == ["nothing_recognised"]
    assert reading.person.not_understood == ("hello there",)


_LINES = st.sampled_from(
    [
        *GERMAN.split("\n"),
        *ARABIC.split("\n"),
        *LETTER.split("\n"),
        "Skills:",
        "- driving; cooking (good)",
        "2019 -",
        "\t|\t",
        "((((",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINES | st.text(max_size=60), max_size=25))
def test_any_text_is_read_without_failing_and_nothing_is_lost(lines: list[str]) -> None:
    reading = read_cv_text("\n".join(lines), on=TODAY)
    for span in reading.spans:
        assert reading.text[span.start : span.end] == span.text
    for skill in reading.person.skills or ():
        assert skill.evidence is not None
        piece = reading.text[skill.evidence.start : skill.evidence.end]
        assert " ".join(piece.split()) == skill.text
    for line in reading.person.not_understood or ():
        assert line in reading.text.split("\n")
    for job in reading.person.experience or ():
        assert job.title
        assert job.months is None or job.months > 0


def test_a_title_in_small_letters_below_its_dates_is_a_job() -> None:
    text = "Jane Doe\nExperience\n01/2021 - present\nwelder\n- weld steel parts\n03/2017 - 12/2020\nmetal worker\n- cut metal\n"
    jobs = read_cv_text(text).person.experience
    assert jobs is not None
    assert [job.title for job in jobs] == ["welder", "metal worker"]


TOLD = """My name is Samira Haddad and I am 29 years old. From 2006 until 2012 I ran a small sewing workshop with my sister.
In 2013 we fled to Jordan, where I took a job as a seamstress at the Petra factory in Irbid and stayed until 2016.
Between 2017 and 2019 I was taking care of my mother-in-law. Since 2020 I have been working for Jerash Catering as an
assistant cook.
"""


def test_a_life_told_in_english_prose_gives_its_jobs() -> None:
    person = read_cv_text(TOLD, on=TODAY).person
    assert (person.given_names, person.family_name) == ("Samira", "Haddad")
    assert [(job.title, job.start, job.end, job.paid) for job in person.experience or ()] == [
        ("ran a small sewing workshop", date(2006, 1, 1), date(2012, 1, 1), None),
        ("seamstress", date(2013, 1, 1), date(2016, 1, 1), None),
        ("taking care of my mother-in-law", date(2017, 1, 1), date(2019, 1, 1), False),
        ("assistant cook", date(2020, 1, 1), None, None),
    ]


def test_a_name_of_an_employer_is_no_job() -> None:
    text = "I am a reliable person and I like people a lot. I worked for Acme Foods from 2010 to 2012 and liked it."
    assert "Acme Foods" not in [job.title for job in read_cv_text(text, on=TODAY).person.experience or ()]


def test_work_told_in_other_languages_gives_employer_and_title() -> None:
    told = {
        "De mars 2016 à juin 2019 j'ai été embauchée par Dakar Propreté comme agente d'entretien, et j'ai beaucoup appris.": (
            "agente d'entretien",
            "Dakar Propreté",
        ),
        "Desde 2015 hasta 2018 trabajé para Limpiezas Andinas como supervisora de un equipo de ocho personas muy unidas.": (
            "supervisora de un equipo de ocho personas muy unidas",
            "Limpiezas Andinas",
        ),
        "Von 2010 bis 2014 arbeitete ich bei Kyjiw Textil als Näherin, und danach war ich eine Zeit lang ohne Arbeit.": (
            "Näherin",
            "Kyjiw Textil",
        ),
    }
    for text, expected in told.items():
        [job] = read_cv_text(text, on=TODAY).person.experience or ()
        assert (job.title, job.employer) == expected
