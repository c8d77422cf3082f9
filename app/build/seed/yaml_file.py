"""Reading YAML with the line of every value, so that each finding can say where it is."""

import os
import re
import stat
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from app.build.findings import (
    DoubtCode,
    ErrorCode,
    Finding,
    Where,
    character,
    refused_character,
)
from app.build.seed import explain

T = TypeVar("T")

LARGEST = 10_000_000
"""Bytes of a seed file or archived text. A larger one is a mistake, and would fill the memory."""

DEEPEST = 30
"""How deep lists and mappings may be nested; seed files need eight levels."""


@dataclass
class YamlFile:
    """One YAML file: its data, with all scalars but null as text, and the line of each value.

    `doubts` are apart from `findings`, because a doubt may be accepted in the file. Lines are read
    when the first of them is needed, which is seldom, because most files have no findings.
    """

    path: Path
    name: str  # the path as findings print it
    data: Any = None
    findings: list[Finding] = field(default_factory=list)
    doubts: list[Finding] = field(default_factory=list)
    _lines: dict[Where, int] | None = field(default_factory=dict)  # None: read when needed

    @property
    def lines(self) -> dict[Where, int]:
        """The line of each value, from 1."""
        if self._lines is None:
            self._lines = {}  # also while they are read
            self._lines = _lines_of(self.path)
        return self._lines

    def line(self, *where: str | int) -> int:
        """The line of a value, from 1; if it has none, that of the nearest value around it."""
        lines = self.lines
        while where and where not in lines:
            where = where[:-1]
        return lines.get(where, 1)

    def report(
        self,
        code: ErrorCode,
        message: str,
        *where: str | int,
        hint: str | None = None,
        cause: str | None = None,
    ) -> None:
        """Add an error at the line of a value.

        `cause` is another file: if that cannot be read, the error only follows from it.
        """
        self.findings.append(self._finding(code, message, where, hint, cause))

    def doubt(
        self, code: DoubtCode, message: str, *where: str | int, hint: str | None = None
    ) -> None:
        """Add a doubt at the line of a value."""
        self.doubts.append(self._finding(code, message, where, hint, None))

    def item(self, where: Where) -> str | None:
        """The id of the item of the list, or of the file, that a value belongs to."""
        given = self.data
        if isinstance(given, list):
            inside = bool(where) and isinstance(where[0], int) and 0 <= where[0] < len(given)
            given = given[where[0]] if inside else None  # type: ignore[index]
        name = given.get("id") if isinstance(given, dict) else None
        return name[:100] if isinstance(name, str) else None

    def _finding(
        self,
        code: ErrorCode | DoubtCode,
        message: str,
        where: Where,
        hint: str | None,
        cause: str | None,
    ) -> Finding:
        line = self.line(*where)
        return Finding(self.name, line, message, hint, code, self.item(where), where, cause)

    def parse(self, adapter: TypeAdapter[T]) -> T | None:
        """Validate the data. Every error becomes a finding; the result is None if there is any.

        Of data without errors only the ids are kept, which findings name.
        """
        if self.findings:
            return None
        try:
            parsed = adapter.validate_python(self.data)
        except ValidationError as error:
            for found in explain.errors(error, self.data, adapter):
                self.report(found.code, found.message, *found.where, hint=found.hint)
            return None
        self.data = _only_ids(self.data)
        return parsed


def _only_ids(data: object) -> object:
    """Data in which of each item, or of the only one, nothing but the id is left."""
    if isinstance(data, list):
        return [_only_ids(item) if isinstance(item, dict) else None for item in data]
    return {"id": data["id"]} if isinstance(data, dict) and "id" in data else {}


def _lines_of(path: Path) -> dict[Where, int]:
    """The line of each value of a file that was read; none if it is not there any more."""
    lines: dict[Where, int] = {}
    try:
        text = _with_plain_line_ends(path.read_bytes().decode("utf-8"))
        if not _too_deep(text) and (node := _composed(text)) is not None:
            _Values(YamlFile(path, path.name, _lines=lines), text, lines).add(node)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        pass
    return lines


def read_yaml(path: Path, root: Path) -> YamlFile:
    """Read one file below the seed folder `root`.

    What is not plain YAML is a finding: syntax errors, duplicate keys, anchors and tags, bytes that
    are not UTF-8, a file that is too large or nested too deep, one outside of the folder.
    """
    file = YamlFile(path, path.relative_to(root.parent).as_posix())
    raw = read_bytes(file, path, root)
    if raw is None:
        return file
    text = _decoded(file, raw)
    if text is None:
        return file
    file._lines = None
    try:
        if _too_deep(text):
            message = f"lists and mappings are nested more than {DEEPEST} deep"
            file.report(ErrorCode.too_large, message)
            return file
        node = _composed(text)
        if node is not None:
            _Values(file, text).add(node)
    except yaml.MarkedYAMLError as error:
        at, message, hint = explain.syntax(error, text)
        file.findings.append(Finding(file.name, at, message, hint, ErrorCode.not_yaml))
    except yaml.YAMLError:
        file.report(ErrorCode.not_yaml, "is not YAML")
    return file


def read_bytes(file: YamlFile, path: Path, root: Path, *where: str | int) -> bytes | None:
    """The bytes of a file of the seed; None, and a finding of `file`, if it must not be read."""
    try:
        if not _is_inside(path, root):
            message = f"{path.name} is a link to a place outside of the seed: put the file here"
            file.report(ErrorCode.outside_seed, message, *where)
            return None
        found = path.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):  # a pipe, a device
            file.report(ErrorCode.missing_file, f"{path.name} is not a plain file", *where)
            return None
        if found.st_size > LARGEST:
            message = f"{path.name} has more than {LARGEST // 1_000_000} million bytes"
            file.report(ErrorCode.too_large, message, *where)
            return None
        return path.read_bytes()
    except FileNotFoundError:
        file.report(ErrorCode.missing_file, "the file is missing", *where)
    except (IsADirectoryError, NotADirectoryError):
        file.report(ErrorCode.missing_file, f"{path.name} is a folder, not a file", *where)
    except (OSError, RuntimeError):  # a link to itself, a device, no permission
        message = f"{path.name} cannot be opened: is it a link, or is a permission missing?"
        file.report(ErrorCode.missing_file, message, *where)
    return None


def _is_inside(path: Path, root: Path) -> bool:
    """Whether a file is in the seed, whatever links are on the way. Raises OSError or RuntimeError
    for a link to itself.
    """
    if os.path.islink(path):
        return path.resolve().is_relative_to(root.resolve())
    return _folder_is_inside(os.path.dirname(path), root)


@lru_cache(maxsize=1)  # several files of a folder are read one after the other
def _folder_is_inside(folder: str, root: Path) -> bool:
    return Path(folder).resolve().is_relative_to(root.resolve())


def not_utf8(raw: bytes, error: UnicodeDecodeError) -> tuple[int, str, str]:
    """Line, message and hint of bytes that are not UTF-8."""
    line = raw.count(b"\n", 0, error.start) + 1
    column = error.start - raw.rfind(b"\n", 0, error.start)
    message = f"is not UTF-8 (byte {error.start})"
    hint = f"byte {column} of line {line} is 0x{raw[error.start]:02X}; save the file as UTF-8"
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "the file is saved as UTF-16; save it as UTF-8"
    return line, message, hint


def _with_plain_line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decoded(file: YamlFile, raw: bytes) -> str | None:
    """The text of a YAML file. A byte order mark is no part of it; line ends become `\\n`."""
    try:
        text = _with_plain_line_ends(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line, message, hint = not_utf8(raw, error)
        file.findings.append(Finding(file.name, line, message, hint, ErrorCode.not_utf8))
        return None
    if refused := yaml.reader.Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, refused.start()) + 1
        column = refused.start() - text.rfind("\n", 0, refused.start())
        message = f"character {column} of this line is {character(refused[0])}, which YAML refuses"
        file.findings.append(
            Finding(file.name, line, message, "remove it", ErrorCode.refused_character)
        )
        return None
    return text


_BRACKETS = re.compile(r"[\[\]{}]")
_INDENTED = re.compile(rf"^[ \-?:]{{{2 * DEEPEST},}}", re.MULTILINE)


def _too_deep(text: str) -> bool:
    """Whether nodes are nested deeper than DEEPEST. Composing them would recurse as deep.

    Brackets and indentation are counted first, which is fast; only if there may be too many of
    them, the parser counts. Raises yaml.YAMLError.
    """
    depth = deepest = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    if deepest <= DEEPEST // 3 and not _INDENTED.search(text):
        return False
    depth = 0
    for event in yaml.parse(text, Loader=_quick or _Plain):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


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


_quick: Any = None
if hasattr(yaml, "CSafeLoader"):  # PyYAML may be built without libyaml

    class _Quick(yaml.CSafeLoader):
        """A loader that does not work out the type of each value: all of them are text."""

        def resolve(self, kind: object, value: object, implicit: object) -> str:
            return "tag:yaml.org,2002:str"

    _quick = _Quick


class _Plain(yaml.SafeLoader):
    """A loader that leaves dates, numbers and booleans as text: NO is Norway, 026 keeps its zero.

    It refuses aliases.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "anchors and aliases are not used here", mark
            )
        return super().compose_node(parent, index)


_VERBATIM = frozenset(
    {
        *("exact", "quoted", "heading", "statement", "narration", "role_as_printed", "title"),
        *("summary", "not_supported", "note", "reason", "caution", "rights"),
    }
)
"""Keys of sentences: a comment behind one on its line is more likely a part of it."""
_COMMENT = re.compile(r"( *)#([^\n]*)")
_STANDARD_TAGS = "!!"


class _Values:
    """Takes the data of the nodes of a file, and puts the lines of all values into `lines`."""

    def __init__(self, file: YamlFile, text: str, lines: dict[Where, int] | None = None) -> None:
        self.file = file
        self.text = text
        self.lines = lines
        # A mark counts U+0085, U+2028 and U+2029 as line ends too, which editors do not.
        self.starts = (
            None
            if not re.search("[\x85\u2028\u2029]", text)
            else [0, *(match.end() for match in re.finditer("\n", text))]
        )

    def add(self, node: yaml.Node) -> None:
        self.file.data = self._value(node, (), "")

    def _line(self, node: yaml.Node) -> int:
        mark = node.start_mark
        if self.starts is None:
            return int(mark.line) + 1
        return bisect_right(self.starts, mark.index)

    def _value(self, node: yaml.Node, where: Where, key: str) -> object:
        file = self.file
        if self.lines is not None:
            self.lines[where] = self._line(node)
        begins = node.start_mark.index
        if self.text[begins : begins + 1] in ("!", "&") and (
            not self.text.startswith(_STANDARD_TAGS, begins)
        ):
            word = re.split(r"\s", self.text[begins : begins + 40], maxsplit=1)[0]
            message = f"YAML would drop {word!r}, the first word of this value"
            file.report(ErrorCode.value_cut, message, *where, hint="put it in double quotes")
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, (*where, at), key) for at, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if message := refused_character(node.value):  # type: ignore[assignment]
            file.report(ErrorCode.refused_character, message, *where)
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        if plain and (comment := _COMMENT.match(self.text, node.end_mark.index)):
            spaces, words = comment.groups()
            joined = bool(words[:1].strip()) and " " in node.value
            if joined or (key in _VERBATIM and len(spaces) == 1 and node.value != "null"):
                message = f"YAML takes what follows ` #` for a comment: {words.strip()[:60]!r}"
                hint = "put the value in double quotes, or the comment on a line of its own"
                file.report(ErrorCode.value_cut, message, *where, hint=hint)
        return None if plain and node.value in ("", "~", "null") else node.value

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, object]:
        out: dict[str, object] = {}
        for key, item in node.value:
            name, code = str(key.value), None
            if not isinstance(key, yaml.ScalarNode):
                code, message = ErrorCode.not_yaml, "a key must be plain text"
                name = f"{name[:40]}…"
            elif name in out:
                code, message = ErrorCode.key_twice, f"the key {name[:100]!r} is given twice"
            if code is not None:
                finding = Finding(self.file.name, self._line(key), message, code=code)
                self.file.findings.append(finding)
            out[name] = self._value(item, (*where, name), name)
        return out
