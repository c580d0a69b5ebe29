"""Names that are probably one: how alike two names are, whatever their spaces, case and endings."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

from accounts.thai import arabic_digits, clean_line

K = TypeVar("K", bound=Hashable)

# Alike enough to ask whether two names are one.
ALIKE = 0.6
LONGEST = 250
# Words that many names share and that tell none of them apart.
_COMMON = re.compile(
    r"มูลนิธิ|สมาคม|แห่งประเทศไทย|ประเทศไทย|องค์การ|องค์กร|จังหวัด|อำเภอ|"
    r"\b(?:the|foundation|association|organi[sz]ation|of|for|and|in|thailand|province|district)\b"
)


def normalised(text: str) -> str:
    """The letters and digits of a name, small and without what stands between them."""
    line = arabic_digits(clean_line(text[:LONGEST])).casefold()
    return "".join(c for c in line if c.isalnum() or "\u0e31" <= c <= "\u0e4e")


def _core(text: str) -> str:
    line = clean_line(text[:LONGEST]).casefold()
    return normalised(_COMMON.sub(" ", line)) or normalised(line)


def _grams(text: str) -> set[str]:
    padded = f"  {_core(text)} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


class Matcher(Generic[K]):
    """Finds names that are like a name. What many of the known names share counts little."""

    def __init__(self, names: Iterable[tuple[K, str]]) -> None:
        self.grams: list[tuple[K, set[str]]] = [
            (key, _grams(name)) for key, name in names if normalised(name)
        ]
        counts = Counter(gram for _key, grams in self.grams for gram in grams)
        total = len(self.grams) or 1
        self.weights = {gram: math.log(1 + total / count) for gram, count in counts.items()}
        self.rare = math.log(1 + total)
        self.totals = [self._weight(grams) for _key, grams in self.grams]
        self.holding: dict[str, list[int]] = defaultdict(list)
        for number, (_key, grams) in enumerate(self.grams):
            for gram in grams:
                self.holding[gram].append(number)

    def nearest(self, name: str, *, least: float = ALIKE, most: int = 3) -> list[tuple[K, float]]:
        """The known names most like this one, with how alike they are (1 is the same)."""
        if not normalised(name):
            return []
        grams = _grams(name)
        shared: dict[int, float] = defaultdict(float)
        for gram in grams:
            for number in self.holding.get(gram, ()):
                shared[number] += self.weights[gram]
        own = self._weight(grams)
        best: dict[K, float] = {}
        for number, weight in shared.items():
            score = 2 * weight / (own + self.totals[number])
            key = self.grams[number][0]
            if score >= least and score > best.get(key, 0):
                best[key] = score
        return sorted(best.items(), key=lambda pair: -pair[1])[:most]

    def _weight(self, grams: set[str]) -> float:
        return sum(self.weights.get(gram, self.rare) for gram in grams)
