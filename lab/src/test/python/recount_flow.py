"""The figures of tasks: docs/figures.md, "Tasks and flow"."""

from datetime import timedelta

from recount_time import Days, Made, due_day, percentile

DOING = ("in_progress", "in_review", "blocked")


def finished_in(history, window):
    return [task for task in history.leaves if task.finished and task.finished.at in window]


def figure(history, at, window, name):
    if name == "service_level_expectation":
        quarter = Days(history.zone).window(at, "90d")
        # The figure looks at 90 days whatever the timeframe; only its own buckets are shorter.
        done = finished_in(history, quarter if window.end == at and window.days in (1 / 24, 1, 7, 30, 90) else window)
        return timing(done, lambda task: task.cycle, lambda task: task.started, 0.85, has_series=False)
    moment = {"progress": progress, "work_in_progress": in_progress, "cancelled": cancelled, "overdue": overdue}
    if name in moment:
        return moment[name](history, at)
    done = finished_in(history, window)
    ends = [task.finished.event_id for task in done]
    if name == "throughput":
        return Made(len(done), len(done), ends, [])
    if name == "velocity":
        sizes = [task.fields.get("estimate") for task in done]
        return Made(None if None in sizes else sum(sizes) / window.days, len(done), ends, [])
    if name.startswith("cycle_time_p"):
        return timing(done, lambda task: task.cycle, lambda task: task.started, int(name[-2:]) / 100)
    if name.startswith("lead_time_p"):
        return timing(done, lambda task: task.lead, lambda task: task.created, int(name[-2:]) / 100)
    if name == "blocked_share":
        return blocked_share(done)
    if name == "reopened_share":
        again = [task for task in done if len(task.changes_to("done")) > 1]
        events = [step.event_id for task in done for step in task.changes_to("done")]
        return Made(len(again) / len(done) if done else None, len(done), events, [])
    return None


def timing(done, length, begin, share, has_series=True):
    events = [step.event_id for task in done for step in (begin(task), task.finished)]
    points = [(task.finished.at, length(task), task.id) for task in done]
    return Made(percentile([length(task) for task in done], share), len(done), events, points, has_series)


def blocked_share(done):
    blocked, events = 0, []
    for task in done:
        events += [task.started.event_id, task.finished.event_id]
        for begin, end in task.spans("blocked"):
            blocked += (end.at - begin.at) / 1000
            events += [begin.event_id, end.event_id]
    whole = sum(task.cycle for task in done)
    points = [
        (task.finished.at, sum((end.at - begin.at) / 1000 for begin, end in task.spans("blocked")), task.id)
        for task in done
    ]
    return Made(blocked / whole if whole else None, len(done), events, points)


def standing(history, at):
    """The leaves that were there at a moment, each with its step."""
    found = [(task, task.step_at(at)) for task in history.leaves]
    return [(task, step) for task, step in found if step is not None]


def progress(history, at):
    counted = [step for _, step in standing(history, at) if step.status != "cancelled"]
    by_estimate = all((step.estimate or 0) > 0 for step in counted)
    weight = lambda step: step.estimate if by_estimate else 1
    done = sum(weight(step) for step in counted if step.status == "done")
    return Made(100 * done / sum(map(weight, counted)) if counted else None, len(counted), None, [])


def in_progress(history, at):
    doing = [(task, step) for task, step in standing(history, at) if step.status in DOING]
    points = [(task.started.at, (at - task.started.at) / 1000, task.id) for task, _ in doing]
    return Made(len(doing), len(doing), None, points)


def cancelled(history, at):
    n = sum(step.status == "cancelled" for _, step in standing(history, at))
    return Made(n, n, None, [])


def overdue(history, at):
    today = Days(history.zone).day(at)
    dues = [
        due_day(task.fields.get("due_date"), history.zone)
        for task, step in standing(history, at)
        if step.status not in ("done", "cancelled")
    ]
    n = sum(due is not None and due < today for due in dues)
    return Made(n, n, None, [])


def charts(history, at, window):
    days = Days(history.zone)
    cumulative, burn_up = [], []
    day = days.day(window.start + 1)
    while day <= days.day(at):
        end = min(at, days.midnight(day + timedelta(1)) - 1)
        states = [step.status for _, step in standing(history, end)]
        bands = {state: states.count(state) for state in ("todo", "in_progress", "in_review", "blocked", "done")}
        cumulative.append({"day": day.isoformat(), **bands})
        burn_up.append({"day": day.isoformat(), "scope": sum(bands.values()), "done": bands["done"]})
        day += timedelta(1)
    items = [
        {"task_id": task.id, "status": task.status, "age": (at - task.started.at) / 1000}
        for task in history.leaves
        if task.status in DOING
    ]
    lately = finished_in(history, days.window(at, "90d"))
    percentiles = {}
    for state in DOING:
        ages = [(task.spans(state)[-1][1].at - task.started.at) / 1000 for task in lately if task.spans(state)]
        percentiles[state] = {f"p{share}": percentile(ages, share / 100) for share in (50, 85, 95)} | {"n": len(ages)}
    scatter = [
        {"task_id": task.id, "completed_at": task.finished.at, "cycle_time": task.cycle}
        for task in finished_in(history, window)
    ]
    return {"cumulative": cumulative, "burn_up": burn_up, "items": items, "percentiles": percentiles,
            "scatter": scatter}
