"""How fast 100,000 rows of CSV become checked Parquet, and in how much memory, beside what a user would write by hand.

    python bench/records_csv.py [--rows 100000] [--json-only] > bench/results/records_csv.json

The table has 16 columns: 8 skills, 2 languages and 2 jobs a row, in single cells as people type them; one row in a
hundred holds a mistake. The peer is the usual pair: pandas.read_csv in chunks with pydantic row models that split the
cells, check countries, dates and levels, and write Parquet through pyarrow. It makes no row report, and knows
only the one layout of this file. Both run in a process of their own. Memory is the peak of resident memory, also for
four times the rows, to show that it does not grow with the file.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

SKILLS = [
    f"{work} {where}"
    for work in (
        "welding", "reading drawings", "grinding", "patient care", "wound care", "driving", "loading",
        "cooking", "baking", "plumbing", "wiring", "teaching", "sewing", "harvesting", "pruning", "cleaning",
        "painting", "tiling", "masonry",
    )
    for where in ("at height", "of machines", "in hospitals", "outdoors", "with hand tools", "for children", "by night")
]  # fmt: skip
JOBS = ["Welder", "Nurse", "Truck driver", "Cook", "Mason", "Electrician", "Teacher", "Tailor", "Farmer", "Carer"]
COUNTRIES = ["Morocco", "Tunisia", "Jordan", "Kenya", "Philippines", "Colombia", "Lebanon", "Egypt"]
HEADINGS = [
    "id", "first name", "last name", "email", "phone", "date of birth", "sex", "nationality", "country of residence",
    "occupation", "languages", "skills", "work history", "education level", "destinations", "consent",
]  # fmt: skip


def write_table(path: Path, rows: int, seed: int = 1) -> None:
    """An invented table of people; one row in a hundred has an impossible date or an unknown country."""
    rng = random.Random(seed)

    def job(first: int) -> str:
        start = rng.randrange(first, first + 8)
        months = rng.randrange(1, 13), rng.randrange(1, 13)
        firm = f"Firm {rng.randrange(5000)} Ltd"
        return f"{rng.choice(JOBS)}, {firm}, {months[0]:02}/{start} - {months[1]:02}/{start + rng.randrange(1, 6)}"

    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADINGS)
        for i in range(rows):
            born = f"{rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/{rng.randrange(1965, 1985)}"
            languages = (
                f"{rng.choice(['Arabic', 'French', 'Spanish'])} native; English {rng.choice(['A2', 'B1', 'B2', 'C1'])}"
            )
            wrong = i % 100 == 50
            writer.writerow([
                f"P{i:07}", f"Given{i}", f"Family{i}", f"p{i}@example.org", f"+212 600 {i % 10**6:06}",
                "31/02/1990" if wrong and i % 200 == 50 else born, rng.choice("FM"),
                "Marocco City" if wrong and i % 200 == 150 else rng.choice(COUNTRIES), rng.choice(COUNTRIES),
                rng.choice(JOBS), languages, "; ".join(rng.sample(SKILLS, 8)), f"{job(2003)}; {job(2014)}",
                rng.choice(["primary", "upper secondary", "bachelor", "master", "3", "6"]),
                rng.choice(["Germany", "Canada; Germany", "Italy"]), rng.choice(["yes", "no", ""]),
            ])  # fmt: skip


def run_crosswalk(source: Path, target: Path) -> dict[str, Any]:
    """Our reader and writer."""
    from crosswalk.records import read_people, write_people  # noqa: PLC0415

    reading = read_people(source)
    written = write_people(reading, target)
    return {"written": written, "problems": dict(reading.report.counts)}


def run_peer(source: Path, target: Path) -> dict[str, Any]:
    """pandas in chunks, pydantic models, pyarrow."""
    import pandas as pd  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415
    from pydantic import BaseModel, ValidationError, field_validator  # noqa: PLC0415

    known = {name: name[:3].upper() for name in [*COUNTRIES, "Germany", "Canada", "Italy"]}
    spoken = {"Arabic": "ar", "French": "fr", "Spanish": "es", "English": "en"}
    levels = {"primary": 1, "upper secondary": 3, "bachelor": 6, "master": 7, "3": 3, "6": 6}
    period = re.compile(r"(\d\d)/(\d{4}) - (\d\d)/(\d{4})")

    class Skill(BaseModel):
        text: str

    class Language(BaseModel):
        language: str
        level: str | None = None
        native: bool | None = None

    class Job(BaseModel):
        title: str
        employer: str
        start: date
        end: date

    class Row(BaseModel):
        person_id: str
        given_names: str
        family_name: str
        email: str
        phone: str
        birth_date: date
        sex: str
        nationality: str
        residence: str
        occupation: str
        languages: list[Language]
        skills: list[Skill]
        experience: list[Job]
        education: int
        destinations: list[str]
        consent: bool | None

        @field_validator("birth_date", mode="before")
        @classmethod
        def _date(cls, value: str) -> date:
            return datetime.strptime(value, "%d/%m/%Y").date()  # noqa: DTZ007

        @field_validator("nationality", "residence", mode="before")
        @classmethod
        def _country(cls, value: str) -> str:
            if value not in known:
                raise ValueError("unknown country")
            return known[value]

        @field_validator("destinations", mode="before")
        @classmethod
        def _countries(cls, value: str) -> list[str]:
            return [known[part] for part in value.split("; ")]

        @field_validator("languages", mode="before")
        @classmethod
        def _languages(cls, value: str) -> list[dict[str, Any]]:
            pairs = (part.split(" ") for part in value.split("; "))
            return [
                {"language": spoken[name], "native": True}
                if level == "native"
                else {"language": spoken[name], "level": level}
                for name, level in pairs
            ]

        @field_validator("skills", mode="before")
        @classmethod
        def _skills(cls, value: str) -> list[dict[str, str]]:
            return [{"text": part} for part in value.split("; ")]

        @field_validator("experience", mode="before")
        @classmethod
        def _jobs(cls, value: str) -> list[dict[str, Any]]:
            jobs = []
            for part in value.split("; "):
                title, employer, when = part.split(", ")
                found = period.fullmatch(when)
                if found is None:
                    raise ValueError("period")
                m1, y1, m2, y2 = map(int, found.groups())
                jobs.append({"title": title, "employer": employer, "start": date(y1, m1, 1), "end": date(y2, m2, 1)})
            return jobs

        @field_validator("education", mode="before")
        @classmethod
        def _level(cls, value: str) -> int:
            return levels[value]

        @field_validator("consent", mode="before")
        @classmethod
        def _consent(cls, value: str) -> bool | None:
            return {"yes": True, "no": False, "": None}[value]

    names = list(Row.model_fields)
    writer: pq.ParquetWriter | None = None
    written = wrong = 0
    seen: set[str] = set()
    for chunk in pd.read_csv(source, dtype=str, keep_default_na=False, chunksize=5000):
        rows = []
        for values in chunk.itertuples(index=False, name=None):
            try:
                row = Row.model_validate(dict(zip(names, values, strict=True)))
            except ValidationError:
                wrong += 1
                continue
            if row.person_id not in seen:
                seen.add(row.person_id)
                rows.append(row.model_dump())
        table = pa.Table.from_pylist(rows) if writer is None else pa.Table.from_pylist(rows, schema=writer.schema)
        writer = writer or pq.ParquetWriter(target, table.schema, compression="zstd")
        writer.write_table(table)
        written += len(rows)
    if writer:
        writer.close()
    return {"written": written, "problems": {"row_left_out": wrong}}


RUNS = {"crosswalk": run_crosswalk, "pandas_pydantic": run_peer}


def child(name: str, source: Path) -> None:
    """One run in a process of its own; its result as JSON on stdout."""
    import resource  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        began, spent = time.perf_counter(), time.process_time()
        found = RUNS[name](source, Path(folder) / "out.parquet")
        found["seconds"] = round(time.perf_counter() - began, 2)
        found["cpu_seconds"] = round(time.process_time() - spent, 2)
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found))


def measure(name: str, source: Path, rows: int) -> dict[str, Any]:
    """A run and its rates."""
    command = [sys.executable, __file__, "--child", name, "--source", str(source)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"rows": rows, "rows_per_second": round(rows / found["seconds"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--child", choices=list(RUNS))
    parser.add_argument("--source", type=Path)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.source)
        return
    result: dict[str, Any] = {"bench": "records_csv", "target": {"rows": 100_000, "seconds": 60}}
    with tempfile.TemporaryDirectory() as folder:
        table, longer = Path(folder) / "people.csv", Path(folder) / "longer.csv"
        write_table(table, given.rows)
        write_table(longer, given.rows * 4)
        result["megabytes_read"] = round(table.stat().st_size / 1e6, 1)
        for name in RUNS:
            print(f"{name} ...", file=sys.stderr)
            result[name] = measure(name, table, given.rows)
        print("crosswalk, four times the rows ...", file=sys.stderr)
        result["crosswalk_4x"] = measure("crosswalk", longer, given.rows * 4)
    ours, peer, four = result["crosswalk"], result["pandas_pydantic"], result["crosswalk_4x"]
    result["speed_ratio_to_peer"] = round(peer["seconds"] / ours["seconds"], 2)
    result["peak_growth_mb_for_3x_more_rows"] = four["peak_mb"] - ours["peak_mb"]
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
