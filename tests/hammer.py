"""Asks the service of docs/how-to/serve-tenants.md from eight threads in a fresh process, where nothing is built yet.

It prints one JSON object: how many answers there were, how many differ from those of one thread, with what status they
came, and which files of data were opened, or files of any kind written.
"""

import asyncio
import json
import os
import random
import re
import sys
from collections import Counter
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

THREADS = 8
ROUNDS = 3
ROOT = Path(__file__).resolve().parents[1]
Request = tuple[str, str, bytes]
Answer = tuple[int, str]


def page() -> dict[str, Any]:
    """Run the code that the page consists of."""
    text = (ROOT / "docs" / "how-to" / "serve-tenants.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "serve_tenants"}
    for block in re.findall(r"^```python\n(?!>>>)(.*?)^```", text, re.MULTILINE | re.DOTALL):
        exec(block, names)
    return names


def ask(app: Any, request: Request) -> Answer:
    """Send one request through the interface that web servers use, and give status and body."""
    method, path, body = request
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b"", "root_path": ""}
    asyncio.run(app(scope, receive, send))
    return int(sent[0]["status"]), b"".join(message.get("body", b"") for message in sent[1:]).decode()


def framework(tenant: int) -> bytes:
    """Make a framework that differs from tenant to tenant by its weights."""
    practices = [
        {"id": name, "title": name, "weight": tenant + i} for i, name in enumerate(("vision", "trust", "data"))
    ]
    blocks = [{"id": "block", "title": "Block", "practices": practices}]
    return json.dumps({"id": "own", "title": "Own", "scale": ["no", "partly", "yes"], "blocks": blocks}).encode()


def requests(tenant: int) -> list[Request]:
    """Ask for good scores and kept cards, and be wrong about as often."""
    ratings = {"vision": "yes", "trust": ["no", "partly", "yes"][tenant % 3], "data": "partly"}
    own = {"framework": "own", "id": "spring", "ratings": ratings}
    bodies = [own, own | {"ratings": {"visoin": "yes"}}, own | {"ratngs": {}}, {"framework": "../own.yaml"}]
    posts: list[Request] = [("POST", f"/{tenant}/assessments", json.dumps(body).encode()) for body in bodies]
    broken: list[Request] = [("POST", f"/{tenant}/assessments", text) for text in (b"{", b"\xff\xfe\x00", b"[]")]
    return [*posts, *broken, ("GET", f"/{tenant}/cards/spring", b""), ("GET", f"/{tenant}/cards/autumn", b"")]


def main() -> None:
    """Ask at once, then one after the other, and compare."""
    opened: list[str] = []

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if str(path).endswith((".yaml", ".yml", ".json")) or flags & (os.O_WRONLY | os.O_RDWR):
                opened.append(str(path))

    sys.addaudithook(note)
    names = page()
    begin = Barrier(THREADS)

    def tenant_at_once(number: int) -> list[tuple[Request, Answer]]:
        begin.wait()
        put = ("PUT", f"/{number}/frameworks", framework(number))
        first = [(put, ask(app, put)), *((each, ask(app, each)) for each in requests(number)[:1])]
        later = requests(number) * ROUNDS
        random.Random(number).shuffle(later)
        return [*first, *((each, ask(app, each)) for each in later)]

    app = names["make_app"](names["Service"](names["Store"]()))
    with ThreadPoolExecutor(THREADS) as pool:
        at_once = [answer for answers in pool.map(tenant_at_once, range(1, THREADS + 1)) for answer in answers]

    app = names["make_app"](names["Service"](names["Store"]()))
    alone: dict[Request, Answer] = {}
    for number in range(1, THREADS + 1):
        for each in (("PUT", f"/{number}/frameworks", framework(number)), *requests(number)):
            alone[each] = ask(app, each)
    differ = [request for request, answer in at_once if alone[request] != answer]
    statuses = Counter(status for _, (status, _) in at_once)
    report = {"answers": len(at_once), "differ": len(differ), "statuses": statuses, "opened": opened}
    print(json.dumps(report))  # noqa: T201 - a script


if __name__ == "__main__":
    main()
