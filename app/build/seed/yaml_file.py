"""Reading YAML with the line of every value, so that each finding can say where it is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from app.build.findings import Finding, refused_character

T = TypeVar("T")
Where = tuple[str | int, ...]  # the path to a value: keys and list indexes from the top


@dataclass
class YamlFile:
    """One YAML file: its data, with all scalars but null as text, and the line of each value."""

    path: Path
    name: str  # the path as findings print it
    data: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, *where: str | int) -> int:
        """The line of a value, from 1; if it has none, that of the nearest value around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def report(self, message: str, *where: str | int, hint: str | None = None) -> None:
        """Add a finding at the line of a value."""
        self.findings.append(Finding(self.name, self.line(*where), message, hint))

    def parse(self, adapter: TypeAdapter[T]) -> T | None:
        """Validate the data. Every error becomes a finding; the result is None if there is any."""
        if self.findings:
            return None
        try:
            return adapter.validate_python(self.data)
        except ValidationError as error:
            for item in error.errors(include_url=False, include_input=True):
                where = tuple(part for part in item["loc"] if part != "[key]")
                message = item["msg"].removeprefix("Value error, ")
                if isinstance(item["input"], str):
                    message += f" (given: {item['input'][:80]!r})"
                self.report(f"{'.'.join(map(str, where)) or 'the file'}: {message}", *where)
            return None


def read_yaml(path: Path, root: Path) -> YamlFile:
    """Read one file below the seed folder `root`.

    Syntax errors, duplicate keys, anchors and bytes that are not UTF-8 are findings.
    """
    file = YamlFile(path, path.relative_to(root.parent).as_posix())
    try:
        node = _composed(path.read_text(encoding="utf-8"))
        if node is not None:
            file.data = _value(file, node, ())
    except FileNotFoundError:
        file.report("the file is missing")
    except UnicodeDecodeError as error:
        file.report(f"is not UTF-8 (byte {error.start})")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"is not YAML: {error.problem}"
        file.findings.append(Finding(file.name, line, message, error.context))
    except yaml.YAMLError:
        file.report("is not YAML: it has characters that YAML does not allow")
    return file


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a YAML text. Raises yaml.YAMLError.

    libyaml is five times faster. It would accept aliases, and tabs between words; and if it fails,
    the messages of the slow loader are better.
    """
    if _quick is not None and "*" not in text and "\t" not in text:
        try:
            return yaml.compose(text, Loader=_quick)
        except yaml.YAMLError:
            pass
    return yaml.compose(text, Loader=_Plain)


_quick: Any = getattr(yaml, "CSafeLoader", None)  # PyYAML may be built without libyaml


class _Plain(yaml.SafeLoader):
    """A loader that leaves dates, numbers and booleans as text: NO is Norway, 026 keeps its zero.

    It refuses anchors and aliases.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "anchors and aliases are not used here", mark
            )
        return super().compose_node(parent, index)


def _value(file: YamlFile, node: yaml.Node, where: Where) -> object:
    """The data of a node; the lines of all values in it are noted in `file`."""
    file.lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(file, item, (*where, number)) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        out: dict[str, object] = {}
        for key, item in node.value:
            line, name = key.start_mark.line + 1, str(key.value)
            if not isinstance(key, yaml.ScalarNode):
                file.findings.append(Finding(file.name, line, "a key must be plain text"))
            elif name in out:
                file.findings.append(Finding(file.name, line, f"the key {name!r} is given twice"))
            out[name] = _value(file, item, (*where, name))
        return out
    if message := refused_character(node.value):
        file.report(message, *where)
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if plain and node.value in ("", "~", "null") else node.value
