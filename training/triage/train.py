"""Trains the triage model on training/triage/sitting_*.tsv; writes bot/catalog/triage_model.json.

Needs training/triage/requirements.txt. Every line of the tables was written for this training:
text, category, sensitive (0 or 1), kind of language. Prints how well lines are foretold by others
before it trains on all. kept_apart.tsv is never read here.
"""

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from bot.desk.catalog_triage import load_meanings  # noqa: E402 - after the path of the repository
from bot.rules.desk.triage import ALARM_FROM, SENSITIVE  # noqa: E402 - as above
from bot.rules.desk.triage_features import features, words_of  # noqa: E402 - as above

STRENGTH = {True: 2.0, False: 6.0}  # of SENSITIVE and of categories, by cross-validation
CALM = 0.09  # false alarms that the cut-off may cost on these lines, a third of which are hard
SCALE = 40  # weights are written as whole fortieths
LEAST = 3  # … and left out when smaller than this many
LINES = 3  # pieces that stand in fewer lines say nothing
PARTS = 8  # of the cross-validation
TYPO_SHARE = 0.3  # of the words of a line's copy
SEED = 7
_SOUND_ALIKE = str.maketrans("оаеиуүіыңғқәө", "аоиеүуыінгкао")


@dataclass(frozen=True)
class Line:
    """One labelled message and the table it stands in."""

    text: str
    category: str
    sensitive: bool
    kind: str


def read_lines(pattern: str = "sitting_*.tsv") -> list[Line]:
    """All lines of all tables of that name."""
    rows = [
        row.split("\t")
        for path in sorted(HERE.glob(pattern))
        for row in path.read_text(encoding="utf-8").splitlines()
    ]
    return [Line(text, category, flag == "1", kind) for text, category, flag, kind in rows]


def mistyped(text: str, dice: random.Random) -> str:
    """The text as typed in a hurry: letters lost, doubled, swapped or written as they sound."""
    return " ".join(
        _mistyped(word, dice) if len(word) > 3 and dice.random() < TYPO_SHARE else word
        for word in text.split()
    )


def _mistyped(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    return dice.choice(
        (
            before + after,
            before + here + here + after,
            before + after[0] + here + after[1:],
            before + here.translate(_SOUND_ALIKE) + after,
            word.translate(_SOUND_ALIKE),
        )
    )


class Table:
    """Features as columns; those of too few lines are left out."""

    def __init__(self, read: list[dict[str, float]]) -> None:
        lines_with = Counter(name for found in read for name in found)
        self.names = sorted(name for name, lines in lines_with.items() if lines >= LINES)
        self._column = {name: at for at, name in enumerate(self.names)}

    def matrix(self, read: list[dict[str, float]]) -> csr_matrix:
        """A row for each line."""
        cells = [
            (row, self._column[name], value)
            for row, found in enumerate(read)
            for name, value in found.items()
            if name in self._column
        ]
        rows, columns, values = zip(*cells, strict=True)
        at = (np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32))
        return csr_matrix((np.array(values), at), shape=(len(read), len(self.names)))


def fit(matrix: csr_matrix, wanted: "np.ndarray", *, danger: bool) -> LogisticRegression:  # type: ignore[type-arg]
    """One yes-or-no question."""
    weights = None if danger else "balanced"
    model = LogisticRegression(
        C=STRENGTH[danger], solver="liblinear", class_weight=weights, max_iter=300, tol=1e-3
    )
    return model.fit(matrix, wanted)


def train(lines: list[Line], matrix: csr_matrix, categories: list[str]) -> list[LogisticRegression]:
    """A regression for SENSITIVE and one for each category; lines stand twice in the matrix."""
    twice = lines + lines
    danger = np.array([line.sensitive for line in twice])
    models = [fit(matrix, danger, danger=True)]
    for name in categories:
        models.append(
            fit(matrix, np.array([line.category == name for line in twice]), danger=False)
        )
    return models


def foretold(lines: list[Line], clean: csr_matrix, rough: csr_matrix) -> "np.ndarray":  # type: ignore[type-arg]
    """The score of each line for SENSITIVE by a model that did not see it."""
    parts = np.random.default_rng(SEED).integers(0, PARTS, len(lines))
    danger = np.array([line.sensitive for line in lines])
    scores = np.zeros(len(lines))
    for part in range(PARTS):
        out = parts == part
        seen = vstack([clean[~out], rough[~out]], format="csr")
        model = fit(seen, np.tile(danger[~out], 2), danger=True)
        scores[out] = model.decision_function(clean[out])
    return scores


def cut_off(lines: list[Line], scores: "np.ndarray") -> float:  # type: ignore[type-arg]
    """The score above which CALM of the harmless lines lie; prints what it means by language."""
    danger = np.array([line.sensitive for line in lines])
    kinds = np.array([line.kind for line in lines])
    cut = float(np.quantile(scores[~danger], 1 - CALM))
    for kind in ("all", *sorted(set(kinds))):
        here = np.full(len(lines), True) if kind == "all" else kinds == kind
        alarms, calm = scores[here & danger] >= cut, scores[here & ~danger] >= cut
        print(  # noqa: T201 - a command speaks
            f"{kind}: recall {alarms.mean():.3f} of {len(alarms)}, "
            f"false alarms {calm.mean():.3f} of {len(calm)}"
        )
    return cut


def write(
    path: Path, names: list[str], labels: list[str], models: list[LogisticRegression], cut: float
) -> int:
    """Writes the weights that matter; the bias of SENSITIVE makes `cut` a chance of ALARM_FROM."""
    table = np.rint(np.vstack([model.coef_[0] for model in models]) * SCALE).astype(int)
    weights: dict[str, list[int]] = {}
    for column, name in enumerate(names):
        told = [(at, int(table[at, column])) for at in range(len(labels))]
        flat = [number for at, weight in told if abs(weight) >= LEAST for number in (at, weight)]
        if flat:
            weights[name] = flat
    biases = [float(model.intercept_[0]) for model in models]
    biases[0] += float(np.log(ALARM_FROM / (1 - ALARM_FROM))) - cut
    rounded = [round(bias, 3) for bias in biases]
    held = {"labels": labels, "biases": rounded, "scale": SCALE, "weights": weights}
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    path.write_text(text + "\n", encoding="utf-8")
    return len(text.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "bot" / "catalog" / "triage_model.json")
    arguments = parser.parse_args()
    meanings = load_meanings(ROOT / "bot" / "catalog" / "triage_words.yaml")
    lines, dice = read_lines(), random.Random(SEED)  # noqa: S311 - the same typos each time
    clean = [features(words_of(line.text), meanings) for line in lines]
    rough = [features(words_of(mistyped(line.text, dice)), meanings) for line in lines]
    table = Table(clean + rough)
    sides = table.matrix(clean), table.matrix(rough)
    cut = cut_off(lines, foretold(lines, *sides))
    categories = sorted({line.category for line in lines})
    models = train(lines, vstack(sides, format="csr"), categories)
    size = write(arguments.out, table.names, [SENSITIVE, *categories], models, cut)
    print(f"{len(lines)} lines, {len(table.names)} features, {size} bytes")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
