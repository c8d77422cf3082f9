"""The rules of the code that a program can check (docs/architecture.md and CONTRIBUTING.md)."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from app.edge.answers import EDGE_ONLY
from app.settings import ROOT

# A folder or module of app/ imports only from those before it (docs/architecture.md, section The
# folders).
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
    "quotes",
    "html",
    "embeds",
    "pages",
    "discovery",
    "edge",
    "observability",
    "build",
    "replica",
    "curate",
    "verify",
    "main",
    "asgi",
    "export",
    "mcp_server",
    "usage",
    "cli",
)
# These may import even less than the order allows.
ONLY = {
    "edge": {"settings", "problems"},  # bytes and headers, nothing of the nouns
    "verify": {"settings", "build"},
    "cli": {
        "settings",
        "build",
        "replica",
        "curate",
        "verify",
        "export",
        "mcp_server",
        "usage",
    },  # it starts the service by name
}

WEB = {"fastapi", "starlette", "uvicorn"}
SQL = {"sqlalchemy", "sqlmodel", "sqlite3", "alembic"}
# What pure code does not need: files, processes, clocks, chance, the event loop.
OUTSIDE = {
    "asyncio",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "sys",
    "threading",
    "time",
}
WITHOUT_WEB = {
    "settings",
    "problems",
    "domain",
    "store",
    "lookup",
    "build",
    "replica",
    "verify",
}  # and these modules:
PLAIN = {"queries", "schemas", "render", "columns"}  # of a noun

MODULES = sorted((ROOT / "app").rglob("*.py"))
MIGRATIONS = sorted((ROOT / "migrations").rglob("*.py"))
PYTHON = [
    *MODULES,
    *MIGRATIONS,
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "benchmarks").rglob("*.py")),
]


@cache
def tree(path: Path) -> ast.Module:
    """A file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Every piece of the code in a file."""
    return list(ast.walk(tree(path)))


def module(path: Path) -> str:
    """The name of a module without the package: `statements.queries`."""
    parts = path.relative_to(ROOT / "app").with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__") or "__init__"


def folder(name: str) -> str:
    """The folder of a module below app/, or the module itself if it is in none."""
    return name.partition(".")[0]


def relative(path: Path) -> str:
    """A file as it is named in a test and in a failure."""
    return path.relative_to(ROOT).as_posix()


def line(path: Path, node: ast.AST) -> str:
    """File and line."""
    return f"{relative(path)}:{getattr(node, 'lineno', 0)}"


NAMES = frozenset(map(module, MODULES))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in the file."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    out: set[str] = set()
    for name in names:
        if not name.startswith("app."):
            out.add(name)
            continue
        inside = name.removeprefix("app.")
        while inside and inside not in NAMES:  # a name inside a module
            inside = inside.rpartition(".")[0]
        out.add(f"app.{inside}" if inside else "app")
    return frozenset(out)


def own_imports(path: Path) -> set[str]:
    """The modules of app/ that a file imports."""
    return {name.removeprefix("app.") for name in imports(path) if name.startswith("app.")}


def packages(path: Path) -> set[str]:
    """The packages of others that a file imports."""
    return {name.partition(".")[0] for name in imports(path)} - {"app"}


class TestImports:
    """Folders depend on each other in one direction."""

    def test_every_folder_has_a_place_in_the_order(self) -> None:
        assert {folder(module(path)) for path in MODULES} - {"__init__"} == set(ORDER)

    @pytest.mark.parametrize("name", ORDER)
    def test_a_folder_imports_only_from_those_before_it(self, name: str) -> None:
        allowed = ONLY.get(name, set(ORDER[: ORDER.index(name)])) | {name}
        wrong = [
            f"{relative(path)} imports {other}"
            for path in MODULES
            if folder(module(path)) == name
            for other in sorted(own_imports(path))
            if folder(other) not in allowed
        ]
        assert wrong == []

    def test_no_circles(self) -> None:
        """Modules that need each other are one module, or three."""
        graph = {module(path): own_imports(path) - {module(path)} for path in MODULES}
        done: set[str] = set()

        def visit(name: str, way: tuple[str, ...]) -> None:
            assert name not in way, " → ".join((*way, name))
            if name not in done:
                for other in sorted(graph.get(name, ())):
                    visit(other, (*way, name))
                done.add(name)

        for name in graph:
            visit(name, ())

    def test_routes_do_not_import_routes(self) -> None:
        wrong = [
            relative(path)
            for path in MODULES
            if module(path).endswith("routes")
            if any(name.endswith("routes") for name in own_imports(path))
        ]
        assert wrong == []

    @pytest.mark.parametrize(
        "path", [path for path in MODULES if folder(module(path)) == "domain"], ids=relative
    )
    def test_the_domain_is_pure(self, path: Path) -> None:
        """It reads no file, asks no clock, and knows neither the web nor SQL."""
        assert packages(path) & (WEB | SQL | OUTSIDE) == set()
        called = {
            node.func.id
            for node in nodes(path)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert called & {"open", "print", "input", "exec", "eval"} == set()

    def test_what_does_not_import_the_web(self) -> None:
        """Reading, building and rendering need no request."""
        wrong = [
            relative(path)
            for path in MODULES
            if folder(module(path)) in WITHOUT_WEB or path.stem in PLAIN
            if packages(path) & WEB
        ]
        assert wrong == []

    def test_a_build_loads_no_web(self) -> None:
        """Nor does anything that the build imports import it."""
        building = [module(path) for path in MODULES if folder(module(path)) == "build"]
        code = "import importlib, sys\n"
        code += f"for name in {building!r}: importlib.import_module('app.' + name)\n"
        code += f"print(sorted({WEB!r} & sys.modules.keys()))"
        loaded = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert loaded.stdout.strip() == "[]"

    def test_only_commands_load_the_tools_of_curators(self) -> None:
        wrong = [
            relative(path)
            for path in MODULES
            if folder(module(path)) not in ("curate", "cli")
            if any(folder(name) == "curate" for name in own_imports(path))
        ]
        assert wrong == []


def texts(path: Path) -> Iterator[ast.Constant]:
    """Every text in a file except docstrings."""
    docstrings = {id(node.value) for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
        if text and id(node) not in docstrings:
            yield node


def test_only_the_build_writes() -> None:
    """No INSERT, UPDATE or DELETE elsewhere, neither as a function nor as text."""
    functions = {f"sqlalchemy.{name}" for name in ("insert", "update", "delete")}
    statement = re.compile(r"\s*(INSERT|REPLACE|UPDATE|DELETE|CREATE|DROP|ALTER)\s+\w", re.ASCII)
    wrong = [
        relative(path)
        for path in MODULES
        if folder(module(path)) != "build"
        if imports(path) & functions
        or any(isinstance(node.value, str) and statement.match(node.value) for node in texts(path))
    ]
    assert wrong == []


def test_only_the_edge_sets_its_headers() -> None:
    """CORS, validators, lengths and the request id describe the bytes that are sent."""
    names = {header.decode() for header in EDGE_ONLY}
    assert {"etag", "access-control-allow-origin"} <= names
    wrong = []
    # These describe the headers, or send a request.
    others = {
        *("api.shared_responses", "api.openapi", "api.examples"),
        *("replica.remote", "export.own_service", "export.site", "mcp_server.answers"),
    }
    for path in (path for path in MODULES if folder(module(path)) != "edge"):
        for node in texts(path) if module(path) not in others else ():
            value = node.value
            header = (value.decode("latin-1") if isinstance(value, bytes) else str(value)).lower()
            if header in names or header.startswith("access-control-"):
                wrong.append(f"{line(path, node)} {header}")
    assert wrong == []


def exceptions(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Names of variables that are exceptions, each with the code in which they are."""
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler) and node.name:
            if node.type is None or ast.unparse(node.type) != "HttpParserUpgrade":  # an offset
                yield node.name, node
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for argument in node.args.args:
                kind = ast.unparse(argument.annotation) if argument.annotation else ""
                if kind.endswith(("Exception", "Error")):
                    yield argument.arg, node


def makes_text_of(node: ast.AST, exception: str) -> bool:
    """Whether a piece of code turns an exception into text."""
    match node:
        case ast.Call(func=ast.Name(id="str" | "repr" | "format" | "ascii"), args=[first, *_]):
            return isinstance(first, ast.Name) and first.id == exception
        case ast.Call(func=ast.Attribute(attr="format" | "join"), args=arguments):
            return any(isinstance(one, ast.Name) and one.id == exception for one in arguments)
        case (
            ast.FormattedValue(value=ast.Name(id=name))
            | ast.Attribute(value=ast.Name(id=name), attr="args")
        ):
            return name == exception
        case ast.BinOp(op=ast.Mod(), right=right):
            return any(isinstance(one, ast.Name) and one.id == exception for one in ast.walk(right))
    return False


def test_no_text_of_an_exception_leaves() -> None:
    """It may contain paths, SQL or what a stranger sent. Problems say things in our own words."""
    wrong = [
        line(path, node)
        for path in MODULES
        if folder(module(path)) not in ("build", "cli")
        for exception, code in exceptions(path)
        for node in ast.walk(code)
        if makes_text_of(node, exception)
    ]
    assert wrong == []


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
def test_text_of_an_exception_is_noticed(code: str) -> None:
    assert any(makes_text_of(node, "e") for node in ast.walk(ast.parse(code)))


def asks_the_time(node: ast.AST) -> bool:
    """Whether a piece of code asks what day or time it is; how long something takes is allowed."""
    clocks = {"today", "now", "utcnow", "fromtimestamp", "localtime", "gmtime", "time_ns"}
    match node:
        case ast.Attribute(value=ast.Name(id="time"), attr=name):
            return name in clocks | {"time", "strftime", "ctime"}
        case ast.Attribute(attr=name):
            return name in clocks
        case ast.ImportFrom(module="time", names=names):
            return bool({alias.name for alias in names} - {"monotonic", "perf_counter", "sleep"})
        case ast.Constant(value=str(text)):
            return bool(re.search(r"\bCURRENT_(DATE|TIME)|\('now'|\bunixepoch\(\)", text))
    return False


def test_nothing_asks_what_day_it_is() -> None:
    """An answer depends on release, dataset, public URL and request, and a dataset on its seed.

    The access log says when a request came; no answer reads it.
    """
    wrong = [
        line(path, node)
        for path in [*MODULES, *MIGRATIONS]
        if path.name != "access_log.py"
        for node in nodes(path)
        if asks_the_time(node)
    ]
    assert wrong == []


def joined_sql(code: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """Every call that runs SQL and gets a text that was put together."""
    running = {"text", "literal_column", "execute", "executescript", "exec_driver_sql"}
    for node in code:
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if ast.unparse(node.func).rpartition(".")[2] in running:
            first = node.args[0]
            joined = isinstance(first, ast.JoinedStr | ast.BinOp)
            if isinstance(first, ast.Call):
                joined = ast.unparse(first.func).rpartition(".")[2] in ("format", "join")
            if joined:
                yield node


def test_no_sql_is_put_together_from_text() -> None:
    """Values are bound parameters."""
    paths = [*MODULES, *MIGRATIONS]
    assert [line(path, node) for path in paths for node in joined_sql(nodes(path))] == []


@pytest.mark.parametrize(
    "code",
    ["text(f'{a}')", "sa.text('a' + b)", "op.execute('%s' % a)", "c.execute('{}'.format(a))"],
)
def test_sql_from_text_is_noticed(code: str) -> None:
    assert list(joined_sql(ast.walk(ast.parse(code))))


def test_public_names_have_docstrings() -> None:
    """Modules, classes, functions and methods that others use say what they are."""
    missing = [f"{relative(path)}:1" for path in MODULES if not ast.get_docstring(tree(path))]

    def look(path: Path, code: list[ast.stmt]) -> None:
        for node in code:
            named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            if named and not node.name.startswith("_"):
                if not ast.get_docstring(node):
                    missing.append(f"{line(path, node)} {node.name}")
                if isinstance(node, ast.ClassDef):
                    look(path, node.body)

    for path in MODULES:
        look(path, tree(path).body)
    assert missing == []


class TestLimits:
    """What may only get less."""

    SKIPPED_FORMATS = 10  # `fmt: skip`: `ruff format` lays out all other code
    LONG_LINES = 0  # in app/: lines of more than 100 columns that `ruff` has to accept
    UNTYPED = 24  # `Any` as the type of a parameter or of what a function returns

    def test_lines_have_at_most_100_columns(self) -> None:
        ruff = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
        assert ruff["line-length"] == 100
        code = "".join(path.read_text(encoding="utf-8") for path in MODULES)
        assert code.count("noqa: " + "E501") <= self.LONG_LINES

    def test_the_formatter_decides(self) -> None:
        code = "".join(path.read_text(encoding="utf-8") for path in PYTHON)
        assert code.count("# fmt" + ": ") <= self.SKIPPED_FORMATS

    def test_no_two_classes_share_a_name(self) -> None:
        every = (node for path in MODULES for node in nodes(path))
        names = Counter(node.name for node in every if isinstance(node, ast.ClassDef))
        assert {name for name, number in names.items() if number > 1} == set()

    def test_any_is_rare(self) -> None:
        number = 0
        for node in (node for path in MODULES for node in nodes(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                arguments += [one for one in (node.args.vararg, node.args.kwarg) if one]
                types = [*(one.annotation for one in arguments), node.returns]
                number += sum(isinstance(one, ast.Name) and one.id == "Any" for one in types)
        assert number <= self.UNTYPED

    def test_tests_have_the_folders_of_the_code(self) -> None:
        """What tests app/<folder> is in tests/<folder>."""
        code = {path.name for path in (ROOT / "app").iterdir() if any(path.glob("*.py"))}
        tests = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
        assert tests == code

    def test_no_folder_of_tests_is_left_out(self, pytestconfig: pytest.Config) -> None:
        """pytest passes over folders with some names, `build` among them, and does not say so."""
        tests = {path.parent.name for path in (ROOT / "tests").rglob("test_*.py")}
        passed_over = pytestconfig.getini("norecursedirs")
        assert [one for one in tests if any(fnmatch(one, name) for name in passed_over)] == []


def test_nothing_is_left_to_do() -> None:
    """What is not done is an issue, not a comment."""
    word = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b")
    files = [*PYTHON, *(ROOT / "seed").rglob("*.yaml")]
    assert [relative(path) for path in files if word.search(path.read_text("utf-8"))] == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a checkout")
class TestCommitted:
    """What is committed is right for everybody."""

    @pytest.fixture
    def files(self) -> dict[str, str]:
        """Every tracked text file that exists."""
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        files: dict[str, str] = {}
        for path in (ROOT / name for name in listed.split("\0") if name):
            try:
                files[relative(path)] = path.read_text(encoding="utf-8")
            except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
                continue
        assert "pyproject.toml" in files
        return files

    def test_no_package_index_is_named(self, files: dict[str, str]) -> None:
        """Whoever installs packages decides where they come from."""
        hosts = [
            "pypi" + ".org",
            "python" + "hosted.org",
            "registry.npm" + "js.org",
            "index" + "-url",
            "INDEX" + "_URL",
            "--find" + "-links",
        ]
        wrong = [
            f"{path}: {host}" for path, text in files.items() for host in hosts if host in text
        ]
        assert wrong == []

    def test_locks_name_versions_and_hashes_only(self, files: dict[str, str]) -> None:
        locks = {path: text for path, text in files.items() if path.startswith("locks/")}
        assert locks
        for path, text in locks.items():
            assert "://" not in text, path
            pinned = [text for text in text.splitlines() if re.match(r"[A-Za-z0-9]", text)]
            assert pinned, path
            assert [text for text in pinned if "==" not in text] == [], path

    def test_no_dataset_is_committed(self, files: dict[str, str]) -> None:
        """Datasets are made from the seed; the ledger remembers them."""
        wrong = [name for name in files if name.startswith("datasets/") or name.endswith(".sqlite")]
        assert wrong == []
