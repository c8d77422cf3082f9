"""Traces go to an OpenTelemetry collector."""

import gzip
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from app.settings import ROOT
from tests.test_deploy import free_port

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@contextmanager
def collector() -> Iterator[tuple[str, list[Span]]]:
    """The address of a collector, and the spans that have come there."""
    spans: list[Span] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    spans.extend(scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", spans
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def command(datasets: Path, port: int, **environment: str) -> tuple[list[str], dict[str, str]]:
    """`stated serve` with traces."""
    own = {
        "STATED_DATASETS": str(datasets),
        "PYTHONPATH": str(ROOT),
        "STATED_TRACES": "true",
        "OTEL_BSP_SCHEDULE_DELAY": "100",
        **environment,
    }
    return [sys.executable, "-m", "app.cli", "serve", "--port", str(port)], {**os.environ, **own}


@pytest.mark.long
def test_a_request_has_a_trace_unless_it_is_answered_from_the_cache(launch: Path) -> None:
    port = free_port()
    with collector() as (address, spans):
        run, environment = command(launch.parent, port, OTEL_EXPORTER_OTLP_ENDPOINT=address)
        with subprocess.Popen(run, env=environment, stderr=subprocess.PIPE) as process:
            try:
                with httpx.Client(
                    base_url=f"http://127.0.0.1:{port}",
                    headers={"traceparent": f"00-{TRACE}-{PARENT}-01"},
                    transport=httpx.HTTPTransport(retries=5),
                ) as client:
                    end = time.monotonic() + 30
                    while time.monotonic() < end:
                        try:
                            client.get("/health/ready")
                            break
                        except httpx.TransportError:
                            time.sleep(0.1)
                    for _ in range(3):
                        assert client.get("/countries/italy/position").status_code == 200
            finally:
                process.terminate()
            assert process.wait(20) == 0
    named = [one for one in spans if one.name == "GET /countries/{name}/position"]
    assert len(named) == 1
    [span] = named
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, PARENT)
    values = {one.key: one.value for one in span.attributes}
    assert values["http.route"].string_value == "/countries/{name}/position"
    assert values["http.response.status_code"].int_value == 200


def test_traces_need_a_collector(launch: Path) -> None:
    run, environment = command(launch.parent, free_port(), OTEL_EXPORTER_OTLP_ENDPOINT="")
    done = subprocess.run(run, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "set OTEL_EXPORTER_OTLP_ENDPOINT to the address of a collector" in done.stderr
    assert "Traceback" not in done.stderr
