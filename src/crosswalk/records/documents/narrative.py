"""Work told in sentences: "I worked as a cook", "j'ai travaillé comme soudeur", "cuidé a mi madre"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from crosswalk.records.documents.dates import DateSpan, find_dates, find_duration, months_of
from crosswalk.records.documents.experience import is_unpaid
from crosswalk.records.documents.parts import Spans, find_country, finder, strip_text
from crosswalk.records.documents.places import find_city
from crosswalk.records.documents.sentences import Sentence, sentences
from crosswalk.records.documents.text import Line
from crosswalk.records.documents.words import phrases
from crosswalk.records.model import Experience
from crosswalk.records.phrases import alternatives, flat

__all__ = ["read_narrative"]

_ARTICLE = re.compile(
    alternatives(
        ["a", "an", "the", "un", "une", "le", "la", "l", "el", "de", "als", "ein", "eine", "uma", "um", "una", "uno"]
    )
    + r"\s+"
)
#: Words that lead to what follows a phrase, and are no part of it.
_TRAILING = re.compile(r"\s+(?:de|du|del|d'|from|since|von|vom|da|dal|of|en|in|من|منذ)\s*$", re.IGNORECASE)
LONGEST_TITLE = 60
_FIRST_PERSON = re.compile(r"\bI (?:have |also |then |now |had )*(?=[a-z]{3})|\b[Jj](?:e |'ai )(?=[a-zé]{3})")
#: Verbs after which a sentence tells of a life rather than of work.
_NOT_WORK = re.compile(
    r"(?:am|was|were|been|live|lived|have|had|left|moved|studied|learned|learnt|finished|married|arrived|came|fled|"
    r"speak|like|want|suis|etais|habite|vis|vecu|quitte|etudie|appris|fini|arrive|parle|aime|eu|obtenu|got|hold)\b"
)
_DEED_STOPS = re.compile(
    r"[,;.(]|\b(?:between|and|in|for|with|at|on|to|from|since|when|where|until|without|because|as|"
    r"dans|pour|avec|chez|depuis|quand|jusqu|sans|et|entre|de 1|de 2)\b"
)


@cache
def _worked() -> re.Pattern[str]:
    joined = alternatives(
        word
        for word in phrases("worked_as")
        if word
        not in (
            flat("عملت ك"),
            flat("عملت كـ"),
            flat("أعمل ك"),
            flat("اشتغلت ك"),
            flat("كنت أعمل ك"),
            flat("أعمل حاليا ك"),
        )
    )
    prefixed = r"(?<!\w)و?(?:عملت|اعمل|اشتغلت|كنت اعمل|عمل)(?: حاليا)? ك(?=\w{3})"
    return re.compile(rf"(?:{joined}\s+|{prefixed})")


@cache
def _cared() -> re.Pattern[str]:
    words = alternatives(phrases("cared_for"))
    return re.compile(rf"{words}|(?<!\w)و?(?:اعتنيت|اهتممت|اعتني) ب|(?<!\w)و?(?:قمت|توليت) ب?رعايه")


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(phrases('at_words'))}|[,،;.(]|\d{{4}}")


def read_narrative(
    lines: tuple[Line, ...], spans: Spans, *, on: date, known: Iterable[Experience] = ()
) -> list[Experience]:
    """Work that sentences tell of, with the dates and lengths of time told beside it.

    Args:
        lines: Running text.
        spans: Collects the places of what is understood.
        on: Day up to which ongoing work counts.
        known: Work found already; care that is told again there is not counted twice.
    """
    known = list(known)
    has_jobs, has_care = bool(known), any(job.paid is False for job in known)
    found: list[Experience] = []
    for sentence in _one_job_each(sentences(lines, spans.document.text)):
        ways = (() if has_care else (_care,)) + (() if has_jobs else (_job, _place_of_work, _deed))
        job = next((job for read in ways if (job := read(sentence, spans, on))), None)
        if job is not None:
            found.append(job)
    sure = [job for job in found if job.months is not None or job.start is not None or job.paid is False]
    return sure or found


@cache
def _worked_at() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(phrases('worked_at'), prefixes='و')}\s+")


@cache
def _as_words() -> re.Pattern[str]:
    return re.compile(rf"\s{alternatives(phrases('as_words'))}\s+|\sك(?=\w{{3}})")


def _place_of_work(sentence: Sentence, spans: Spans, on: date) -> Experience | None:
    """Work told by where it was done: "employed by Nile Ceramics as a painter", "worked in a bakery from 2010"."""
    plain = flat(sentence.text)
    lead = _worked_at().search(plain)
    if lead is None or not (_period(sentence.text) or find_duration(sentence.text)):
        return None
    unpaid = False if is_unpaid(sentence.text) else None
    role = _as_words().search(plain, lead.end() - 1, lead.end() + LONGEST_TITLE)
    if role:
        title, _ = _phrase(sentence.text, role.end())
        employer, _ = _phrase(sentence.text[: role.start()], lead.end())
        return _told(sentence, title, employer or None, spans, on, paid=unpaid) if title else None
    title, begin = _phrase(sentence.text, lead.end())
    named = sentence.text[begin : begin + 1].isupper() or find_city(title)
    if not title or named or len(title) > LONGEST_TITLE:  # a name of an employer or a town is no job
        return None
    return _told(sentence, title, None, spans, on, paid=unpaid)


def _phrase(text: str, begin: int) -> tuple[str, int]:
    """The words from a place on up to where they end, without their article, and where they begin."""
    plain = flat(text)
    article = _ARTICLE.match(plain, begin)
    begin = article.end() if article else begin
    stop = _stops().search(plain, begin)
    ends = [stop.start() if stop else len(plain), *(span.begin for span in find_dates(text) if span.begin > begin)]
    return strip_text(_TRAILING.sub("", text[begin : min(ends)])), begin


def _job(sentence: Sentence, spans: Spans, on: date) -> Experience | None:
    plain = flat(sentence.text)
    lead = _worked().search(plain)
    if lead is None:
        return None
    title, begin = _phrase(sentence.text, lead.end())
    end = begin + len(title)
    words = title.split()
    if (
        not title
        or len(title) > LONGEST_TITLE
        or len(words) > 8
        or not (finder("title_words").search(flat(title)) or "عمل" in lead.group() or _names_work(lead.group()))
    ):
        return None
    employer = _employer(sentence.text[end:])
    return _told(sentence, title, employer, spans, on, paid=False if is_unpaid(sentence.text) else None)


def _one_job_each(told: Iterable[Sentence]) -> Iterator[Sentence]:
    """A sentence that tells of several jobs, cut before each but the first."""
    for sentence in told:
        plain = flat(sentence.text)
        leads = sorted(lead.span() for find in (_worked(), _worked_at(), _cared()) for lead in find.finditer(plain))
        # "I have been | working for" is one way of telling, not two
        apart = [two[0] for one, two in itertools.pairwise(leads) if two[0] > one[1]]
        cuts = [0, *apart, len(sentence.text)]
        for first, last in itertools.pairwise(cuts):
            yield Sentence(sentence.text[first:last], sentence.start + first, sentence.start + last)


def _deed(sentence: Sentence, spans: Spans, on: date) -> Experience | None:
    """Work told by what was done in a period: "From 2016 to 2019 I helped in the warehouse of a trader"."""
    if not _period(sentence.text) or "\u0600" <= sentence.text[:1] <= "\u06ff":
        return None
    lead = _FIRST_PERSON.search(sentence.text)
    if lead is None or _NOT_WORK.match(flat(sentence.text), lead.end()):
        return None
    begin = lead.end()
    ends = [stop.start() for stop in _DEED_STOPS.finditer(flat(sentence.text), begin)] + [len(sentence.text)]
    end = next((end for end in ends if len(sentence.text[begin:end].split()) > 1), ends[-1])
    title = strip_text(sentence.text[begin:end])
    if not title or len(title) > LONGEST_TITLE or not any(char.isalpha() for char in title):
        return None
    return _told(sentence, title, None, spans, on, paid=False if is_unpaid(sentence.text) else None)


#: Words of being, which may lead to a state ("I was happy") as well as to work.
_BEING = (
    *("i was", "i have been", "i used to be", "i became", "j'ai été", "j'étais", "je suis devenu", "je suis devenue"),
    *("fui", "sono stato", "sono stata", "ich war als"),
)


def _names_work(lead: str) -> bool:
    """Whether the words before a title speak of work, rather than of being ("I was happy")."""
    return not re.search(alternatives(_BEING), lead)


def _employer(rest: str) -> str | None:
    """A name after "at", "chez", "en": words in capitals, or after a word for an employer."""
    plain = flat(rest)
    word = finder("employer_words").search(plain[:90])
    lead = re.match(
        r"\s*(?:at|for|with|in|chez|à la|au|à|dans une?|dans|en|para|bei|presso|لدى|في)\s+"
        r"(?:(?:the|an?|la|le|el|une?|una|uno|il|uma?|der|die|das|dem|den|eine[rmn]?)\s+)?",
        rest,
        re.I,
    )
    if lead is None or not (word or rest[lead.end() : lead.end() + 1].isupper()):
        return None
    stop = re.search(
        r"[,،;.(]|\s(?:from|since|for|in|de|desde|depuis|pendant|durante|von|seit|منذ|من|لمدة|where|où|and|et|y|und)\s|\d",
        rest[lead.end() :],
    )
    name = strip_text(rest[lead.end() : lead.end() + stop.start()] if stop else rest[lead.end() :])
    return name if name and len(name) <= LONGEST_TITLE else None


def _care(sentence: Sentence, spans: Spans, on: date) -> Experience | None:
    """Care for one's own family counts as work, unpaid."""
    plain = flat(sentence.text)
    lead = _cared().search(plain)
    if lead is None or not finder("family_words", prefixes="بلو").search(plain, lead.start(), lead.end() + 40):
        return None
    stop = re.compile(r"[,،;.(]|\d").search(plain, lead.end())
    title = strip_text(sentence.text[lead.start() : stop.start() if stop else len(plain)])
    return _told(
        sentence,
        title[:LONGEST_TITLE].rsplit(" ", 1)[0] if len(title) > LONGEST_TITLE else title,
        None,
        spans,
        on,
        paid=False,
    )


@cache
def _until() -> re.Pattern[str]:
    sure = (word for word in phrases("until") if len(word) > 2 and word not in ("and", "und"))
    return re.compile(rf"{alternatives(sure)}[\s\w]{{0,16}}$")


def _period(text: str) -> list[DateSpan]:
    """Periods that a sentence tells of; "started in March 2014 and stayed until August 2016" is one too."""
    dates = find_dates(text)
    ranges = [span for span in dates if span.is_range]
    for first, last in itertools.pairwise([] if ranges else dates):
        if first.end and last.end and first.end <= last.end and _until().search(flat(text[first.stop : last.begin])):
            exact = first.by_month and last.by_month
            ranges.append(DateSpan(first.begin, last.stop, first.end, last.end, by_month=exact))
    return ranges


def _told(
    sentence: Sentence, title: str, employer: str | None, spans: Spans, on: date, *, paid: bool | None
) -> Experience:
    ranges = _period(sentence.text)
    months = months_of(ranges, on)
    duration = find_duration(sentence.text)
    if months is None and duration:
        months = duration[0]
    first = ranges[0] if ranges else None
    return Experience(
        title=title,
        employer=employer,
        country=find_country(sentence.text),
        start=first.start if first else None,
        end=first.end if first else None,
        ongoing=(first.ongoing or None) if first else None,
        months=months,
        paid=paid,
        description=" ".join(sentence.text.split()),
        evidence=spans.note("job", sentence.start, sentence.end),
    )
