"""The constants of linking, and on what they were fitted.

Occupation weights: maximum likelihood on 13 national lists of titles (cs da et hr hu it lt lv nl no ro sk sl; EURES
mappings to ESCO); on 11 other lists, never used for fitting, they give the figures of bench/linking_occupations.
Skill weights and the other calibrations: see bench/linking_skills; the public sets named there, development halves.
Calibrations across languages: with English labels only, the same 13 lists of titles, and national skill terms in
German, Swedish, French and Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crosswalk.taxonomy.linking.ranking import Calibration, Weights

__all__ = ["TUNING", "Tuning"]


@dataclass(frozen=True, slots=True)
class Tuning:
    """Constants of one pillar.

    Attributes:
        within: Weights where the text's language is loaded.
        across: Weights where it is not.
        exact: Added to the score of a concept whose preferred label equals the text; half for other labels.
        head: Added to the score of concepts of which a label of two words or more ends the text, the longest such
            label only. On the eleven lists it changes nothing (hit@1 the same on each, 0.3 to 0.6 tried, +0.0006 at
            1.0); it is for titles of advertisements, which put words before a label.
        clauses: Whether texts are sentences, of which the clauses are scored as well.
        large: Concepts from which on a taxonomy is taken to have a place for every text.
        calibration: From score to probability for a large taxonomy.
        calibration_across: The same where the text's language is not loaded.
        calibration_small: The same for a small one, which leaves many texts without a concept.
        calibration_tiny: The same where an adapter could not be learned, so that all cosines lie close together.
        threshold: Lowest probability of a good match.
    """

    within: Weights
    across: Weights
    exact: float
    head: float
    clauses: bool
    large: int
    calibration: Calibration
    calibration_across: Calibration
    calibration_small: Calibration
    calibration_tiny: Calibration
    threshold: float


TUNING: Final[Mapping[str, Tuning]] = {
    "occupation": Tuning(
        within=Weights(nearest=0.45, support=0.244, centre=1.2, letters=0.081, preferred=0.085, group=0.322),
        across=Weights(nearest=0.0, support=1.0, centre=1.0, letters=0.0, preferred=0.0, group=0.3),
        exact=2.0,
        head=0.5,
        clauses=False,
        large=1000,
        calibration=Calibration(whole=0.655, part=0.0, likeness=4.269, constant=-4.185),
        calibration_across=Calibration(whole=1.126, part=0.0, likeness=0.0, constant=0.848),
        calibration_small=Calibration(whole=0.574, part=0.0, likeness=9.893, constant=-10.0),
        calibration_tiny=Calibration(whole=0.623, part=0.0, likeness=21.9, constant=-22.6),
        threshold=0.2,
    ),
    "skill": Tuning(
        within=Weights(nearest=0.6, support=0.4, centre=1.0, letters=0.1, preferred=0.1, group=0.0),
        across=Weights(nearest=0.0, support=1.0, centre=1.0, letters=0.0, preferred=0.0, group=0.0),
        exact=2.0,
        head=0.0,
        clauses=True,
        large=3000,
        calibration=Calibration(whole=0.437, part=0.439, likeness=0.0, constant=0.595),
        calibration_across=Calibration(whole=0.56, part=0.56, likeness=0.0, constant=1.46),
        calibration_small=Calibration(whole=0.553, part=0.371, likeness=0.0, constant=-1.2),
        calibration_tiny=Calibration(whole=0.311, part=0.311, likeness=21.9, constant=-21.5),
        threshold=0.2,
    ),
}
