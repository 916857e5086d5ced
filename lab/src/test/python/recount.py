"""Computes the figures of a server's projects again from its events, and compares them with what the server says.

It shares no code with the server: it knows what docs/figures.md says, and GET /api/v1/events. Each difference is printed
with both values; the exit status is 1 where there is one. HERALD_URL names the server; arguments name projects, and
without any all are looked at.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import recount_delivery
import recount_flow
import recount_risk
from recount_history import History, position
from recount_time import Days, millis

URL = os.environ.get("HERALD_URL", "http://127.0.0.1:8000")
SECONDS_MAX = 120
TIMEFRAMES = ["1h", "24h", "7d", "30d", "90d"]
differences = 0
compared = 0


def ask(path, **query):
    address = URL + "/api/v1" + path
    if query:
        address += "?" + urllib.parse.urlencode(query)
    until = time.monotonic() + SECONDS_MAX
    while True:
        try:
            with urllib.request.urlopen(address, timeout=SECONDS_MAX) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            if refused.code != 503 or time.monotonic() > until:
                raise SystemExit(f"{address}: {refused.code} {refused.read().decode()}")
            # The server is still folding, and says when to come back.
            time.sleep(float(refused.headers["Retry-After"]))


class Log:
    """The events of the server, read on where an answer is newer than what was read."""

    def __init__(self):
        self.events = []

    def up_to(self, as_of):
        while not self.events or position(self.events[-1]["event_id"]) < position(as_of):
            after = {"after": self.events[-1]["event_id"]} if self.events else {}
            page = ask("/events", order="asc", limit=1000, **after)
            if not page["events"]:
                break
            self.events += page["events"]
        return [one for one in self.events if position(one["event_id"]) <= position(as_of)]


def is_same(ours, theirs):
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours), abs(theirs))
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)):
        return len(ours) == len(theirs) and all(is_same(a, b) for a, b in zip(ours, theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(is_same(ours[k], theirs[k]) for k in ours)
    return ours == theirs


def compare(where, ours, theirs):
    global differences, compared
    compared += 1
    if not is_same(ours, theirs):
        differences += 1
        print(f"{where}\n  recount: {ours}\n  server:  {theirs}")


def compare_rows(where, ours, theirs):
    """Lists: only the rows that differ are printed."""
    compare(where + ": rows", len(ours), len(theirs))
    for place, (one, other) in enumerate(zip(ours, theirs)):
        compare(f"{where}[{place}]", one, other)


def recount(project, log, of_risks):
    folded = {}

    def history(answer):
        as_of, at = answer["as_of"], millis(answer["at"])
        if as_of not in folded:
            folded[as_of] = History(project, log.up_to(as_of))
        return folded[as_of], at

    for timeframe in TIMEFRAMES:
        answer = ask(f"/projects/{project}/figures", timeframe=timeframe)
        then, at = history(answer)
        window = Days(then.zone).window(at, timeframe)
        for figure in answer["figures"]:
            name = figure["name"]
            ours = value_of(then, at, window, name, of_risks)
            if ours is None:
                continue
            where = f"{project} {timeframe} {name} as of {answer['as_of']} at {answer['at']}"
            compare(where + " value", ours.value, figure["value"])
            compare(where + " n", ours.n, figure["n"])
            compare(where + " reason where there is no value", ours.value is None, bool(figure["reason"]))
            compare(where + " from", own_window(then, at, timeframe, name).start, millis(figure["from"]))
            compare(where + " to", at, millis(figure["to"]))
        flow(project, timeframe, history)
        delivery(project, timeframe, history)
    for figure in ask(f"/projects/{project}/figures")["figures"]:
        for timeframe in ["24h", "30d", "90d"]:
            one(project, figure["name"], timeframe, history, of_risks)


def own_window(then, at, timeframe, name):
    return Days(then.zone).window(at, "90d" if name == "service_level_expectation" else timeframe)


def value_of(then, at, window, name, of_risks):
    for part in (recount_flow, recount_delivery, of_risks):
        made = part.figure(then, at, window, name)
        if made is not None:
            return made
    return None


def one(project, name, timeframe, history, of_risks):
    """One figure with its series, its points and its events."""
    answer = ask(f"/projects/{project}/figures/{name}", timeframe=timeframe, limit=1000)
    then, at = history(answer)
    window = own_window(then, at, timeframe, name)
    where = f"{project} {timeframe} {name} detail"
    ours = value_of(then, at, window, name, of_risks)
    if ours is None:
        return
    compare(where + " value", ours.value, answer["value"])
    if ours.events is not None:
        found, next_after = answer["events"], answer["next_after"]
        while next_after:
            page = ask(f"/projects/{project}/figures/{name}", timeframe=timeframe, limit=1000, after=next_after)
            found, next_after = found + page["events"], page["next_after"]
        compare_rows(where + " events", sorted(ours.events, key=position), found)
    if ours.points is not None:
        mine = sorted((p[0], p[2], p[1]) for p in ours.points)
        compare_rows(where + " points", mine, sorted((millis(p["at"]), p["id"], p["value"]) for p in answer["points"]))
    buckets = window.buckets()
    compare(where + " buckets", len(buckets), len(answer["series"]))
    for bucket, theirs in zip(buckets, answer["series"]):
        compare(where + " bucket begins within a millisecond", True, abs(bucket.start - millis(theirs["at"])) <= 1)
        part = value_of(then, bucket.end, bucket, name, of_risks) if ours.has_series else None
        if part is not None:
            compare(f"{where} series at {theirs['at']}", part.value, theirs["value"])


def flow(project, timeframe, history):
    answer = ask(f"/projects/{project}/flow", timeframe=timeframe)
    then, at = history(answer)
    window = Days(then.zone).window(at, timeframe)
    where = f"{project} {timeframe} flow"
    ours = recount_flow.charts(then, at, window)
    compare_rows(where + " cumulative", ours["cumulative"], answer["cumulative"])
    compare_rows(where + " burn_up", ours["burn_up"], answer["burn_up"])
    by_task = lambda items: sorted(items, key=lambda item: item["task_id"])
    compare_rows(where + " items", by_task(ours["items"]), by_task(answer["aging"]["items"]))
    compare(where + " percentiles", ours["percentiles"], answer["aging"]["percentiles"])
    scatter = [{**row, "completed_at": millis(row["completed_at"])} for row in answer["scatter"]]
    compare_rows(where + " scatter", by_task(ours["scatter"]), by_task(scatter))


def delivery(project, timeframe, history):
    answer = ask(f"/projects/{project}/delivery", timeframe=timeframe)
    then, at = history(answer)
    window = Days(then.zone).window(at, timeframe)
    where = f"{project} {timeframe} delivery"
    for group in ("deployments", "pull_requests", "commits"):
        for name, theirs in answer[group].items():
            if name != "open":
                made = recount_delivery.figure(then, at, window, name)
                compare(f"{where} {group} {name}", made.value, theirs)
    opened = sorted((row["pr_id"], row["age"], row["size"]) for row in answer["pull_requests"]["open"])
    compare_rows(where + " open pull requests", recount_delivery.open_now(then, at), opened)
    compare_rows(where + " workflows", recount_delivery.workflows(then, window), answer["workflows"])


def main():
    log = Log()
    projects = sys.argv[1:] or [one["project_id"] for one in ask("/projects", limit=1000)["projects"]]
    for project in projects:
        recount(project, log, recount_risk)
    print(f"{compared} values of {len(projects)} projects from {len(log.events)} events: {differences} differ")
    sys.exit(1 if differences or not compared else 0)


if __name__ == "__main__":
    main()
