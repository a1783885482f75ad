"""The service of the page about tenants: many threads at once get what one gets, and no file is read or written."""

import json
import subprocess
import sys
from pathlib import Path

import hammer

HAMMER = Path(hammer.__file__)


def test_eight_threads_of_a_fresh_process_get_what_one_gets():
    """They begin together, so that modules, validators and caches are made while others already need them."""
    done = subprocess.run([sys.executable, "-B", HAMMER], capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    tenant = 2 + hammer.ROUNDS * len(hammer.requests(1))
    assert report["answers"] == hammer.THREADS * tenant
    assert report["differ"] == 0
    good, lost, bad = (8 * (2 + 2 * hammer.ROUNDS), 8 * hammer.ROUNDS, 8 * 6 * hammer.ROUNDS)
    assert report["statuses"] == {"200": good, "404": lost, "422": bad}
    assert report["opened"] == []
