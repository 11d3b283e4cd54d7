"""What my doors says of a pathway: criteria compared with facts, never a right, a promise or a refusal."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from site_world import client_of

pytestmark = pytest.mark.usefixtures("database")

APP = Path(__file__).parents[3] / "src" / "crosswalk_platform" / "doors"
#: Words of a decision, which is an authority's to take.
FORBIDDEN = re.compile(r"eligib|entitle|qualif(y|ies) for|you may apply|guarantee|approved|rejected|refused", re.I)
SENTENCE = re.compile(
    r"""(?:_|ngettext)\(\s*"([^"]+)"|translate "([^"]+)"|blocktranslate[^%]*%\}(.*?)\{% endblock""", re.S
)


def sentences() -> list[str]:
    files = [*APP.rglob("*.py"), *APP.rglob("*.html")]
    found = [match for path in files for match in SENTENCE.findall(path.read_text(encoding="utf-8"))]
    return ["".join(parts) for parts in found]


def test_no_sentence_says_that_somebody_is_eligible() -> None:
    found = sentences()
    assert len(found) > 80
    assert not [each for each in found if FORBIDDEN.search(each)]


@pytest.mark.parametrize("group", ["open", "closed"])
def test_a_verdict_is_always_of_the_facts_given(group: str) -> None:
    from crosswalk_platform.doors.templatetags.doors import group_title, group_words, route_words

    assert "on the facts given" in group_title(group)
    assert "on the facts given" in group_words(group)
    assert "on the facts given" in route_words({"open": "met", "closed": "not_met"}[group])


def test_what_is_not_known_is_said_not_to_be_a_no() -> None:
    from crosswalk_platform.doors.templatetags.doors import group_words

    assert "not taken for a no" in group_words("undecided")


@pytest.mark.parametrize("where", ["/doors/", "/doors/swe.work_permit/"])
def test_every_page_of_verdicts_says_that_an_authority_decides(where: str) -> None:
    sent = {"wishes": "yes", "destinations": ["SWE"]}
    page = client_of(None).post("/doors/wishes" if where == "/doors/" else where, sent).content.decode()
    assert "That is no decision: an authority decides." in page


def test_a_cost_or_a_time_that_nobody_could_say_is_said_to_be_unknown() -> None:
    from crosswalk_platform.doors.templatetags.doors import effort

    way: Any = SimpleNamespace(months=None, cost=None)
    assert effort(way) == "time not known; cost not known"


def test_every_pathway_shows_its_law_with_a_link_and_the_day_it_was_read() -> None:
    from django.utils import timezone

    from crosswalk_platform.doors.catalogue import every_pathway

    for pathway in every_pathway():
        page = client_of(None).get(f"/doors/{pathway.id}/").content.decode()
        shown = pathway.on(timezone.localdate()).criteria
        assert page.count("read on") == len(shown), pathway.id
        assert 'rel="noreferrer external"' in page
        assert pathway.file.official.split("/")[2] in page
