"""The figures of changes: docs/figures.md, "Delivery"."""

from recount_history import position
from recount_time import Made, millis, percentile


def names(history, *settings, otherwise):
    for name in settings:
        if history.settings.get(name):
            return set(history.settings[name])
    return set(otherwise)


class Production:
    def __init__(self, history):
        places = names(history, "production", otherwise=("production", "prod", "live"))
        labels = names(history, "incident_labels", "incident-labels", otherwise=("incident", "outage"))
        of = [one for one in history.deployments.values() if one["fields"].get("environment") in places]
        self.has_any = bool(of)
        self.ended = sorted((one for one in of if one["outcome"]), key=lambda one: position(one["ended_by"]))
        self.succeeded = [one for one in self.ended if one["outcome"] == "succeeded"]
        blame = {}
        for one in history.deployments.values():
            if one["fields"].get("caused_by"):
                blame.setdefault(str(one["fields"]["caused_by"]), set()).add(one["begun_by"])
        for issue in history.issues.values():
            if issue["caused_by"] and labels & set(issue["labels"]):
                blame.setdefault(issue["caused_by"], set()).add(issue["opened_by"])
        last = {}
        for one in self.succeeded:
            before = last.get(one["fields"]["environment"])
            if before and one["fields"].get("is_rollback"):
                blame.setdefault(before["id"], set()).add(one["ended_by"])
            last[one["fields"]["environment"]] = one
        self.blame = {one["id"]: blame.get(one["id"], set()) for one in self.succeeded}
        self.firsts = []
        seen = set()
        for one in self.succeeded:
            for commit in sorted(ancestors(history, one["fields"].get("commit_hash")) - seen):
                seen.add(commit)
                self.firsts.append((history.commits[commit], one))

    def recovery(self, failure):
        after = [
            one
            for one in self.succeeded
            if position(one["ended_by"]) > position(failure["ended_by"])
            and one["fields"]["environment"] == failure["fields"]["environment"]
            and not self.blame[one["id"]]
        ]
        return after[0] if after else None


def ancestors(history, commit):
    """Those that are known, itself among them; none where nobody said what its parents are."""
    if commit not in history.commits or history.commits[commit]["data"].get("parents") is None:
        return set()
    found, left = set(), [commit]
    while left:
        one = left.pop()
        if one in history.commits and one not in found:
            found.add(one)
            left += history.commits[one]["data"].get("parents") or []
    return found


def figure(history, at, window, name):
    if name in DEPLOYMENTS:
        production = Production(history)
        made = DEPLOYMENTS[name](history, production, window)
        if not production.has_any:
            made.value = None
        return made
    if name.startswith("pull_request_"):
        return pull_request(history, window, name)
    if name == "pull_requests_open":
        found = [p for p in history.pulls.values() if p["opened"] <= at and (p["ended"] is None or p["ended"] > at)]
        points = [(p["opened"], (at - p["opened"]) / 1000, p["id"]) for p in found]
        return Made(len(found), len(found), [p["opened_by"] for p in found], points)
    if name.startswith("workflow_"):
        return workflow(history, window, name)
    if name in ("commits", "insertions", "deletions", "authors"):
        return commits(history, window, name)
    return None


def spans(rows, window, share):
    """Of (end, seconds, id, events)."""
    rows = [row for row in rows if row[0] in window]
    events = [event for row in rows for event in row[3]]
    return Made(percentile([row[1] for row in rows], share), len(rows), events, [row[:3] for row in rows])


def frequency(history, production, window):
    done = [one for one in production.succeeded if one["ended"] in window]
    return Made(len(done) / window.days, len(done), None, [])


def lead_time(history, production, window):
    rows = []
    for commit, one in production.firsts:
        made = commit["data"].get("committed_at")
        made = millis(made) if made else position(commit["event_id"])[0]
        commit_hash = commit["data"].get("commit_hash") or commit["event_id"]
        rows.append((one["ended"], (one["ended"] - made) / 1000, commit_hash, [commit["event_id"], one["ended_by"]]))
    return spans(rows, window, 0.5)


def fail_rate(history, production, window):
    done = [one for one in production.succeeded if one["ended"] in window]
    failed = [one for one in done if production.blame[one["id"]]]
    events = [one["ended_by"] for one in done] + [event for one in done for event in production.blame[one["id"]]]
    return Made(len(failed) / len(done) if done else None, len(done), events, [])


def recovery(history, production, window):
    rows = []
    for one in production.succeeded:
        sound = production.recovery(one) if production.blame[one["id"]] else None
        if sound:
            seconds = (sound["ended"] - one["ended"]) / 1000
            rows.append((one["ended"], seconds, one["id"], [one["ended_by"], sound["ended_by"]]))
    return spans(rows, window, 0.5)


def rework(history, production, window):
    ended = [one for one in production.ended if one["ended"] in window]
    again = [one for one in ended if one["fields"].get("is_rework")]
    return Made(len(again) / len(ended) if ended else None, len(ended), [one["ended_by"] for one in ended], [])


DEPLOYMENTS = {
    "deployment_frequency": frequency,
    "change_lead_time_p50": lead_time,
    "change_fail_rate": fail_rate,
    "recovery_time_p50": recovery,
    "deployment_rework_rate": rework,
}


def pull_request(history, window, name):
    is_review = "first_review" in name
    rows = []
    for pull in history.pulls.values():
        end, by = (pull["reviewed"], pull["reviewed_by"]) if is_review else (pull["ended"], pull["ended_by"])
        if end is not None and (is_review or pull["status"] == "merged"):
            rows.append((end, (end - pull["opened"]) / 1000, pull["id"], [pull["opened_by"], by]))
    return spans(rows, window, int(name[-2:]) / 100)


def open_now(history, at):
    rows = []
    for pull in history.pulls.values():
        if pull["status"] in ("open", "draft"):
            lines = [pull.get("additions"), pull.get("deletions")]
            size = None if lines == [None, None] else sum(one or 0 for one in lines)
            rows.append((pull["id"], (at - pull["opened"]) / 1000, size))
    return sorted(rows)


def ended_runs(history, window):
    return [run for run in history.runs.values() if run["end"] and run["ended"] in window]


def workflow(history, window, name):
    counted = [run for run in ended_runs(history, window) if run["end"] != "cancelled"]
    if name == "workflow_success_share":
        good = sum(run["end"] == "completed" for run in counted)
        return Made(good / len(counted) if counted else None, len(counted), [run["ended_by"] for run in counted], [])
    rows = [
        (run["ended"], (run["ended"] - run["started"]) / 1000, run["id"], [run["started_by"], run["ended_by"]])
        for run in counted
        if run["started"] is not None
    ]
    return spans(rows, window, int(name[-2:]) / 100)


def workflows(history, window):
    by_name = {}
    for run in ended_runs(history, window):
        by_name.setdefault(run["name"], []).append(run)
    rows = []
    for name, runs in sorted(by_name.items()):
        counted = [run for run in runs if run["end"] != "cancelled"]
        times = [(run["ended"] - run["started"]) / 1000 for run in counted if run["started"] is not None]
        good = sum(run["end"] == "completed" for run in counted)
        rows.append({"workflow_name": name, "n": len(counted),
                     "success_share": good / len(counted) if counted else None,
                     "duration_p50": percentile(times, 0.5), "duration_p85": percentile(times, 0.85)})
    return rows


def person(history, data):
    told = [data.get("author"), data.get("author_email")]
    for one, known in (history.settings.get("people") or {}).items():
        if {name.lower() for name in known} & {name.lower() for name in told if name}:
            return one
    return told[0] if told[0] is not None else told[1]


def commits(history, window, name):
    made = [event for event in history.commits.values() if position(event["event_id"])[0] in window]
    if name == "commits":
        return Made(len(made), len(made), [event["event_id"] for event in made], [])
    if name == "authors":
        signed = [event for event in made if event["data"].get("author") or event["data"].get("author_email")]
        people = {person(history, event["data"]) for event in signed}
        return Made(len(people), len(signed), [event["event_id"] for event in signed], [])
    told = [event for event in made if event["data"].get(name) is not None]
    # Nobody said it of any commit: unknown.
    is_unknown = bool(made) and not told
    total = sum(event["data"][name] for event in told)
    return Made(None if is_unknown else total, len(told), [event["event_id"] for event in told], [])
