"""Closed-loop load: a few clients that post one after another, counted over a fixed time."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

Body = Callable[[int], bytes]


def posts_per_second(
    url: str, *, body: Body, headers: dict[str, str], seconds: float, clients: int = 4
) -> tuple[float, float]:
    """Successful posts per second, and the median answer time in milliseconds."""
    until = time.perf_counter() + seconds
    times: list[float] = []
    trouble: list[str] = []

    def client(number: int) -> None:
        parts = urlsplit(url)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        turn = number
        while time.perf_counter() < until and not trouble:
            begun = time.perf_counter()
            line.request("POST", parts.path, body(turn), headers)
            answer = line.getresponse()
            text = answer.read()
            if answer.status != 201:
                trouble.append(f"{answer.status}: {text[:500]!r}")
            times.append(time.perf_counter() - begun)
            turn += clients
        line.close()

    started = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise RuntimeError(f"The server refused: {trouble[0]}")
    return round(len(times) / (time.perf_counter() - started), 1), round(statistics.median(times) * 1000, 1)
