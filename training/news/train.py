"""Trains the news model on training/news/*.tsv and writes bot/catalog/news_model.json.

Needs training/news/requirements.txt. Every line of the tables was written for this training:
topics (commas; "-" for not relevant; "?" behind a topic that one reader would give and another
would not), title, summary. Prints how well the lines of one sitting are
decided by the others' model before it trains on all.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from bot.news.catalog_news import load_news_facts  # noqa: E402 - after the path of the repository
from bot.rules.news.news_catalog import NewsCatalog  # noqa: E402 - as above
from bot.rules.news.news_features import features  # noqa: E402 - as above
from bot.rules.news.news_model import RELEVANT, NewsModel  # noqa: E402 - as above
from bot.rules.news.relevance import tier_by_patterns, tier_with_model  # noqa: E402 - as above
from bot.rules.news.topics import topics_with_model  # noqa: E402 - as above
from bot.rules.text.linear import LinearModel  # noqa: E402 - after the path of the repository
from bot.rules.text.sightings import Sightings, look  # noqa: E402 - as above
from bot.rules.text.units import Units, unit_labels  # noqa: E402 - as above
from storage.records.news import EntryText  # noqa: E402 - as above
from training.units import Learnt, learn  # noqa: E402 - as above

STRENGTH = 1.0  # of topics, chosen by cross-validation
NETS = 3  # that tell together what is relevant
SCALE = 100  # weights are written as whole hundredths
LEAST = 4  # … and left out when smaller than this many hundredths
LEAST_OF_NET = 8  # a net among several has only a share of the say
LINES = 2  # what stands in fewer lines says nothing
MAYBE = 0.5  # how much a yes weighs where readers differ; the rest is a no
NO_MODEL = NewsModel(LinearModel((), (), {}), Units(RELEVANT, 0.0, ()))


@dataclass(frozen=True)
class Line:
    """One labelled text and the table it stands in; readers differ about topics that `may` be."""

    sitting: str
    topics: frozenset[str]
    may: frozenset[str]
    text: EntryText

    def chance(self, topic: str) -> float:
        """How much of a yes the topic is: 1, 0, or MAYBE."""
        return MAYBE if topic in self.may else float(topic in self.topics)


def read_lines() -> list[Line]:
    """All lines of all tables; a table's name is kk_1.tsv, and its sitting is 1."""
    lines = []
    for path in sorted(HERE.glob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            topics, title, summary = row.split("\t")
            named = frozenset(topics.split(",")) - {"-"}
            may = frozenset(topic for topic in named if topic.endswith("?"))
            open_ones = frozenset(topic.removesuffix("?") for topic in may)
            sitting = path.stem.partition("_")[2]
            lines.append(Line(sitting, named - may, open_ones, EntryText(title, summary)))
    return lines


def fit(matrix: csr_matrix, chances: np.ndarray) -> LogisticRegression:
    """One yes-or-no question; a line that is a yes only in part is told with both answers."""
    yes, no = np.flatnonzero(chances > 0), np.flatnonzero(chances < 1)
    shares = np.concatenate([chances[yes] / chances.sum(), 1 - chances[no]])
    shares[len(yes) :] /= (1 - chances).sum()  # yes and no weigh alike, however rare a topic is
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, random_state=0, max_iter=1000
    )
    answers = np.arange(len(shares)) < len(yes)
    weights = shares * len(chances) / 2
    return model.fit(matrix[np.concatenate([yes, no])], answers, sample_weight=weights)


def matrix_of(read: list[dict[str, float]]) -> tuple[csr_matrix, list[str]]:
    """A row for each line, and the names of its columns: features of at least LINES lines."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform(read)
    kept = np.asarray((matrix > 0).sum(0)).ravel() >= LINES
    matrix = matrix[:, kept].tocsr()
    matrix.indices, matrix.indptr = matrix.indices.astype("i4"), matrix.indptr.astype("i4")
    return matrix, list(vectors.get_feature_names_out()[kept])


@dataclass(frozen=True)
class Models:
    """The units that tell what is relevant, and a regression for each topic."""

    units: Learnt
    topics: list[LogisticRegression]

    def chances(self, matrix: csr_matrix, topics: tuple[str, ...]) -> list[dict[str, float]]:
        """For each row what the bot's model would say."""
        columns = [1 / (1 + np.exp(-self.units.scores(matrix)))]
        columns += [model.predict_proba(matrix)[:, 1] for model in self.topics]
        rows = np.column_stack(columns).tolist()
        return [dict(zip((RELEVANT, *topics), row, strict=True)) for row in rows]


def train(lines: list[Line], matrix: csr_matrix, topics: tuple[str, ...]) -> Models:
    """Units for what is relevant, and a regression for each topic on relevant lines only."""
    relevant = np.array([bool(line.topics) for line in lines])
    wanted = ([line.chance(topic) for line in lines if line.topics] for topic in topics)
    models = [fit(matrix[relevant], np.array(column)) for column in wanted]
    return Models(learn(matrix, relevant, NETS), models)


def write(path: Path, names: list[str], topics: tuple[str, ...], models: Models) -> int:
    """Writes the weights that matter; returns the file's size in bytes."""
    weights: dict[str, list[int]] = {}
    of_topics = np.vstack([model.coef_[0] for model in models.topics])
    table = np.rint(np.vstack([models.units.weights.T, of_topics]) * SCALE).astype(int)
    units = len(models.units.outs)
    table[:units][abs(table[:units]) < LEAST_OF_NET] = 0
    table[abs(table) < LEAST] = 0
    for column, name in enumerate(names):
        flat = [
            int(number)
            for at in np.flatnonzero(table[:, column])
            for number in (at, table[at, column])
        ]
        if flat:
            weights[name] = flat
    biases = [*models.units.biases, *(model.intercept_[0] for model in models.topics)]
    held = {
        "labels": [*unit_labels(RELEVANT, units), *topics],
        "biases": [round(float(bias), 3) for bias in biases],
        RELEVANT: models.units.written(),
        "scale": SCALE,
        "weights": weights,
    }
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    path.write_text(text + "\n", encoding="utf-8")
    return len(text.encode())


def cross_validate(
    lines: list[Line], seen: list[Sightings], matrix: csr_matrix, catalog: NewsCatalog
) -> None:
    """Decides about each sitting's lines, as the bot would, by a model of the other sittings."""
    topics = tuple(topic.id for topic in catalog.topics)
    sittings = np.array([line.sitting for line in lines])
    print("sitting  lines  precision  recall  F1     topics F1")  # noqa: T201 - a command speaks
    every = Tally()
    for sitting in sorted(set(sittings), key=int):
        inside = sittings == sitting
        models = train([line for line in lines if line.sitting != sitting], matrix[~inside], topics)
        tally = Tally()
        foretold = models.chances(matrix[inside], topics)
        for i, chances in zip(np.flatnonzero(inside), foretold, strict=True):
            given = decided(seen[i], catalog, chances)
            tally.add(lines[i].topics | (lines[i].may & given), given)
        every.join(tally)
        print(f"{sitting:>7}  {tally}")  # noqa: T201 - as above
    print(f"    all  {every}")  # noqa: T201 - as above


def decided(seen: Sightings, catalog: NewsCatalog, chances: dict[str, float]) -> frozenset[str]:
    """The topics that the bot would give; none for an entry that it would not take."""
    tier = tier_with_model(tier_by_patterns(seen, catalog)[0], chances[RELEVANT])
    if tier == "none":
        return frozenset()
    return frozenset(topic.id for topic in topics_with_model(seen, catalog, tier, chances))


@dataclass
class Tally:
    """Counts of decisions beside labels; a topic given to a line wrongly taken is wrong too."""

    lines: int = 0
    taken: int = 0
    wanted: int = 0
    right: int = 0
    named: int = 0  # topics, given and labelled together
    agreed: int = 0

    def add(self, labelled: frozenset[str], given: frozenset[str]) -> None:
        self.lines += 1
        self.taken += bool(given)
        self.wanted += bool(labelled)
        self.right += bool(given and labelled)
        self.named += len(given) + len(labelled)
        self.agreed += len(given & labelled)

    def join(self, other: "Tally") -> None:
        for name in ("lines", "taken", "wanted", "right", "named", "agreed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        # a sitting may hold nothing relevant
        precision, recall = self.right / max(1, self.taken), self.right / max(1, self.wanted)
        f1 = 2 * self.right / max(1, self.taken + self.wanted)
        topics = 2 * self.agreed / max(1, self.named)
        return f"{self.lines:5d}  {precision:9.3f}  {recall:6.3f}  {f1:.3f}  {topics:9.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "bot" / "catalog" / "news_model.json")
    parser.add_argument("--skip-validation", action="store_true")
    arguments = parser.parse_args()
    catalog: NewsCatalog = load_news_facts(ROOT / "bot" / "catalog", NO_MODEL)
    lines = read_lines()
    seen = [look(line.text, catalog) for line in lines]
    matrix, names = matrix_of([features(one, catalog) for one in seen])
    if not arguments.skip_validation:
        cross_validate(lines, seen, matrix, catalog)
    topics = tuple(topic.id for topic in catalog.topics)
    size = write(arguments.out, names, topics, train(lines, matrix, topics))
    print(  # noqa: T201 - a command speaks
        f"{len(lines)} lines, {len(names)} features, {size} bytes -> {arguments.out}"
    )


if __name__ == "__main__":
    main()
