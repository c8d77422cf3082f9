"""nginx: the same bytes as files, one worker, no log, open files kept."""

import os
import shutil
from pathlib import Path

from benchmarks.servers import Server, free_port

_CONFIG = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr crit;
{user}
events {{ worker_connections 64; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;
    keepalive_requests 1000000000;
    open_file_cache max=100;
    open_file_cache_valid 1h;
    client_body_temp_path {folder}/tmp;
    proxy_temp_path {folder}/tmp;
    fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp;
    scgi_temp_path {folder}/tmp;
    default_type application/json;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


def start(files: dict[str, bytes], folder: Path) -> Server:
    """A server of these files by name."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        raise RuntimeError(
            "nginx is not installed (apt-get install --no-install-recommends nginx-light)"
        )
    folder = folder / "nginx"
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (folder / "files" / name).write_bytes(body)
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""  # else its worker may not read the folder
    (folder / "nginx.conf").write_text(_CONFIG.format(folder=folder, port=port, user=user))
    return Server(
        "nginx",
        [program, "-p", folder, "-c", folder / "nginx.conf"],
        port,
        probe=f"/{next(iter(files))}",
    )
