"""Reads a YAML file node by node, so that each complaint names its line. Raises nothing."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.problems import Problem


@dataclass(slots=True)
class Sheet:
    """One file being read, and every problem found so far.

    Each reader gives an empty value after noting a problem: one mistake must not hide the next.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: yaml.Node | None, message: str) -> None:
        """Notes a problem at the line where the node begins."""
        line = node.start_mark.line + 1 if node is not None else None
        self.problems.append(Problem(self.file, line, message))

    def root(self, path: Path) -> yaml.Node | None:
        """The file's document, or None when it is missing, empty or no YAML."""
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_loader())
        except (OSError, UnicodeDecodeError) as error:
            self.wrong(None, f"cannot be read: {error}")
            return None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else None
            self.problems.append(Problem(self.file, line, f"is not YAML: {error.problem}"))
            return None
        except yaml.YAMLError as error:
            self.wrong(None, f"is not YAML: {error}")
            return None
        if node is None:
            self.wrong(None, "is empty")
        return node

    def fields(
        self,
        node: yaml.Node | None,
        required: frozenset[str],
        optional: frozenset[str] = frozenset(),
    ) -> dict[str, yaml.Node]:
        """A mapping's values by name; unknown, doubled and missing names are problems."""
        if node is None:
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in self.pairs(node):
            name = str(key.value)
            if name in found:
                self.wrong(key, f"`{name}` is given twice")
            elif name not in required | optional:
                self.wrong(key, f"unknown field `{name}`; known: {_listed(required | optional)}")
            found[name] = value
        for name in sorted(required - found.keys()):
            self.wrong(node, f"`{name}` is missing")
        return found

    def pairs(self, node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
        """A mapping's keys and values in their order."""
        if node is None:
            return []
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "must be a mapping (name: value)")
            return []
        return list(node.value)

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        """A list's members."""
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, "must be a list (lines that begin with -)")
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None) -> str:
        """A filled text; numbers and flags are refused, since quotes were forgotten."""
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or not node.tag.endswith(":str") or not node.value:
            self.wrong(node, "must be a text")
            return ""
        return str(node.value)

    def flag(self, node: yaml.Node | None) -> bool:
        """True or false; False when the field is absent."""
        if node is None:
            return False
        if not isinstance(node, yaml.ScalarNode) or node.value not in ("true", "false"):
            self.wrong(node, "must be true or false")
            return False
        return bool(node.value == "true")


def _loader() -> type[yaml.SafeLoader]:
    """The same rules in C where PyYAML was built with it: ten times faster."""
    found: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return found


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
