# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of one run of `./dev bench --peers` as the two tables of docs/performance.md."""

WINDOWS = (("start", "first window, ms"), ("memory", "PSS, MB"), ("idle", "idle, ms CPU/s"))
SERVERS = (("p50", "p50, ms"), ("p99", "p99, ms"), ("cpu", "CPU, µs/message"), ("saturated", "most, messages/s"),
           ("saturated.cpu", "CPU then, µs/message"), ("link", "a link, kB"), ("memory", "PSS at the end, MB"),
           ("syncs", "syncs a message"))


def figure(row):
    if row is None or row["value"] is None:
        return "–"
    value = row["value"]
    text = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{text} ± {row['spread']:.2g}" if row["spread"] else text


def table(rows, prefix, columns):
    subjects = {}
    for row in rows:
        if row["name"].startswith(prefix):
            name, _, what = row["name"].removeprefix(prefix).partition(".")
            subjects.setdefault(name, {})[what] = row
    if not subjects:
        return
    print("| | " + " | ".join(title for _, title in columns) + " |")
    print("| --- |" + " ---: |" * len(columns))
    for name, found in subjects.items():
        print(f"| {name} | " + " | ".join(figure(found.get(what)) for what, _ in columns) + " |")
    for name, found in subjects.items():
        for row in found.values():
            if not row["ok"]:
                print(f"\n{row['name'].removeprefix(prefix)}: {row['note']}")
    print()


def show(rows):
    print()
    table(rows, "peer.window.", WINDOWS)
    table(rows, "peer.server.", SERVERS)
