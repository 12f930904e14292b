"""`python -m bench [import|checkout|search|labels|plan|start]…`: all of them without arguments."""

from __future__ import annotations

import sys

from bench import checkout, importing, labels, plan, searching, starting

BENCHES = {
    "import": importing.main,
    "checkout": checkout.main,
    "search": searching.main,
    "labels": labels.main,
    "plan": plan.main,
    "start": starting.main,
}

for name in sys.argv[1:] or BENCHES:
    print(f"== {name}")
    BENCHES[name]()
