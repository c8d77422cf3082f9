"""Generated streams of bytes to the fast path and to uvicorn's own protocol: the same answers."""

import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.edge.test_pipelines import OURS, STOCK, Stream, same, served, streams
from tests.torture.running import Options, Result

MUST = (
    "20,000 generated streams (pipelined, split, mixed methods, slow readers, large and small "
    "responses): the fast path answers as uvicorn's own protocol does"
)
STREAMS, BATCH = 20_000, 25


def run(options: Options) -> Result:
    """Batches with a seed each, until there are enough or the time is over."""
    end = time.monotonic() + options.minutes * 60
    done = requests = 0
    fault = ""
    with served(OURS) as ours, served(STOCK) as stock:
        both = [ours, stock]
        while done < STREAMS and time.monotonic() < end and not fault:

            @seed(options.seed + done)
            @settings(
                max_examples=BATCH,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            )
            @given(stream=streams(), raw=streams(raw=True))
            def compare(stream: Stream, raw: Stream) -> None:
                nonlocal done, requests
                for one in (stream, raw):
                    same(both, one)
                    done += 1
                    requests += len(one.methods)

            try:
                compare()
            except Exception as error:
                fault = f"{type(error).__name__} with seed {options.seed + done}"
                (options.folder / "fault").write_text(repr(error))
    figure = f"{done:,} streams with {requests:,} requests, seed {options.seed}: " + (
        fault or "0 differences"
    )
    return Result(figure, not fault and done >= STREAMS)
