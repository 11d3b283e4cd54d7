"""How often the right ESCO occupation is found for titles in a language that is not loaded: only English labels.

    python bench/linking_across_languages.py > bench/results/linking_across_languages.json

Eight lists of national titles (MELO; development halves) against English labels, and a probe of everyday titles in
languages that ESCO lacks, of our own writing: right when the ISCO-08 unit group is right. Peers in the same run.
A second probe writes Arabic and Cyrillic titles in Latin letters, as people do on phones.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from crosswalk.taxonomy.linking import Linker
from linking_common import (
    TITLES,
    Memo,
    arguments,
    bm25,
    characters,
    hits,
    macro,
    occupation_tables,
    plain_e5,
    show,
    table,
)

SETS = "deu_de fra_fr esp_es pol_pl swe_sv bgr_bg prt_pt bel_nl".split()
#: ISCO-08 unit group -> the title in each language.
PROBE = {
    "2221": {"ar": "ممرضة", "uk": "медична сестра", "hi": "नर्स", "vi": "y tá", "sw": "muuguzi", "fa": "پرستار",
             "tr": "hemşire", "ru": "медсестра", "zh": "护士", "id": "perawat", "so": "kalkaaliye caafimaad", "ur": "نرس"},
    "7212": {"ar": "لحام معادن", "uk": "зварювальник", "hi": "वेल्डर", "vi": "thợ hàn", "sw": "fundi wa kulehemu",
             "fa": "جوشکار", "tr": "kaynakçı", "ru": "сварщик", "zh": "焊工", "id": "tukang las", "ur": "ویلڈر"},
    "7411": {"ar": "كهربائي مباني", "uk": "електрик", "hi": "बिजली मिस्त्री", "vi": "thợ điện", "sw": "fundi umeme",
             "fa": "برقکار ساختمان", "tr": "elektrikçi", "ru": "электрик", "zh": "电工", "id": "tukang listrik", "ur": "الیکٹریشن"},
    "5120": {"ar": "طباخ", "uk": "кухар", "hi": "रसोइया", "vi": "đầu bếp", "sw": "mpishi", "fa": "آشپز", "tr": "aşçı",
             "ru": "повар", "zh": "厨师", "id": "juru masak", "so": "kariye", "ur": "باورچی"},
    "8332": {"ar": "سائق شاحنة", "uk": "водій вантажівки", "hi": "ट्रक चालक", "vi": "lái xe tải", "sw": "dereva wa lori",
             "fa": "راننده کامیون", "tr": "kamyon şoförü", "ru": "водитель грузовика", "zh": "卡车司机", "id": "sopir truk",
             "so": "darawal gaari xamuul", "ur": "ٹرک ڈرائیور"},
    "7112": {"ar": "بنّاء", "uk": "муляр", "hi": "राजमिस्त्री", "vi": "thợ xây", "sw": "mwashi", "fa": "بنا", "tr": "duvarcı",
             "ru": "каменщик", "zh": "砌砖工", "id": "tukang batu", "ur": "راج مستری"},
    "7531": {"ar": "خياط", "uk": "кравець", "hi": "दर्ज़ी", "vi": "thợ may", "sw": "fundi cherehani", "fa": "خیاط", "tr": "terzi",
             "ru": "портной", "zh": "裁缝", "id": "penjahit", "so": "dawaarle", "ur": "درزی"},
    "2512": {"ar": "مطور برامج", "uk": "розробник програмного забезпечення", "hi": "सॉफ़्टवेयर डेवलपर",
             "vi": "lập trình viên phần mềm", "sw": "msanidi programu", "fa": "توسعه‌دهنده نرم‌افزار", "tr": "yazılım geliştirici",
             "ru": "разработчик программного обеспечения", "zh": "软件开发工程师", "id": "pengembang perangkat lunak", "ur": "سافٹ ویئر ڈویلپر"},
    "7126": {"ar": "سباك", "uk": "сантехнік", "hi": "नलसाज़", "vi": "thợ sửa ống nước", "sw": "fundi bomba", "fa": "لوله‌کش",
             "tr": "tesisatçı", "ru": "сантехник", "zh": "水管工", "id": "tukang ledeng", "ur": "پلمبر"},
    "2342": {"ar": "معلمة روضة أطفال", "uk": "вихователь дитячого садка", "hi": "बालवाड़ी शिक्षिका", "vi": "giáo viên mầm non",
             "sw": "mwalimu wa chekechea", "fa": "مربی مهدکودک", "tr": "anaokulu öğretmeni", "ru": "воспитатель детского сада",
             "zh": "幼儿园教师", "id": "guru taman kanak-kanak", "ur": "کنڈرگارٹن ٹیچر"},
}  # fmt: skip

#: ISCO-08 unit group -> titles of another alphabet in Latin letters, by language.
ROMANISED = {
    "2142": {"ar": "muhandis madani"}, "2221": {"ar": "mumarrida", "uk": "medsestra"},
    "8332": {"ar": "sayeq shahina", "uk": "vodiy vantazhivky"}, "7126": {"ar": "sabbak", "uk": "santekhnik"},
    "7411": {"ar": "kahrabai", "uk": "elektryk"}, "5120": {"ar": "tabbakh", "uk": "kukhar"},
    "7212": {"ar": "lahham", "uk": "zvaryuvalnyk"}, "7512": {"ar": "khabbaz", "uk": "pekar"},
    "7531": {"ar": "khayyat", "uk": "kravets"}, "8322": {"ar": "sayeq taxi", "uk": "taksyst"},
    "7231": {"ar": "mikaniki sayarat", "uk": "avtomekhanik"},
    "2211": {"uk": "likar"}, "2341": {"ar": "muallim ibtidai", "uk": "vchytel pochatkovykh klasiv"},
}  # fmt: skip


def main() -> None:
    """Prints hit rates across languages and those of the probe."""
    chosen = arguments(__doc__)
    titles = table(TITLES, chosen.limit).filter(pl.col("set").is_in(SETS))
    concepts, labels = occupation_tables(["en"])
    encoder = Memo()
    linker = Linker.build(concepts, labels, encoder=encoder, cache=chosen.cache)
    texts, uris = labels["text"].to_list(), labels["uri"].to_list()
    rankers: dict[str, Any] = {"crosswalk": lambda queries, langs: _linked(linker, queries, langs)}
    if not chosen.no_peers:
        for name, rank in (
            ("BM25", bm25(texts, uris)),
            ("character sequences", characters(texts, uris)),
            ("e5-small", plain_e5(texts, uris, encoder)),
        ):
            rankers[name] = lambda queries, langs, rank=rank: rank(queries)
    result: dict[str, Any] = {"titles": titles.height}
    codes = dict(concepts.select("uri", "code").rows())
    for name, rank in rankers.items():
        sets = {}
        for (which,), part in titles.group_by("set", maintain_order=True):
            ranked = rank(part["query"].to_list(), part["lang"].to_list())
            sets[str(which)] = {f"hit@{k}": hits(ranked, part["gold"].to_list(), k) for k in (1, 5, 10)}
        result[name] = {
            "mean": macro(sets),
            "sets": sets,
            "probe": _probe(rank, codes, PROBE),
            "romanised": _probe(rank, codes, ROMANISED),
        }
    show(result)


def _linked(linker: Linker, queries: list[str], langs: list[str]) -> list[list[str]]:
    return [[link.uri for link in links] for links in linker.occupations(queries, langs=langs, top=10, threshold=0)]


def _probe(rank: Any, codes: dict[str, str], asked_for: dict[str, dict[str, str]]) -> dict[str, dict[str, float]]:
    """Right unit group among the first and the first five occupations, for each language and in all."""
    rows = [(lang, group, title) for group, titles in asked_for.items() for lang, title in titles.items()]
    ranked = rank([title for _, _, title in rows], [lang for lang, _, _ in rows])
    groups = [["" if uri is None else (codes[uri] or "")[:4] for uri in uris] for uris in ranked]
    result = {}
    for lang in [*dict.fromkeys(lang for lang, _, _ in rows), "all"]:
        asked = [i for i, row in enumerate(rows) if lang in (row[0], "all")]
        result[lang] = {f"hit@{k}": hits([groups[i] for i in asked], [rows[i][1] for i in asked], k) for k in (1, 5)}
    return result


if __name__ == "__main__":
    main()
