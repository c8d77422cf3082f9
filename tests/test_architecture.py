"""The rules of the house that a program can hold (docs/architecture.md, CONTRIBUTING.md)."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.edge.answers import EDGE_ONLY
from app.settings import ROOT

# A ring imports only from the rings below it and from itself. Every room has a ring: a new one must
# be given its own.
ORDER = (
    "settings",
    "problems",
    "domain",
    "store",
    "lookup",
    "api",
    "dataset",
    "sources",
    "statements",
    "speakers",
    "positions",
    "countries",
    "changes",
    "html",
    "embeds",
    "pages",
    "discovery",
    "edge",
    "observability",
    "build",
    "main",
    "asgi",
    "cli",
)
"""The folders and modules directly below `app`. Each imports only from itself and those before."""

EDGE_IMPORTS = {"problems", "settings"}  # the edge knows bytes and headers, nothing of the domain
WEB = {"fastapi", "starlette", "uvicorn"}
SQL = {"sqlalchemy", "sqlmodel", "sqlite3", "alembic"}
OUTSIDE = {
    "os",
    "io",
    "pathlib",
    "sys",
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "asyncio",
    "logging",
}

MODULES = sorted((ROOT / "app").rglob("*.py"))
WRITTEN = [*MODULES, *sorted((ROOT / "migrations").rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    """A file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """A module as it is imported, without the package: `queries.listing`."""
    return (
        ".".join(path.relative_to(ROOT / "app").with_suffix("").parts).removesuffix(".__init__")
        or "__init__"
    )


def room(module: str) -> str:
    """The room of a module: its file or folder directly below `app`."""
    return module.partition(".")[0]


def ids(path: Path) -> str:
    """How a parametrised test names a file."""
    return path.relative_to(ROOT).as_posix()


@cache
def imported(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in the file; of `app` without the package."""
    known = {name(one) for one in MODULES}
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    out: set[str] = set()
    for one in found:
        if not one.startswith("app."):
            out.add(one)
            continue
        inside = one.removeprefix("app.")
        while inside and inside not in known:
            inside = inside.rpartition(".")[0]
        out.add(f"app.{inside}" if inside else "app")
    return frozenset(out)


def ours(path: Path) -> set[str]:
    """The modules of `app` that a file imports."""
    return {one.removeprefix("app.") for one in imported(path) if one.startswith("app.")}


def packages(path: Path) -> set[str]:
    """The packages of others that a file imports."""
    return {one.partition(".")[0] for one in imported(path)} - {"app"}


def place(path: Path, node: ast.AST) -> str:
    """File and line."""
    return f"{ids(path)}:{getattr(node, 'lineno', 0)}"


class TestFolders:
    """One direction of imports, and what each folder may know (docs/architecture.md)."""

    def test_every_folder_has_a_place(self) -> None:
        assert {room(name(path)) for path in MODULES} - {"__init__"} == set(ORDER)

    @pytest.mark.parametrize("path", MODULES, ids=ids)
    def test_imports_go_one_way(self, path: Path) -> None:
        folder = room(name(path))
        others = {room(module) for module in ours(path)} - {folder}
        later = set(ORDER[ORDER.index(folder) :]) if folder in ORDER else set(ORDER)
        assert others & later == set()

    def test_no_circles(self) -> None:
        """Two modules that need each other are one, or three."""
        graph = {name(path): ours(path) - {name(path)} for path in MODULES}
        done: set[str] = set()

        def walk(module: str, way: tuple[str, ...]) -> None:
            assert module not in way, " → ".join((*way, module))
            if module not in done:
                for other in sorted(graph.get(module, ())):
                    walk(other, (*way, module))
                done.add(module)

        for module in graph:
            walk(module, ())

    def test_the_edge_knows_nothing_of_the_domain(self) -> None:
        for path in (path for path in MODULES if room(name(path)) == "edge"):
            assert {room(module) for module in ours(path)} - {"edge"} <= EDGE_IMPORTS, ids(path)

    @pytest.mark.parametrize(
        "path", [path for path in MODULES if room(name(path)) == "domain"], ids=ids
    )
    def test_the_domain_is_pure(self, path: Path) -> None:
        assert packages(path) & (WEB | SQL | OUTSIDE) == set()
        called = {
            node.func.id
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert called & {"open", "print", "input", "exec", "eval"} == set()

    def test_the_build_imports_nothing_of_the_web(self) -> None:
        for path in (path for path in MODULES if room(name(path)) == "build"):
            assert packages(path) & WEB == set(), ids(path)

    def test_only_the_build_writes(self) -> None:
        writing = {"sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete"}
        for path in (path for path in MODULES if room(name(path)) != "build"):
            assert not imported(path) & writing, ids(path)


def constants(path: Path) -> Iterator[ast.Constant]:
    """Every text in a file but docstrings."""
    docs = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str | bytes)
            and id(node) not in docs
        ):
            yield node


def test_only_the_edge_sets_its_headers() -> None:
    """CORS, validators, lengths and the request id hold for the bytes sent, which only the edge
    knows.
    """
    names = {header.decode() for header in EDGE_ONLY}
    assert {"etag", "access-control-allow-origin"} <= names
    found = []
    for path in (path for path in MODULES if room(name(path)) != "edge"):
        for node in constants(path):
            text = (
                node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)
            )
            if text.lower() in names or text.lower().startswith("access-control-"):
                found.append(f"{place(path, node)} {text}")
    assert found == []


def caught(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Names that stand for an exception, each with the code in which they do."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name, node
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for argument in node.args.args:
                kind = ast.unparse(argument.annotation) if argument.annotation else ""
                if kind.endswith(("Exception", "Error")):
                    yield argument.arg, node


def worded(node: ast.AST, exception: str) -> bool:
    """Whether a piece of code turns an exception into words."""
    match node:
        case ast.Call(
            func=ast.Name(id="str" | "repr" | "format" | "ascii"), args=[ast.Name(id=given), *_]
        ):
            return given == exception
        case ast.Call(func=ast.Attribute(attr="format" | "join"), args=arguments):
            return any(isinstance(one, ast.Name) and one.id == exception for one in arguments)
        case (
            ast.FormattedValue(value=ast.Name(id=given))
            | ast.Attribute(value=ast.Name(id=given), attr="args")
        ):
            return given == exception
        case ast.BinOp(op=ast.Mod(), right=right):
            return any(isinstance(one, ast.Name) and one.id == exception for one in ast.walk(right))
    return False


def test_no_words_of_an_exception_leave() -> None:
    """House rule 4: no `str(exc)`. They may hold paths, SQL or what a stranger sent; problems say
    things in our words.
    """
    found = [
        place(path, node)
        for path in MODULES
        if room(name(path)) not in ("build", "cli")
        for exception, code in caught(path)
        for node in ast.walk(code)
        if worded(node, exception)
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "str(e)",
        "f'{e}'",
        "f'{e!r}'",
        "'%s' % e",
        "'%s' % (e, 1)",
        "'{}'.format(e)",
        "e.args",
        "repr(e)",
    ],
)
def test_words_of_an_exception_would_be_seen(code: str) -> None:
    assert any(worded(node, "e") for node in ast.walk(ast.parse(code)))


def test_nobody_asks_what_day_it_is() -> None:
    """An answer is a function of the release, the dataset, the public URL and the request; so is a
    dataset of its seed.

    The access log says when something was asked, and no answer reads it.
    """
    found = []
    for path in WRITTEN:
        if path.name == "access_log.py":
            continue
        for node in ast.walk(tree(path)):
            match node:
                case ast.Attribute(
                    attr="today"
                    | "now"
                    | "utcnow"
                    | "fromtimestamp"
                    | "localtime"
                    | "gmtime"
                    | "time_ns"
                ):
                    found.append(place(path, node))
                case ast.Attribute(value=ast.Name(id="time"), attr="time" | "strftime" | "ctime"):
                    found.append(place(path, node))
                case ast.ImportFrom(module="time"):
                    if {alias.name for alias in node.names} - {
                        "monotonic",
                        "perf_counter",
                        "sleep",
                    }:
                        found.append(place(path, node))
        found += [
            place(path, node)
            for node in constants(path)
            if isinstance(node.value, str)
            and re.search(r"\bCURRENT_(DATE|TIME)|\('now'|\bunixepoch\(\)", node.value)
        ]
    assert found == []


def test_nothing_is_left_to_do() -> None:
    """What is not done is not in the code; it is known elsewhere."""
    word = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b")
    files = [*WRITTEN, *(ROOT / "tests").rglob("*.py"), *(ROOT / "seed").rglob("*.yaml")]
    assert [ids(path) for path in files if word.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_public_names_are_explained(path: Path) -> None:
    """Modules, classes, functions and methods that others use say what they are (house rule 9)."""
    missing = [] if ast.get_docstring(tree(path)) else [f"{ids(path)}:1"]

    def look(nodes: list[ast.stmt]) -> None:
        for node in nodes:
            if isinstance(
                node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            ) and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    missing.append(f"{place(path, node)} {node.name}")
                if isinstance(node, ast.ClassDef):
                    look(node.body)

    look(tree(path).body)
    assert missing == []


def put_together(code: ast.AST) -> Iterator[ast.Call]:
    """Every place that gives a text of several parts to something that takes SQL."""
    takes_sql = {"text", "literal_column", "execute", "executescript", "exec_driver_sql"}
    for node in ast.walk(code):
        if (
            isinstance(node, ast.Call)
            and node.args
            and ast.unparse(node.func).rpartition(".")[2] in takes_sql
        ):
            given = node.args[0]
            joined = isinstance(given, ast.Call) and ast.unparse(given.func).rpartition(".")[2] in (
                "format",
                "join",
            )
            if joined or isinstance(given, ast.JoinedStr | ast.BinOp):
                yield node


def test_no_sql_is_put_together_from_text() -> None:
    """Values are bound. Neither text() nor execute() takes an f-string, a sum or a format."""
    assert [place(path, node) for path in WRITTEN for node in put_together(tree(path))] == []


@pytest.mark.parametrize(
    "code",
    ["text(f'{a}')", "sa.text('a' + b)", "op.execute('%s' % a)", "c.execute('{}'.format(a))"],
)
def test_sql_from_text_would_be_seen(code: str) -> None:
    assert list(put_together(ast.parse(code)))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a checkout")
class TestTracked:
    """What is committed holds for everybody."""

    @pytest.fixture
    def files(self) -> dict[str, str]:
        """Every tracked text file that still stands."""
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        paths = [ROOT / one for one in listed.split("\0") if one and (ROOT / one).is_file()]
        found: dict[str, str] = {}
        for path in paths:
            try:
                found[ids(path)] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
        assert "pyproject.toml" in found
        return found

    def test_no_package_index_is_named(self, files: dict[str, str]) -> None:
        """Where packages come from is the business of whoever installs them."""
        hosts = [
            "pypi" + ".org",
            "python" + "hosted.org",
            "registry.npm" + "js.org",
            "index" + "-url",
            "INDEX" + "_URL",
            "--find" + "-links",
        ]
        assert [
            f"{path}: {host}" for path, text in files.items() for host in hosts if host in text
        ] == []

    def test_locks_name_versions_and_hashes_only(self, files: dict[str, str]) -> None:
        locks = {path: text for path, text in files.items() if path.startswith("locks/")}
        assert locks
        for path, text in locks.items():
            assert "://" not in text, path
            pinned = [line for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
            assert pinned, path
            assert [line for line in pinned if "==" not in line] == [], path

    def test_no_dataset_is_committed(self, files: dict[str, str]) -> None:
        """Datasets are made from the seed; the ledger remembers them."""
        assert [
            path for path in files if path.startswith("datasets/") or path.endswith(".sqlite")
        ] == []
