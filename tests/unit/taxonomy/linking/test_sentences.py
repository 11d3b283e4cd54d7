"""Long texts are cut where sentences and list items end, and never inside words."""

from __future__ import annotations

from crosswalk.taxonomy.linking.sentences import Span, clauses, sentences


def _clauses(text: str) -> list[str]:
    return [clause.text for clause in clauses(Span(text, 0, len(text)))]


def test_bullets_lines_and_full_stops_end_sentences() -> None:
    text = "We build boats. You will:\n• weld hulls\n- paint; clean\nThat is all."
    assert [s.text for s in sentences(text)] == [
        "We build boats.",
        "You will:",
        "weld hulls",
        "paint;",
        "clean",
        "That is all.",
    ]


def test_abbreviations_and_initials_do_not_end_sentences() -> None:
    assert len(sentences("Use tools e.g. Hammers with Dr. Weber daily.")) == 1


def test_arabic_question_marks_and_full_stops_end_sentences() -> None:
    assert len(sentences("هل تجيد اللحام؟ نعم. أعمل منذ عام.")) == 3


def test_joining_words_inside_other_words_do_not_cut() -> None:
    assert _clauses("understand orders for standards") == ["understand orders for standards"]


def test_lists_in_several_languages_are_cut_into_their_items() -> None:
    assert _clauses("cooking, cleaning and caring for children") == ["cooking", "cleaning", "caring for children"]
    assert _clauses("cuisiner, nettoyer et servir") == ["cuisiner", "nettoyer", "servir"]
    assert _clauses("kochen und putzen") == ["kochen", "putzen"]
    assert _clauses("الطبخ والتنظيف") == ["الطبخ", "والتنظيف"]


def test_a_span_is_exactly_its_place_in_the_source() -> None:
    text = "  First one, and the second.  \n\n Third; fourth "
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        for clause in clauses(sentence):
            assert text[clause.start : clause.end] == clause.text


def test_a_text_without_an_end_is_cut_into_pieces_of_bounded_length() -> None:
    pieces = sentences("word " * 100_000)
    assert max(len(p.text) for p in pieces) <= 600
