"""The floor: a pool of threads with a `requests` session each, doing nothing but the requests.

python -m benchmarks.sending.bare ADDRESS CA_FILE IN_FLIGHT COUNT SIZE
"""

from __future__ import annotations

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests

PIECE = 10 * 1024 * 1024
_mine = threading.local()


def main(address: str, ca_file: str, in_flight: int, count: int, size: int) -> None:
    """What it took."""
    body = bytes(size)

    def session() -> requests.Session:
        if not hasattr(_mine, "session"):
            _mine.session = requests.Session()
            _mine.session.trust_env = False
            _mine.session.verify = ca_file
            _mine.session.headers["Authorization"] = "Bearer " + "t" * 1500
        found: requests.Session = _mine.session
        return found

    def put(number: int) -> None:
        url = f"{address}/v1.0/drives/drive-1/root:/Sage/Clients/CARAT/{number}.pdf:/content"
        answer = session().put(url, data=body, headers={"Content-Type": "application/pdf"})
        answer.raise_for_status()

    def put_pieces(number: int) -> None:
        url = f"{address}/v1.0/drives/drive-1/root:/Sage/{number}.zip:/createUploadSession"
        upload = session().post(url, json={}).json()["uploadUrl"]
        for start in range(0, size, PIECE):
            piece = body[start : start + PIECE]
            span = f"bytes {start}-{start + len(piece) - 1}/{size}"
            answer = session().put(upload, data=piece, headers={"Content-Range": span})
            answer.raise_for_status()

    with ThreadPoolExecutor(in_flight) as pool:
        list(pool.map(put, range(in_flight)))
        started, cpu = time.perf_counter(), time.process_time()
        list(pool.map(put_pieces if size > PIECE else put, range(count)))
        took, cpu = time.perf_counter() - started, time.process_time() - cpu
    print(json.dumps({"seconds": took, "cpu": cpu, "documents": count}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(each) for each in sys.argv[3:6]))
