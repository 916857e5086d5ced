// One task on the board.

import { dayText, numberText } from "../../figures.js";
import { word } from "../../text.js";
import { Component, html } from "../html.js";
import { Face } from "../parts.js";

/** From left to right, as the columns are. */
const STATES = ["todo", "in_progress", "in_review", "blocked", "done"];

export class TaskCard extends Component {
  /** Alt and an arrow moves the task to the state beside its own; Enter opens it. */
  #onKey = (event) => {
    const { task, move, toggle, isFixed } = this.props;
    if (event.target !== event.currentTarget) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined && event.altKey && !isFixed) {
      event.preventDefault();
      const next = STATES[STATES.indexOf(task.status) + step];
      if (next !== undefined) move(task, next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      toggle();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const cards = [...event.currentTarget.closest(".board").querySelectorAll(".task")];
      cards[cards.indexOf(event.currentTarget) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
  };

  #onDrag = (event) => {
    event.dataTransfer.setData("text/x-task", this.props.task.task_id);
    event.dataTransfer.effectAllowed = "move";
  };

  render({ task, head, now, isFixed, isPending, isOpen, toggle }) {
    const title = word(task.title, 200) || word(task.task_id, 60);
    const isLate = task.due_date !== null && task.status !== "done" && Date.parse(task.due_date.slice(0, 10)) < now - 86_400_000;
    return html`<li class="task ${isPending ? "pending" : ""} ${isOpen ? "open" : ""}" tabindex="0" data-task=${task.task_id} draggable=${!isFixed && !isOpen}
      aria-label="${title}, ${task.status.replaceAll("_", " ")}${task.assignee ? `, ${word(task.assignee, 60)}` : ""}"
      aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Enter" onDragStart=${this.#onDrag} onKeyDown=${this.#onKey} onDblClick=${toggle}>
      ${head !== undefined && html`<span class="head">${word(head, 80)}</span>`}
      <span class="title">${title}</span>
      <span class="about">
        <span class="soft">${word(task.task_id, 30)}</span>
        ${task.estimate !== null && html`<span class="soft" title="Estimate">${numberText(task.estimate)} pt</span>`}
        ${task.due_date !== null && html`<span class=${isLate ? "late" : "soft"}>${dayText(task.due_date, now)}</span>`}
        ${task.labels.slice(0, 2).map((label) => html`<span class="label">${word(label, 20)}</span>`)}
        <span class="grow"></span>${task.assignee && html`<${Face} name=${task.assignee} />`}
        ${!isFixed && html`<button class="edit" aria-label="Change ${title}" aria-expanded=${isOpen} onClick=${toggle}>⋯</button>`}
      </span>
    </li>`;
  }
}
