"""The rules for web servers that send an exported site: which file and which headers an address
has, and where other names lead. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

Headers = Mapping[str, Mapping[str, str]]  # address → name → value
Paths = Mapping[str, str]  # address → path of its file
Redirects = Mapping[str, tuple[int, str]]  # address → status and target
Names = Mapping[str, Mapping[str, str]]  # folder → name → id
_MOST_RULES = 2000  # of `_redirects`: hosts take no more
# Words that have another meaning at the beginning of a line of a map.
_RESERVED = frozenset({"default", "hostnames", "include", "volatile"})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def nginx_maps(headers: Headers, paths: Paths, redirects: Redirects, names: Names) -> str:
    """What nginx looks up: a file for its `http` block. It looks up the address as it was sent."""
    lines = [
        "# Made by `stated export`, for the http block of nginx. In the server block:",
        "#   root /path/of/the/export;",
        "#   include /path/of/the/export/nginx-server.conf;",
        "map_hash_max_size 262144;",
        "map_hash_bucket_size 512;",
        "variables_hash_max_size 2048;",
        'geo $stated_dollar { default "$"; }',
        "map $request_uri $stated_path { ~^(?<stated_p>[^?]*) $stated_p; }",
        *_map("$stated_path", "$stated_file", ((one, f"/{path}") for one, path in paths.items())),
    ]
    for name in _differing(headers):
        values = ((one, pairs[name]) for one, pairs in headers.items() if name in pairs)
        lines += _map("$stated_path", _variable(name), values)
    for status in _statuses(redirects):
        moved = ((one, to) for one, (code, to) in redirects.items() if code == status)
        lines += _map("$stated_path", f"$stated_to_{status}", moved)
    for folder, meant in names.items():
        lines += [
            f"map $uri $stated_{folder}_name {{",
            '  default "";',
            f"  ~^/(?:browse/|embed/)?{folder}/(?<stated_n_{folder}>[^/]+) $stated_n_{folder};",
            "}",
            *_map(f"$stated_{folder}_name", f"$stated_{folder}_id", _once(meant)),
        ]
    return "".join(f"{line}\n" for line in lines)


def nginx_server(headers: Headers, redirects: Redirects, names: Names) -> str:
    """A file for the `server` block of nginx."""
    lines = ["types {}", 'default_type "";', "etag on;", "absolute_redirect off;"]
    differing = _differing(headers)
    for name in sorted({name for pairs in headers.values() for name in pairs}):
        shown = _variable(name) if name in differing else _quoted(_any_of(headers)[name])
        lines.append(f"add_header {name} {shown};")
    found = [
        *(
            f'  if ($stated_to_{status} != "") {{ return {status} $stated_to_{status}; }}'
            for status in _statuses(redirects)
        ),
        "  try_files $stated_file =404;",
    ]
    for folder in names:
        target = f"/${{stated_a}}{folder}/$stated_{folder}_id$stated_c$is_args$args"
        lines += [
            f'location ~ "^/(?<stated_a>browse/|embed/|){folder}/[^/]+(?<stated_c>.*)$" {{',
            f'  if ($stated_{folder}_id != "") {{ return 302 {target}; }}',
            *found,
            "}",
        ]
    lines += ["location / {", *found, "}"]
    return "".join(f"{line}\n" for line in lines)


def redirects(moved: Redirects, names: Names) -> str:
    """A `_redirects` file, as several hosts of static sites read it: the redirects of the service,
    and names of countries and actors that have only letters, digits and hyphens. It has at most
    2,000 rules, because hosts take no more.
    """
    lines = [f"{one} {to} {status}" for one, (status, to) in moved.items()]
    for folder, meant in names.items():
        for name, to in _once(meant):
            if re.fullmatch(r"[A-Za-z0-9-]+", name):
                lines.append(f"/{folder}/{name} /{folder}/{to} 302")
    return "".join(f"{line}\n" for line in lines[:_MOST_RULES])


def _any_of(headers: Headers) -> Mapping[str, str]:
    return next(iter(headers.values()))


def _differing(headers: Headers) -> list[str]:
    """The names of headers that not every answer has with the same value."""
    every = sorted({name for pairs in headers.values() for name in pairs})
    return [one for one in every if len({pairs.get(one) for pairs in headers.values()}) > 1]


def _statuses(redirects: Redirects) -> list[int]:
    return sorted({status for status, _ in redirects.values()})


def _map(source: str, variable: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A map of nginx, whose value is empty for everything else."""
    yield f"map {source} {variable} {{"
    yield '  default "";'
    for key, value in pairs:
        yield f"  {_quoted(key)} {_quoted(value)};"
    yield "}"


def _once(meant: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The names that nginx can look up, each once: it compares them without their case. Ids are no
    other names.
    """
    seen = {to.lower() for to in meant.values()} | _RESERVED
    for name, to in meant.items():
        key = name.lower()
        if key not in seen and not name.startswith(("~", "\\")) and "/" not in name:
            seen.add(key)
            yield name, to


def _variable(name: str) -> str:
    return f"$stated_header_{name.replace('-', '_')}"


def _quoted(text: str) -> str:
    """A text as a string in a configuration of nginx."""
    escaped = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped.replace("$", "${stated_dollar}")}"'
