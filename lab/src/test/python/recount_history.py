"""What a project's events add up to: its tasks with their past, pull requests, issues, runs, deployments, commits."""

from datetime import timezone
from zoneinfo import ZoneInfo

from recount_time import millis

BEGUN = ("in_progress", "in_review", "blocked", "done")


def position(event_id):
    at, sequence = event_id.split("-")
    return int(at), int(sequence)


def reference(value):
    if isinstance(value, bool) or value is None or value == "":
        return None
    return value if isinstance(value, str) else str(value)


class Step:
    """How a task stood from an event on; its status is None while it is deleted."""

    def __init__(self, event_id, status, estimate):
        self.event_id, self.at, self.status, self.estimate = event_id, position(event_id)[0], status, estimate


class Task:
    def __init__(self, task_id, event_id):
        self.id = task_id
        self.fields = {"status": "todo"}
        self.parent = None
        self.steps = []
        self.is_deleted = False

    @property
    def status(self):
        return self.steps[-1].status

    @property
    def created(self):
        return self.steps[0]

    @property
    def started(self):
        return next((step for step in self.steps if step.status in BEGUN), None)

    @property
    def finished(self):
        return self.changes_to("done")[-1] if self.status == "done" else None

    def changes_to(self, status):
        return [
            step
            for place, step in enumerate(self.steps)
            if step.status == status and (place == 0 or self.steps[place - 1].status != status)
        ]

    def step_at(self, at):
        return next((step for step in reversed(self.steps) if step.at <= at), None)

    @property
    def cycle(self):
        return (self.finished.at - self.started.at) / 1000

    @property
    def lead(self):
        return (self.finished.at - self.created.at) / 1000

    def spans(self, status):
        """The steps at which it came into a status and left it, of its whole life."""
        return [
            (self.steps[place], self.steps[end])
            for place, end in self.runs(status)
            if end < len(self.steps)
        ]

    def runs(self, status):
        place = 0
        while place < len(self.steps):
            if self.steps[place].status != status:
                place += 1
                continue
            end = place
            while end < len(self.steps) and self.steps[end].status == status:
                end += 1
            yield place, end
            place = end


class History:
    def __init__(self, project, events, on_event=None):
        self.id = project
        self.zone = timezone.utc
        self.settings, self.due_date = {}, None
        self.is_deleted = False
        self.tasks, self.lives = {}, []
        self.pulls, self.issues, self.runs, self.deployments, self.commits = {}, {}, {}, {}, {}
        self.manual, self.activity = {}, []
        self.has_had_risks = False
        self.on_event = on_event
        for event in events:
            if event["project_id"] == project:
                self.fold(event)
                if on_event:
                    on_event(self, event)

    def fold(self, event):
        kind, data = event["type"], event["data"]
        family = kind.split(".")[0]
        if kind in ("file_change", "commit", "task_update") or family == "pr":
            self.activity.append(position(event["event_id"])[0])
        if kind == "project.updated":
            self.project(data)
        elif kind == "project.deleted":
            self.is_deleted = True
            for task in list(self.tasks):
                self.delete(task, event)
        elif kind == "task_update" and not self.is_deleted:
            self.task(event)
        elif family == "pr":
            self.pull(event, kind)
        elif family == "issue":
            self.issue(event, kind)
        elif family == "workflow":
            self.run(event, kind)
        elif family == "deployment":
            self.deployment(event, kind)
        elif kind == "commit":
            self.commits.setdefault(data.get("commit_hash") or event["event_id"], event)
        elif kind == "risk_alert":
            self.risk(event)

    def project(self, data):
        if self.is_deleted:
            self.is_deleted, self.zone, self.settings, self.due_date = False, timezone.utc, {}, None
        if "time_zone" in data:
            self.zone = ZoneInfo(data["time_zone"]) if data["time_zone"] else timezone.utc
        if "due_date" in data:
            self.due_date = data["due_date"]
        if isinstance(data.get("settings"), dict):
            self.settings = merged(self.settings, data["settings"])
        elif "settings" in data:
            self.settings = {}

    def task(self, event):
        data = event["data"]
        task_id = reference(data.get("task_id"))
        if task_id is None:
            return
        task, action = self.tasks.get(task_id), data.get("action")
        if action == "deleted":
            if task and not task.is_deleted:
                self.delete(task_id, event)
            return
        if task and task.is_deleted and action != "created":
            return
        if task is None or task.is_deleted:
            task = self.tasks[task_id] = Task(task_id, event["event_id"])
            self.lives.append(task)
        told = {name: value for name, value in data.items() if name != "parent_id"}
        if told.get("status") is None:
            told.pop("status", None)
        task.fields.update(told)
        if "parent_id" in data:
            parent = reference(data["parent_id"])
            if not self.is_circle(task_id, parent):
                task.parent = parent
        task.steps.append(Step(event["event_id"], task.fields["status"], task.fields.get("estimate")))

    def delete(self, task_id, event):
        task = self.tasks[task_id]
        if not task.is_deleted:
            task.is_deleted = True
            task.deleted_at = position(event["event_id"])[0]

    def is_circle(self, task_id, parent):
        seen = set()
        while parent is not None and parent not in seen:
            if parent == task_id:
                return True
            seen.add(parent)
            above = self.tasks.get(parent)
            parent = above.parent if above and not above.is_deleted else None
        return False

    @property
    def present(self):
        return [task for task in self.tasks.values() if not task.is_deleted]

    @property
    def leaves(self):
        parents = {task.parent for task in self.present}
        return [task for task in self.present if task.id not in parents]

    def pull(self, event, kind):
        data, at = event["data"], position(event["event_id"])[0]
        pull_id = reference(data.get("pr_id")) or reference(data.get("number"))
        if pull_id is None:
            return
        pull = self.pulls.get(pull_id)
        if pull is None:
            pull = self.pulls[pull_id] = {"id": pull_id, "opened": at, "opened_by": event["event_id"], "status": None,
                                          "reviewed": None, "reviewed_by": None, "ended": None, "ended_by": None}
        before = pull["status"]
        said = data.get("status")
        if before == "merged":
            status = "merged"
        elif kind == "pr.closed":
            status = "merged" if said == "merged" or data.get("merged_at") else "closed"
        else:
            status = said or ("open" if before is None or (kind == "pr.created" and before == "closed") else before)
        pull["status"], pull["changed"] = status, at
        if data.get("created_at"):
            pull["opened"] = millis(data["created_at"])
        if "first_review_at" in data:
            was = pull["reviewed"]
            pull["reviewed"] = millis(data["first_review_at"]) if data["first_review_at"] else None
            if was is None and pull["reviewed"] is not None:
                pull["reviewed_by"] = event["event_id"]
        if status in ("open", "draft"):
            pull["ended"] = pull["ended_by"] = None
        else:
            if before in (None, "open", "draft"):
                pull["ended"], pull["ended_by"] = at, event["event_id"]
            if status == "merged" and data.get("merged_at"):
                pull["ended"] = millis(data["merged_at"])
        for name in ("additions", "deletions"):
            if name in data:
                pull[name] = data[name]

    def issue(self, event, kind):
        data = event["data"]
        issue_id = reference(data.get("issue_id")) or reference(data.get("number"))
        issue = self.issues.get(issue_id)
        updated = millis(data["updated_at"]) if data.get("updated_at") else None
        if issue and updated is not None and issue["updated"] is not None and updated < issue["updated"]:
            return
        if issue is None:
            issue = self.issues[issue_id] = {"labels": [], "caused_by": None, "updated": None,
                                             "opened_by": event["event_id"]}
        issue["updated"] = updated if updated is not None else issue["updated"]
        if "labels" in data:
            issue["labels"] = data["labels"] or []
        if "caused_by" in data:
            issue["caused_by"] = reference(data["caused_by"])

    def run(self, event, kind):
        data, at = event["data"], position(event["event_id"])[0]
        run_id = reference(data.get("workflow_id"))
        run = self.runs.get(run_id)
        if run and run["end"] is not None:
            return
        is_new = run is None
        if is_new:
            run = self.runs[run_id] = {"id": run_id, "name": run_id, "started": at, "started_by": event["event_id"],
                                       "end": None, "ended_by": None}
        run["name"] = data.get("workflow_name") or run["name"]
        status = data.get("status")
        if status != "cancelled" and kind in ("workflow.completed", "workflow.failed"):
            status = kind.split(".")[1]
        if status in ("completed", "failed", "cancelled"):
            run["end"], run["ended"], run["ended_by"] = status, at, event["event_id"]
            if is_new:
                run["started"] = None

    def deployment(self, event, kind):
        data, at = event["data"], position(event["event_id"])[0]
        deployment_id = reference(data.get("deployment_id")) or event["event_id"]
        one = self.deployments.get(deployment_id)
        if one and one["outcome"]:
            return
        if one is None:
            one = self.deployments[deployment_id] = {"id": deployment_id, "outcome": None, "begun_by": event["event_id"],
                                                     "fields": {}}
        one["fields"].update(data)
        if kind != "deployment.started":
            one["outcome"], one["ended"], one["ended_by"] = kind.split(".")[1], at, event["event_id"]

    def risk(self, event):
        data, at = event["data"], position(event["event_id"])[0]
        risk_id, rule = data.get("risk_id") or event["event_id"], data.get("rule")
        if rule in RULES:
            return
        self.has_had_risks = True
        known = self.manual.get(risk_id)
        if known is None and not data.get("resolved"):
            self.manual[risk_id] = {"rule": rule or "manual", "subject": data.get("subject") or self.id,
                                    "severity": data.get("severity") or "medium", "is_open": True}
        elif known and known["is_open"]:
            known["severity"] = data.get("severity") or known["severity"]
            known["is_open"] = not data.get("resolved")


RULES = ("task_overdue", "blocked_too_long", "aging_work", "progress_slowing", "dependency_cycle", "dependency_late",
         "pr_waiting", "workflow_failing", "no_activity", "forecast_late", "conflict", "agent_silent", "agent_waiting")


def merged(before, patch):
    after = dict(before)
    for name, value in patch.items():
        if value is None:
            after.pop(name, None)
        elif isinstance(value, dict):
            after[name] = merged(after[name] if isinstance(after.get(name), dict) else {}, value)
        else:
            after[name] = value
    return after
