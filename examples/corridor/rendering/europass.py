"""Writes a person as a Europass SkillsPassport (version 3.3), in XML or in its JSON twin."""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from rendering.words import WORDS, Person

NAMESPACE = "http://europass.cedefop.europa.eu/Europass"
SCHEMA_LOCATION = f"{NAMESPACE} http://europass.cedefop.europa.eu/xml/v3.3.0/EuropassSchema.xsd"
CREATED = "2026-06-01T09:00:00.000Z"
# The lists of the XML form wrap each repeated element; the JSON form writes an array under the element's own name.
LISTS = {
    "Telephone": "TelephoneList",
    "WorkExperience": "WorkExperienceList",
    "Education": "EducationList",
    "MotherTongue": "MotherTongueList",
    "ForeignLanguage": "ForeignLanguageList",
    "Achievement": "AchievementList",
}
LABELS = WORDS["europass"]
CEFR = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")


def day(when: object) -> dict[str, int]:
    """Split `2019`, `2019-03` or a full date into the numbers that Europass keeps."""
    return dict(zip(("Year", "Month", "Day"), map(int, str(when).split("-")), strict=False))


def period(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give the time of a job or course; a present one is marked current."""
    found: dict[str, Any] = {"From": day(item["from"])} if "from" in item else {}
    if item["to"] == "now":
        return found | {"Current": True}
    return found | {"To": day(item["to"]), "Current": False}


def contact(place: str, country: str) -> dict[str, Any]:
    """Give an address down to the town."""
    named = {"Code": WORDS["alpha_2"][country], "Label": WORDS["country_names"][country]}
    return {"Address": {"Contact": {"Municipality": place, "Country": named}}}


def identification(person: Person) -> dict[str, Any]:
    """Give name, contact, date of birth and sex as the form asks them."""
    given = person["contact"]
    reach = contact(given["place"], given["country"])
    if "email" in given:
        reach["Email"] = {"Contact": given["email"]}
    reach["Telephone"] = [{"Contact": given["phone"], "Use": {"Code": "mobile", "Label": "Mobile"}}]
    return {
        "PersonName": {"FirstName": person["name"]["first"], "Surname": person["name"]["last"]},
        "ContactInfo": reach,
        "Demographics": {
            "Birthdate": day(person["birth"].isoformat()),
            "Gender": {"Code": person["sex"], "Label": LABELS["sex"][person["sex"]][person["lang"]]},
        },
    }


def activities(did: list[str]) -> str:
    """Give the tasks as the Europass editor stores them: its rich text is HTML kept as a string."""
    points = "".join(f"<li>{escape(one, quote=False)}</li>" for one in did)
    return f"<ul>{points}</ul>" if len(did) > 1 else f"<p>{escape(did[0], quote=False)}</p>"


def job(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give a work experience."""
    employer = {"Name": item["employer"], "ContactInfo": contact(item["place"], item["country"])}
    return {
        "Period": period(item),
        "Position": {"Label": item["title"]},
        "Activities": activities(item["did"]),
        "Employer": employer,
    }


def course(item: Mapping[str, Any], country: str) -> dict[str, Any]:
    """Give a course of study with its level in the European framework."""
    school = {"Name": item["school"], "ContactInfo": contact(item["place"], country)}
    level = {"Code": str(item["level"]), "Label": f"EQF level {item['level']}"}
    return {"Period": period(item), "Title": item["title"], "Organisation": school, "Level": level}


def linguistic(person: Person) -> dict[str, Any]:
    """Give mother tongues and foreign languages with the CEFR level in all five abilities."""
    mother, foreign = [], []
    for code, level, label in person["languages"]:
        # The form's list of codes is short, so languages outside of it are written by name alone.
        named = {"Description": {"Code": code, "Label": label} if len(code) == 2 else {"Label": label}}
        if level == "native":
            mother.append(named)
        else:
            foreign.append(named | {"ProficiencyLevel": dict.fromkeys(CEFR, level)})
    return {"MotherTongue": mother} | ({"ForeignLanguage": foreign} if foreign else {})


def skills(person: Person) -> dict[str, Any]:
    """Give the skill part in the order of the schema."""
    found: dict[str, Any] = {"Linguistic": linguistic(person), "JobRelated": {"Description": person["skills"]}}
    if "computer" in person:
        found["Computer"] = {"Description": person["computer"]}
    if "driving" in person:
        found["Driving"] = {"Description": person["driving"]}
    if "other" in person:
        found["Other"] = {"Description": person["other"]}
    return found


def learner(person: Person) -> dict[str, Any]:
    """Give the learner part of the document in the order of the schema."""
    wanted = LABELS["job_applied_for"][person["lang"]]
    title = {"Code": "certifications", "Label": LABELS["certifications"][person["lang"]]}
    found = {
        "Identification": identification(person),
        "Headline": {
            "Type": {"Code": "job_applied_for", "Label": wanted},
            "Description": {"Label": person["headline"]},
        },
        "WorkExperience": [job(one) for one in person["jobs"]],
        "Education": [course(one, person["contact"]["country"]) for one in person["education"]],
        "Skills": skills(person),
    }
    certificates = [{"Title": title, "Description": f"{one['name']} ({one['date']})"} for one in person["certificates"]]
    return found | ({"Achievement": certificates} if certificates else {})


def passport(person: Person) -> dict[str, Any]:
    """Give the whole document in its JSON form."""
    head = {
        "DocumentType": "ECV",
        "CreationDate": CREATED,
        "LastUpdateDate": CREATED,
        "XSDVersion": "V3.3",
        "Generator": "EWA",
    }
    return {"SkillsPassport": {"Locale": person["lang"], "DocumentInfo": head, "LearnerInfo": learner(person)}}


def dated(parent: ElementTree.Element, name: str, value: Mapping[str, int]) -> None:
    """Add a date as the XML form writes it: year="2019" month="--03" day="---12"."""
    marks = {"Year": "{:04d}", "Month": "--{:02d}", "Day": "---{:02d}"}
    ElementTree.SubElement(parent, name, {key.lower(): marks[key].format(number) for key, number in value.items()})


def grow(parent: ElementTree.Element, name: str, value: Any) -> None:
    """Add a value of the JSON form below an XML element."""
    if isinstance(value, dict) and "Year" in value:
        dated(parent, name, value)
    elif isinstance(value, dict):
        node = ElementTree.SubElement(parent, name)
        for key, inner in value.items():
            grow(node, key, inner)
    elif isinstance(value, list) and parent.tag == "Driving":
        node = ElementTree.SubElement(parent, name)
        for licence in value:
            ElementTree.SubElement(node, "Licence").text = licence
    elif isinstance(value, list):
        node = ElementTree.SubElement(parent, LISTS[name])
        for inner in value:
            grow(node, name, inner)
    else:
        ElementTree.SubElement(parent, name).text = str(value).lower() if isinstance(value, bool) else str(value)


def xml(person: Person) -> str:
    """Give the whole document in its XML form."""
    document = passport(person)["SkillsPassport"]
    root = ElementTree.Element("SkillsPassport", {
        "xmlns": NAMESPACE,
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:schemaLocation": SCHEMA_LOCATION,
        "locale": document["Locale"],
    })  # fmt: skip
    grow(root, "DocumentInfo", document["DocumentInfo"])
    grow(root, "LearnerInfo", document["LearnerInfo"])
    ElementTree.indent(root, "  ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def write(person: Person, folder: Path) -> Path:
    """Write `<id>.xml` or `<id>.json`, whichever the person sends."""
    path = folder / f"{person['id']}.{person['format']}"
    twin = json.dumps(passport(person), ensure_ascii=False, indent=2) + "\n"
    path.write_text(xml(person) if person["format"] == "xml" else twin, encoding="utf-8")
    return path
