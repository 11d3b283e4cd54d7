"""Duplicates across scripts: reviewed pairs, and 100,000 invented people, beside plain fuzzy matching of names.

    python bench/duplicates.py > bench/results/duplicates.json

The peers compare names in Latin letters (anyascii), and ask for the same day of birth where both are known: rapidfuzz's
token_sort_ratio, and jellyfish's Jaro-Winkler. Each stands at the threshold at which it does best on these very pairs,
chosen afterwards; ours stands at its own. The reviewed pairs were at hand while ours was written, the invented people
were not: for those, duplicates are made by writing names in another script or spelling, leaving out, swapping, and
mistyping; siblings with one telephone are made too.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jellyfish
import yaml
from anyascii import anyascii
from rapidfuzz import fuzz

from crosswalk_platform.duplicates.blocking import alike, pairs
from crosswalk_platform.duplicates.likeness import PROPOSED_FROM, Shares, likeness, traits_of

TABLE = Path(__file__).resolve().parents[1] / "tests" / "data" / "duplicates" / "pairs.yaml"
FIELDS = ("given_names", "family_name", "birth_date", "phone", "email", "nationalities", "occupation")
GIVEN = [each.split() for each in """Mohamed محمد Muhammad|Ahmed أحمد Ahmad|Fatima فاطمة Fatma|Khadija خديجة Hadidja|Youssef يوسف Yusuf
Hussein حسين Husayn|Hassan حسن Hasan|Aicha عائشة Aisha|Abdelkader عبدالقادر Abdulqadir|Karim كريم Kareem|Nadia نادية Nadya|Omar عمر Umar
Samira سميرة Samirah|Rachid رشيد Rasheed|Layla ليلى Leila|Mustafa مصطفى Moustapha|Ivan Иван Ivan|Olena Олена Elena|Dmytro Дмитро Dmitri
Natalia Наталія Nataliya|Serhii Сергій Sergey|Rahim রহিম Raheem|Nasima নাসিমা Naseema|Tanvir তানভীর Tanveer|Rajesh राजेश Rajeesh
Sunita सुनीता Suneeta|Jose José Jozé|Maria María Marya|Juan Juan Juan|Carmen Carmen Karmen|Amadou أمادو Ahmadou|Mariam مريم Maryam
Ibrahim إبراهيم Brahim|Salma سلمى Selma|Tariq طارق Tarek|Zainab زينب Zaynab|Bilal بلال Billal|Hamza حمزة Hamzah""".replace("\n", "|").split("|")]  # fmt: skip
SYLLABLES = "ba da fa ga ha ka la ma na ra sa ta za bi di fi li mi ni ri si ti bo do ko lo mo no ro so to du lu mu nu ru su".split()


def reviewed() -> list[dict[str, Any]]:
    """The reviewed pairs, each side a record."""
    rows = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return [row | {side: record(row[side]) for side in "ab"} for row in rows]


def record(values: Iterable[Any]) -> dict[str, Any]:
    """A person as plain data, without what is unknown."""
    told = {name: str(value) for name, value in zip(FIELDS, values, strict=True) if value is not None}
    return told | ({"nationalities": [told["nationalities"]]} if "nationalities" in told else {})


def scores(truth: list[bool], found: list[bool]) -> dict[str, float]:
    """Precision, recall and their harmonic mean."""
    hits = sum(a and b for a, b in zip(truth, found, strict=True))
    precision, recall = hits / max(1, sum(found)), hits / max(1, sum(truth))
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
    }


def best_threshold(
    rows: list[dict[str, Any]], measure: Callable[[dict[str, Any], dict[str, Any]], float]
) -> dict[str, float]:
    """The scores of a peer at the threshold that is best for it."""
    truth, measured = [row["same"] for row in rows], [measure(row["a"], row["b"]) for row in rows]
    tried = [
        scores(truth, [each >= limit for each in measured]) | {"threshold": limit} for limit in sorted(set(measured))
    ]
    return max(tried, key=lambda each: each["f1"])


def by_rapidfuzz(one: dict[str, Any], other: dict[str, Any]) -> float:
    """token_sort_ratio of romanised names; 0 where both days of birth are known and differ."""
    return 0.0 if days_differ(one, other) else fuzz.token_sort_ratio(latin(one), latin(other))


def by_jellyfish(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Jaro-Winkler of romanised names; 0 where both days of birth are known and differ."""
    return 0.0 if days_differ(one, other) else jellyfish.jaro_winkler_similarity(latin(one), latin(other))


def days_differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether both days of birth are known and not the same."""
    return None not in {one.get("birth_date"), other.get("birth_date")} and one["birth_date"] != other["birth_date"]


def latin(person: dict[str, Any]) -> str:
    """Names in Latin letters, their parts in order."""
    return anyascii(f"{person.get('given_names', '')} {person.get('family_name', '')}".lower())


def crowd(count: int, chance: random.Random) -> tuple[list[dict[str, Any]], set[tuple[int, int]]]:
    """Invented people, three in a hundred of them twice, one in twenty with a sibling; and which are the same."""
    people: list[dict[str, Any]] = []
    same: set[tuple[int, int]] = set()
    while len(people) < count:
        person = somebody(chance)
        people.append(person)
        draw = chance.random()
        if draw < 0.03:
            same.add((len(people) - 1, len(people)))
            people.append(written_again(person, chance))
        elif draw < 0.08:
            people.append(sibling(person, chance))
    order = list(range(len(people)))
    chance.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    moved = {(min(place[a], place[b]), max(place[a], place[b])) for a, b in same}
    return [{k: v for k, v in people[old].items() if k != "names"} for old in order], moved


def somebody(chance: random.Random) -> dict[str, Any]:
    """One invented person; common names are much commoner than rare ones, one in ten has an estimated day of birth."""
    names = [GIVEN[min(int(chance.expovariate(0.12)), len(GIVEN) - 1)] for _ in range(chance.choice((1, 1, 1, 2)))]
    family = "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3, 4)))).capitalize()
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(45 * 365))
    return {
        "names": names, "given_names": " ".join(each[0] for each in names), "family_name": family,
        "birth_date": str(born.replace(month=1, day=1) if chance.random() < 0.1 else born),
        "nationalities": [chance.choice(("MAR", "SYR", "UKR", "BGD"))],
    } | ({"phone": f"+2126{chance.randrange(10**8):08}"} if chance.random() < 0.6 else {})  # fmt: skip


def written_again(person: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The same person by another hand."""
    names = person["names"][:1] if chance.random() < 0.3 else person["names"]
    again = person | {"given_names": " ".join(each[chance.choice((1, 2))] for each in names)}
    if chance.random() < 0.25:
        again["family_name"] = person["family_name"].replace("i", "y").replace("ou", "u").replace("k", "kh", 1)
    if chance.random() < 0.15:
        again["given_names"], again["family_name"] = again["family_name"], again["given_names"]
    year, month, day = person["birth_date"].split("-")
    draw = chance.random()
    if draw < 0.10 and int(day) <= 12:
        again["birth_date"] = f"{year}-{day}-{month}"
    elif draw < 0.25:
        again["birth_date"] = f"{year}-01-01"
    if chance.random() < 0.5:
        again.pop("phone", None)
    return again


def sibling(person: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A sibling: another given name, one in ten a twin, often one telephone."""
    other = somebody(chance)
    while set(map(tuple, other["names"])) & set(map(tuple, person["names"])):
        other = somebody(chance)
    twin = {"birth_date": person["birth_date"]} if chance.random() < 0.1 else {}
    phone = {"phone": person["phone"]} if "phone" in person and chance.random() < 0.5 else {}
    return other | {"family_name": person["family_name"], "nationalities": person["nationalities"]} | phone | twin


def fuzzy_within_birthdays(people: list[dict[str, Any]], limit: float) -> set[tuple[int, int]]:
    """The peer on many people: token_sort_ratio among those born on the same day."""
    days: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        days.setdefault(person["birth_date"], []).append(place)
    names = [latin(person) for person in people]
    return {
        (one, other)
        for born in days.values()
        for index, one in enumerate(born)
        for other in born[index + 1 :]
        if fuzz.token_sort_ratio(names[one], names[other]) >= limit
    }


def main() -> None:
    """Print the figures as JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    wanted = options.parse_args().people
    rows = reviewed()
    people, same = crowd(wanted, random.Random(7))  # a seed, so that the figures can be had again

    begin = time.perf_counter()
    caseload = [traits_of(person) for person in people]
    prepared = time.perf_counter()
    candidates = pairs(caseload)
    blocked = time.perf_counter()
    proposed = {(one, other) for one, other, _ in alike(caseload)}
    done = time.perf_counter()

    shares = Shares.of(caseload)
    found = [likeness(traits_of(row["a"]), traits_of(row["b"]), shares).value >= PROPOSED_FROM for row in rows]
    peers = {"rapidfuzz": best_threshold(rows, by_rapidfuzz), "jellyfish": best_threshold(rows, by_jellyfish)}
    fuzzy, fuzzy_seconds = {}, 0.0
    for limit in range(40, 100, 5):
        start = time.perf_counter()
        fuzzy[limit] = fuzzy_within_birthdays(people, limit)
        fuzzy_seconds = time.perf_counter() - start

    def of_crowd(proposals: set[tuple[int, int]]) -> dict[str, float]:
        every = sorted(proposals | same)
        return scores([pair in same for pair in every], [pair in proposals for pair in every])

    json.dump(
        {
            "reviewed_pairs": {"pairs": len(rows), "same": sum(row["same"] for row in rows),
                               "crosswalk": scores([row["same"] for row in rows], found), **peers},
            "wrong": [row["why"] for row, hit in zip(rows, found, strict=True) if hit != row["same"]],
            "invented": {"people": len(people), "twice": len(same), "candidate_pairs": len(candidates),
                         "share_of_all_pairs": len(candidates) / (len(people) * (len(people) - 1) / 2),
                         "kept_by_blocking": round(len(same & candidates) / len(same), 4),
                         "crosswalk": of_crowd(proposed), "rapidfuzz": max((of_crowd(each) | {"threshold": limit} for limit, each in fuzzy.items()), key=lambda each: each["f1"])},
            "seconds": {"names": round(prepared - begin, 2), "blocking": round(blocked - prepared, 2),
                        "all": round(done - begin - (blocked - prepared), 2), "rapidfuzz": round(fuzzy_seconds, 2)},
        }, sys.stdout, indent=1, ensure_ascii=False)  # fmt: skip
    print()


if __name__ == "__main__":
    main()
