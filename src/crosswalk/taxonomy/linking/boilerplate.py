"""Tells sentences about the employer, pay, benefits and how to apply from sentences about work and skills."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from crosswalk.taxonomy.linking.boilerplate_examples import ABOUT_EMPLOYER, ABOUT_WORK
from crosswalk.taxonomy.linking.encoder import Encoder

__all__ = ["BoilerplateFilter"]

Floats = NDArray[np.float32]

# Phrases after which nothing about skills is meant, in the languages of the examples.
_CERTAIN = re.compile(
    r"equal (?:employment )?opportunit|without regard to (?:race|sex|age)|regardless of (?:race|gender|age)"
    r"|reasonable accommodation|send (?:your|us your) (?:cv|application|resume)"
    r"|apply (?:now|online|via|through|by|before)"
    r"|only shortlisted|closing date|deadline for application|terms and conditions|privacy (?:policy|notice)"
    r"|égalité des chances|sans distinction d|envoye[rz] (?:votre|vos) (?:cv|candidature)|date limite"
    r"|igualdad de oportunidades|sin distinción de|envíe? su (?:cv|currículum)|plazo de (?:inscripción|presentación)"
    r"|chancengleichheit|unabhängig von (?:herkunft|geschlecht|alter)|bewerbungsfrist|bewerbungsunterlagen"
    r"|تكافؤ الفرص|دون تمييز|آخر موعد|إرسال السيرة الذاتية"
    r"|https?://|www\.|\b[\w.+-]+@[\w-]+\.\w",
    re.IGNORECASE,
)
# Words of headings: a line of nothing else names a section, not a skill.
_HEADING = frozenset(
    "and or of the for key main your our general other additional job work position role duties duty tasks task "
    "responsibilities responsibility requirements requirement required qualification qualifications experience "
    "education skills skill knowledge abilities competencies description summary profile overview conditions benefits "
    "et ou de des du la le les vos votre missions mission tâches activités profil compétences expérience formation "
    "poste exigences descriptif description requises recherché y o los las el sus tus funciones tareas requisitos "
    "perfil experiencia formación competencias puesto responsabilidades descripción und oder der die das ihre ihr "
    "aufgaben aufgabe anforderungen profil qualifikationen erfahrung kenntnisse fähigkeiten tätigkeiten stelle "
    "المهام المسؤوليات المتطلبات الشروط المؤهلات الخبرة المهارات الوظيفة وصف الوصف الوظيفي والمسؤوليات والخبرة".split()
)
_WORD = re.compile(r"[^\W\d_]+")
RIDGE = 1.0
#: Sentences with a decision value below this are about the employer; lower keeps more.
CUT = -0.15
LONG_ENOUGH = 3


class BoilerplateFilter:
    """A linear classifier over sentence vectors, learned from the project's example sentences when made.

    Args:
        encoder: Turns sentences into vectors; works across languages as far as the encoder does.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        work = [s for group in ABOUT_WORK.values() for s in group]
        employer = [s for group in ABOUT_EMPLOYER.values() for s in group]
        vectors = encoder.encode(work + employer)
        target = np.array([1.0] * len(work) + [-1.0] * len(employer), dtype=np.float32)
        self._mean = vectors.mean(axis=0)
        self._weights = _ridge((vectors - self._mean) * 10, target)

    def about_work(self, sentences: Sequence[str]) -> list[bool]:
        """Says for each sentence whether it may be about work and skills.

        >>> from crosswalk.taxonomy.linking.encoder import default_encoder
        >>> reader = BoilerplateFilter(default_encoder())
        >>> reader.about_work(["Wir bieten 30 Tage Urlaub und ein gutes Gehalt.", "You repair pumps and engines."])
        [False, True]
        """
        if not sentences:
            return []
        values = self.values(sentences)
        return [
            not _CERTAIN.search(sentence)
            and not _is_heading(sentence)
            and (bool(value >= CUT) or len(sentence.split()) < LONG_ENOUGH)
            for sentence, value in zip(sentences, values, strict=True)
        ]

    def values(self, sentences: Sequence[str]) -> Floats:
        """Returns decision values: about +1 for work, about -1 for the employer."""
        vectors = (self._encoder.encode(list(sentences)) - self._mean) * 10
        return np.asarray(vectors @ self._weights[:-1] + self._weights[-1], dtype=np.float32)


def _is_heading(sentence: str) -> bool:
    words = _WORD.findall(sentence.lower())
    return bool(words) and all(word in _HEADING for word in words)


def _ridge(vectors: Floats, target: Floats) -> Floats:
    """Regularised least squares with an unpenalised constant as the last weight."""
    padded = np.concatenate([vectors, np.ones((len(vectors), 1), dtype=np.float32)], axis=1)
    penalty = RIDGE * np.eye(padded.shape[1], dtype=np.float32)
    penalty[-1, -1] = 0
    return np.linalg.solve(padded.T @ padded + penalty, padded.T @ target).astype(np.float32)
