"""The expression language is small and closed: what it does not know it refuses, and says what it expected."""

import pytest

from crosswalk.pathways.grammar import Binary, Conditional, GrammarError, Membership, NameOf, Negation, parse


def test_and_binds_closer_than_or_and_not_closer_than_both() -> None:
    found = parse("a or b and not c")
    assert found == Binary("or", NameOf("a"), Binary("and", NameOf("b"), Negation(NameOf("c"))))


def test_times_binds_closer_than_plus() -> None:
    assert parse("a + b * c") == Binary("+", NameOf("a"), Binary("*", NameOf("b"), NameOf("c")))


def test_brackets_group() -> None:
    assert parse("(a or b) and c") == Binary("and", Binary("or", NameOf("a"), NameOf("b")), NameOf("c"))


def test_membership_reads_both_ways() -> None:
    assert parse("job not in wanted") == Membership(NameOf("job"), "wanted", negated=True)
    assert parse("not job in wanted") == Negation(Membership(NameOf("job"), "wanted", negated=False))


def test_a_condition_chooses_between_two_numbers() -> None:
    assert parse("if a then b else c") == Conditional(NameOf("a"), NameOf("b"), NameOf("c"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a name or a number is expected after 'the beginning'"),
        ("age >=", "expected after '>=', not 'the end'"),
        ("age >= 18 >= 3", "write a <= x and x <= b"),
        ("age => adult", "'>'"),
        ("age == adult", "'='"),
        ("(age", "')' is expected"),
        ("age in", "a list is expected"),
        ("age not adult", "'in' is expected"),
        ("any nations in near", "'of' is expected"),
        ("min(a, b", "')' is expected"),
        ("if a then b", "'else' is expected"),
        ("a b", "'b' is not expected after 'a'"),
        ("a ? b", "'? b'"),
        ("a / b", "'/ b'"),
        ("'text'", "cannot be read"),
        ("x[0]", "'[0]'"),
        ("lambda: 1", "': 1'"),
        ("__import__('os').system('ls')", "cannot be read"),
        ("and", "a name or a number is expected"),
        ("a\nb", "'b' is not expected"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_was_expected(text: str, told: str) -> None:
    with pytest.raises(GrammarError) as caught:
        parse(text)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 900 + "a" + ")" * 900,
        "+".join("a" * 900),
        "*".join("a" * 900),
        " or ".join("a" * 390),
        " and ".join("a" * 390),
        "a" * 2_001,
        "if a then " * 190 + "b",
    ],
)
def test_endless_expressions_are_refused_not_run_into(text: str) -> None:
    with pytest.raises(GrammarError):
        parse(text)


def test_many_nots_cancel_out() -> None:
    assert parse("not " * 400 + "a") == NameOf("a")
