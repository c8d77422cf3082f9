"""The least that an answer can cost: an ASGI application that sends one recorded answer to whatever
is asked, on uvicorn as `stated serve` runs it.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.client import Reply
from benchmarks.servers import Server, free_port


def start(reply: Reply, folder: Path) -> Server:
    """A server that sends this very status, headers and body."""
    recorded = folder / "bare.json"
    recorded.write_text(json.dumps([reply.status, reply.headers, reply.body.hex()]))
    port = free_port()
    probe = "/health/ready" if reply.status == 200 else "/ready"
    environment = {"BENCH_RECORDED": str(recorded)}
    return Server(
        "bare",
        [sys.executable, "-m", "benchmarks.peers.bare", str(port)],
        port,
        probe=probe,
        environment=environment,
    )


def application() -> Any:
    """The application; it answers /ready with 200, so that a start can be seen."""
    status, headers, body = json.loads(Path(os.environ["BENCH_RECORDED"]).read_text())
    given = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    begin = {"type": "http.response.start", "status": status, "headers": given}
    rest = {"type": "http.response.body", "body": bytes.fromhex(body)}
    ready = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] != "/ready":
            await send(begin)
            await send(rest)
        elif scope["type"] == "http":
            await send(ready)
            await send({"type": "http.response.body", "body": b""})
        else:
            while True:
                message = await receive()
                await send({"type": f"{message['type']}.complete"})
                if message["type"] == "lifespan.shutdown":
                    return

    return app


def main() -> None:
    """Serve as app/cli.py does."""
    import uvicorn

    uvicorn.run(
        "benchmarks.peers.bare:application",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        server_header=False,
        date_header=True,
        proxy_headers=False,
        lifespan="on",
        http="httptools",
        access_log=False,
    )


if __name__ == "__main__":
    main()
