"""Grouping by length: nothing is lost, little is padded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crosswalk.taxonomy.linking.encoder.batching import MOST_PADDING, MOST_TOKENS, batches


@given(st.lists(st.integers(3, 512), max_size=400))
def test_each_text_is_in_one_group_and_groups_are_small(lengths: list[int]) -> None:
    groups = list(batches(lengths))
    assert sorted(place for group in groups for place in group) == list(range(len(lengths)))
    for group in groups:
        longest = max(lengths[place] for place in group)
        assert len(group) == 1 or len(group) * longest <= MOST_TOKENS
        assert sum(longest - lengths[place] for place in group) <= MOST_PADDING


def test_texts_of_one_length_share_a_group() -> None:
    assert list(batches([10] * 30)) == [list(range(30))]
