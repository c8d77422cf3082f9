"""How long a connection stays open between two requests."""

import http.client
import time
from pathlib import Path

import pytest

from tests.test_deploy import free_port
from tests.torture.running import ready, running, service, until

HTTPX_KEEPS = 5.0  # seconds, its default


@pytest.mark.long
def test_a_connection_stays_open_for_longer_than_clients_keep_it(
    launch: Path, tmp_path: Path
) -> None:
    port = free_port()
    with running(service(tmp_path, launch.parent, port)):
        assert until(lambda: ready(port))
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for path in ("/countries/italy", "/countries/france", "/countries/france"):
            connection.request("GET", path)
            connection.auto_open = 0  # from now on, a closed connection is an error
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200
            time.sleep(HTTPX_KEEPS + 0.5)
        connection.close()
