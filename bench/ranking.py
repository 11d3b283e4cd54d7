"""How well Crosswalk ranks, beside the formulas of its peers, on planted and on public labelled cases.

Run `python bench/ranking.py`. Planted cases: people of graded relevance made for each vacancy, printed as CVs in
several languages among others of other trades. Public cases: real job advertisements whose ESCO occupation experts
stated, and synthetic people of those and other occupations. All methods rank the same people for the same
advertisements in the same run; Crosswalk reads, links and matches the texts as a user would. JSON on stdout.

Needs ../shared (ESCO and the advertisements); with `--starter` the planted cases run on the starter taxonomy alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

import polars as pl

from crosswalk.records import Person, Vacancy, to_frame
from crosswalk.taxonomy import Taxonomy, load_taxonomy
from crosswalk.taxonomy.linking.linker import Linker
from crosswalk.taxonomy.linking.records import link_people
from ranking.cases import Cases, planted_cases, public_cases
from ranking.metamorphic import CHANGES, changed, moves
from ranking.metrics import Ranking, mean_ndcg, recall
from ranking.ours import ranked, rankings, read_ads, read_people
from ranking.peer_cosine import cosine_rankings
from ranking.peer_text import phrases_in, text_rankings

SHARED = Path(__file__).resolve().parents[2] / "shared"
ESCO_LANGUAGES = ("en", "fr", "es", "de")
STARTER_LANGUAGES = ("en", "fr", "es", "ar")
OURS = "crosswalk"
STATED = "crosswalk, without the skills that occupations imply"
CAUTION = (
    "Planted skills are labels of the taxonomy word for word, which is easier than real CVs for every method and helps "
    "exact phrases most. People with related skills (grade 1) were chosen by the taxonomy's relations, which Crosswalk "
    "uses too. Public advertisements are real, their people are synthetic, so occupations decide who is relevant. "
    "The cosines use Crosswalk's linked skills and encoder, not the peer's."
)


def main() -> None:
    options = _options()
    taxonomy, languages = _taxonomy(options)
    _say(f"taxonomy {taxonomy.manifest['counts']}, CVs in {', '.join(languages)}")
    labels = taxonomy.labels.filter(pl.col("lang").is_in(list(languages)))
    linker = Linker.build(taxonomy.concepts, labels, progress=lambda what, done, of: _say(f"{what} {done}/{of}"))
    results: dict[str, Any] = {"seed": options.seed, "languages": languages, "taxonomy": taxonomy.manifest["hash"]}
    results["caution"] = CAUTION
    planted = planted_cases(taxonomy, languages, seed=options.seed, ads=options.ads)
    results["records"] = engine_alone(planted, taxonomy)
    results["planted"] = compared(planted, taxonomy, linker, languages, metamorphic=True)
    if not options.starter:
        ads = SHARED / "eval" / "linking-dev" / "hahu_ads.dev.jsonl"
        public = public_cases(taxonomy, ads, languages, seed=options.seed)
        results["public"] = compared(public, taxonomy, linker, languages, metamorphic=False)
    results["bars"] = bars(results)
    print(json.dumps(results, indent=1, ensure_ascii=False))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ads", type=int, default=30, help="vacancies of the planted cases")
    parser.add_argument("--starter", action="store_true", help="use the starter taxonomy; no ../shared needed")
    parser.add_argument("--taxonomy", type=Path, help="a taxonomy file with ESCO in en, fr, es and de")
    return parser.parse_args()


def _taxonomy(options: argparse.Namespace) -> tuple[Taxonomy, tuple[str, ...]]:
    if options.starter:
        return Taxonomy.starter(), STARTER_LANGUAGES
    if options.taxonomy:
        return Taxonomy.open(options.taxonomy), ESCO_LANGUAGES
    folders = ("esco-1.1.1-en", "esco-occupations-27lang-1.0.8", "esco-skills-es-fr", "esco-skills-de-sv-nl")
    return load_taxonomy([SHARED / "data" / folder for folder in folders]), ESCO_LANGUAGES


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def engine_alone(cases: Cases, taxonomy: Taxonomy) -> dict[str, Any]:
    """The engine on the records themselves, filters on: neither reading nor linking can err here."""
    people = to_frame([sheet.person for sheet in cases.people.values()], Person)
    vacancies = to_frame([ad.record for ad in cases.ads if ad.record], Vacancy)
    found = rankings(ranked(people, vacancies, taxonomy, top=people.height))
    return {
        "ndcg@10": round(mean_ndcg(found, cases.grades)[0], 4),
        "recall@50 of grade 2 or more": _recall(found, cases, 2),
        "recall@50 of grade 1 or more": _recall(found, cases, 1),
    }


def compared(
    cases: Cases, taxonomy: Taxonomy, linker: Linker, languages: tuple[str, ...], *, metamorphic: bool
) -> dict[str, Any]:
    """All methods on the same cases."""
    start = time.perf_counter()
    _say(f"{cases.name}: {len(cases.people)} CVs, {len(cases.ads)} advertisements")
    stated = read_people(cases.people, linker, taxonomy, imply=False)
    people = link_people(stated, linker, taxonomy)
    vacancies = read_ads(cases.ads, linker, taxonomy)
    _say(f"{cases.name}: read and linked in {time.perf_counter() - start:.0f} s")
    ours = ranked(people, vacancies, taxonomy, top=people.height)
    methods = {
        OURS: rankings(ours),
        STATED: rankings(ranked(stated, vacancies, taxonomy, top=people.height)),
    } | _peers(cases, people, vacancies, taxonomy)
    result = {
        "people": len(cases.people),
        "advertisements": len(cases.ads),
        "ndcg@10": {name: round(mean_ndcg(found, cases.grades)[0], 4) for name, found in methods.items()},
        **{
            f"recall@50 of grade {least} or more": {
                name: _recall(found, cases, least) for name, found in methods.items()
            }
            for least in (3, 2, 1)
        },
        "subgroups": _subgroups(cases, methods),
        "mean place by kind": {name: _places(cases, found) for name, found in methods.items()},
        "linking": _linked(people, vacancies),
    }
    result["largest gap"] = {
        attribute: {name: round(max(v[name] for v in groups.values()) - min(v[name] for v in groups.values()), 4)
                    for name in methods}
        for attribute, groups in result["subgroups"].items()
    }  # fmt: skip
    if metamorphic:
        result["metamorphic"] = {}
        for change in CHANGES:
            sheets = changed(cases.people, ours, change, languages)
            after = ranked(read_people(sheets, linker, taxonomy), vacancies, taxonomy, top=people.height)
            moved = moves(ours, after)
            result["metamorphic"][change] = {"mean": round(fmean(moved), 3), "most": max(moved), "people": len(moved)}
            _say(f"{cases.name}: {change}: {result['metamorphic'][change]}")
    return result


def _peers(cases: Cases, people: pl.DataFrame, vacancies: pl.DataFrame, taxonomy: Taxonomy) -> dict[str, Any]:
    texts = {who: sheet.text(taxonomy) for who, sheet in cases.people.items()}
    phrases = phrases_in({ad.vacancy_id: ad.text for ad in cases.ads}, taxonomy)
    linked = {
        vacancy: list(dict.fromkeys(_plain(taxonomy.label(need["uri"], "en")) for need in needs or () if need["uri"]))
        for vacancy, needs in vacancies.select("vacancy_id", "skills").iter_rows()
    }
    found = {
        "ts_rank, phrases of the advertisement": text_rankings(texts, phrases),
        "ts_rank, skills that we linked": text_rankings(texts, linked),
    }
    _say(f"{cases.name}: PostgreSQL done")
    found["geometric mean of best cosines"] = cosine_rankings(people, vacancies, taxonomy)
    _say(f"{cases.name}: cosines done")
    return found


def _plain(label: str) -> str:
    return "".join(c if c.isalnum() else " " for c in label.lower())


def _recall(found: Mapping[str, Ranking], cases: Cases, least: int) -> float:
    """Share of those with at least a grade who are among the first fifty, mean over vacancies."""
    values = [recall(found.get(v, ()), grades, 50, least) for v, grades in cases.grades.items()]
    return round(fmean(v for v in values if v is not None), 4)


def _subgroups(cases: Cases, methods: Mapping[str, Mapping[str, Ranking]]) -> dict[str, Any]:
    """nDCG@10 among the people of each group alone."""
    result: dict[str, Any] = {}
    for attribute in next(iter(cases.groups.values())):
        for group in sorted({groups[attribute] for groups in cases.groups.values()}):
            only = {who for who, groups in cases.groups.items() if groups[attribute] == group}
            if len(only) < 50:
                continue  # a handful of people says nothing
            result.setdefault(attribute, {})[group] = {
                name: round(mean_ndcg(found, cases.grades, only)[0], 4) for name, found in methods.items()
            }
    return result


def _places(cases: Cases, found: Mapping[str, Ranking]) -> dict[str, float]:
    """Mean place of the planted people of each kind in the list of their own vacancy."""
    places: dict[str, list[int]] = {}
    for vacancy, grades in cases.grades.items():
        place = {who: rank for rank, who in enumerate(found.get(vacancy, ()), start=1)}
        for who in grades:
            places.setdefault(cases.kinds[who], []).append(place.get(who, len(cases.people)))
    return {kind: round(fmean(values), 1) for kind, values in sorted(places.items())}


def _linked(people: pl.DataFrame, vacancies: pl.DataFrame) -> dict[str, float]:
    """How much of the texts was linked."""
    counts = {}
    for name, frame in (("person", people), ("vacancy", vacancies)):
        skills = frame.select(pl.col("skills").list.eval(pl.element().struct.field("uri").drop_nulls()).list.len())
        counts[f"skills per {name}"] = round(float(skills["skills"].fill_null(0).mean()), 1)
        counts[f"with an occupation, {name}"] = round(1 - frame["occupation"].null_count() / frame.height, 3)
    return counts


def bars(results: dict[str, Any]) -> dict[str, Any]:
    """Each bar with what was reached."""
    reached: dict[str, Any] = {}
    planted = results["planted"]
    matches = planted["recall@50 of grade 2 or more"][OURS]  # grade 1, related skills alone, is no match
    reached["recall@50 of planted matches >= 0.95"] = matches >= 0.95
    reached["no change moves a top ten by more than one place on average"] = all(
        change["mean"] <= 1 for change in planted["metamorphic"].values()
    )
    lost = [
        f"{name}, {attribute} {group}: {values[OURS]} against {value} of {peer}"
        for name in ("planted", "public") if name in results
        for attribute, groups in results[name]["subgroups"].items()
        for group, values in groups.items()
        for peer, value in values.items() if peer not in (OURS, STATED) and value >= values[OURS]
    ]  # fmt: skip
    reached["beats every peer formula on nDCG@10 in every subgroup"] = not lost
    reached["lost"] = lost
    return reached


if __name__ == "__main__":
    main()
