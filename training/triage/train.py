"""Trains the triage model on training/triage/sitting_*.tsv; writes bot/catalog/triage_model.json.

Needs training/triage/requirements.txt. Every line of the tables was written for this training:
text, category, sensitive (0 or 1), kind of language. Prints how well lines are foretold by others
before it trains on all. kept_apart*.tsv and not_learnt/ are never read here.
"""

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from bot.desk.catalog_triage import load_meanings  # noqa: E402 - after the path of the repository
from bot.rules.desk.triage import ALARM_FROM, HEARD  # noqa: E402 - as above
from bot.rules.desk.triage_features import features, words_of  # noqa: E402 - as above
from bot.rules.text.units import unit_labels  # noqa: E402 - as above
from training.units import SEED, UNITS, Learnt, learn  # noqa: E402 - as above

STRENGTH = 6.0  # of the categories, by cross-validation
CALM = 0.08  # false alarms that the cut-off may cost on harmless lines of sittings not seen …
MISLEADING = ("10", "14", "15", "25", "26", "27")  # … but for these, written to sound dangerous
SCALE = 40  # weights are written as whole fortieths
LEAST = 3  # … and left out when smaller than this many
LINES = 3  # pieces that stand in fewer lines say nothing
PARTS = 4  # of the cross-validation
TYPO_SHARE = 0.3  # of the words of a line's copy
_SOUND_ALIKE = str.maketrans("оаеиуүіыңғқәө", "аоиеүуыінгкао")


@dataclass(frozen=True)
class Line:
    """One labelled message and the table it stands in."""

    text: str
    category: str
    sensitive: bool
    kind: str
    sitting: str


def read_lines(pattern: str = "sitting_*.tsv") -> list[Line]:
    """All lines of all tables of that name."""
    rows = [
        (*row.split("\t"), path.stem)
        for path in sorted(HERE.glob(pattern))
        for row in path.read_text(encoding="utf-8").splitlines()
    ]
    return [Line(text, about, flag == "1", kind, told) for text, about, flag, kind, told in rows]


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


def learn_category(matrix: csr_matrix, wanted: "np.ndarray") -> LogisticRegression:
    """One yes-or-no question."""
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", class_weight="balanced", max_iter=300, tol=1e-2
    )
    return model.fit(matrix, wanted)


def part_of(lines: list[Line]) -> "np.ndarray":
    """The part of each line: whole sittings, the largest into the emptiest part."""
    sizes, part = Counter(line.sitting for line in lines), {}
    filled = [0] * PARTS
    for sitting, size in sizes.most_common():
        part[sitting] = min(range(PARTS), key=filled.__getitem__)
        filled[part[sitting]] += size
    found: np.ndarray = np.array([part[line.sitting] for line in lines])
    return found


def foretold(lines: list[Line], clean: csr_matrix, rough: csr_matrix) -> "np.ndarray":
    """The score of each line for danger by units that saw nothing of its sitting."""
    parts = part_of(lines)
    danger = np.array([line.sensitive for line in lines])
    scores = np.zeros(len(lines))
    for part in range(PARTS):
        out = parts == part
        seen = vstack([clean[~out], rough[~out]], format="csr")
        scores[out] = learn(seen, np.tile(danger[~out], 2)).scores(clean[out])
    return scores


def cut_off(lines: list[Line], scores: "np.ndarray") -> float:
    """The score above which CALM of the ordinary lines lie; prints what it means by language."""
    danger = np.array([line.sensitive for line in lines])
    kinds = np.array([line.kind for line in lines])
    odd = np.array([line.sitting.removeprefix("sitting_") in MISLEADING for line in lines])
    cut = float(np.quantile(scores[~danger & ~odd], 1 - CALM))
    for kind in ("all", *sorted(set(kinds))):
        here = np.full(len(lines), True) if kind == "all" else kinds == kind
        alarms, calm = scores[here & danger] >= cut, scores[here & ~danger] >= cut
        print(  # noqa: T201 - a command speaks
            f"{kind}: recall {alarms.mean():.3f} of {len(alarms)}, "
            f"false alarms {calm.mean():.3f} of {len(calm)}"
        )
    return cut


def write(
    path: Path, names: list[str], labels: list[str], models: list[LogisticRegression], units: Learnt
) -> int:
    """Writes the weights that matter: of the units, then of the categories."""
    of_categories = np.vstack([model.coef_[0] for model in models])
    deaf = np.zeros((len(units.outs), 1))  # to HEARD, the last of the names
    of_units = np.hstack([units.weights.T, deaf])
    table = np.rint(np.vstack([of_units, of_categories]) * SCALE).astype(int)
    weights: dict[str, list[int]] = {}
    for column, name in enumerate(names):
        told = [(at, int(weight)) for at, weight in enumerate(table[:, column])]
        flat = [number for at, weight in told if abs(weight) >= LEAST for number in (at, weight)]
        if flat:
            weights[name] = flat
    biases = [*units.biases, *(model.intercept_[0] for model in models)]
    held = {
        "labels": [*unit_labels("danger", UNITS), *labels],
        "biases": [round(float(bias), 3) for bias in biases],
        "danger": units.written(),
        "scale": SCALE,
        "weights": weights,
    }
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    path.write_text(text + "\n", encoding="utf-8")
    return len(text.encode())


def learn_categories(
    lines: list[Line], sides: tuple[csr_matrix, csr_matrix], chances: "np.ndarray"
) -> tuple[list[str], list[LogisticRegression]]:
    """A question for each category; the last column is the chance of danger as foretold."""
    labels = sorted({line.category for line in lines})
    heard = csr_matrix(chances[:, None])
    both = vstack([hstack([side, heard]) for side in sides], format="csr")
    about = np.tile(np.array([line.category for line in lines]), len(sides))
    return labels, [learn_category(both, about == label) for label in labels]


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
    scores = foretold(lines, *sides)
    # the cut becomes a chance of ALARM_FROM
    shift = float(np.log(ALARM_FROM / (1 - ALARM_FROM))) - cut_off(lines, scores)
    units = learn(
        vstack(sides, format="csr"), np.tile(np.array([line.sensitive for line in lines]), 2)
    )
    units = replace(units, bias=units.bias + shift)
    labels, models = learn_categories(lines, sides, 1 / (1 + np.exp(-scores - shift)))
    size = write(arguments.out, [*table.names, HEARD], labels, models, units)
    print(f"{len(lines)} lines, {len(table.names)} features, {size} bytes")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
