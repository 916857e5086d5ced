// The form of a task, beside the board: it stays as it is when others move the task meanwhile.

import { word } from "../../text.js";
import { Component, html } from "../html.js";

const STATES = ["todo", "in_progress", "in_review", "blocked", "done", "cancelled"];

/** As the task was when the form was opened: what others change meanwhile does not change it while one types. */
export class TaskForm extends Component {
  #task = this.props.task;
  /** Told that somebody else has been quicker, one has seen what they did: the next time it is meant. */
  #isMeant = false;
  #first = null;

  componentDidMount() {
    this.#first.querySelector("input").focus();
  }

  shouldComponentUpdate() {
    return false;
  }

  #onSubmit = async (event) => {
    event.preventDefault();
    const { elements } = event.currentTarget;
    const text = (name) => elements[name].value.trim() || null;
    const estimate = text("estimate");
    const given = {
      title: text("title") ?? "",
      description: text("description"),
      status: elements.status.value,
      assignee: text("assignee"),
      due_date: text("due_date"),
      estimate: estimate === null ? null : Number(estimate),
    };
    const before = { ...this.#task, due_date: this.#task.due_date?.slice(0, 10) ?? null };
    const changed = Object.entries(given).filter(([name, value]) => value !== before[name]);
    const { save, close } = this.props;
    if (changed.length === 0) return close();
    const said = await save(this.#isMeant ? this.props.task : this.#task, Object.fromEntries(changed));
    this.#isMeant = !said;
  };

  render({ close }) {
    const task = this.#task;
    const field = (name, label, value, more = {}) => html`<label>${label}<input name=${name} defaultValue=${value ?? ""} ...${more} /></label>`;
    return html`<form class="task-form" aria-label="Change ${word(task.title, 80) || word(task.task_id, 40)}" ref=${(form) => (this.#first = form)} onSubmit=${this.#onSubmit} onKeyDown=${(e) => e.key === "Escape" && (e.stopPropagation(), close())}>
      ${field("title", "Title", task.title, { maxlength: 500 })}
      <label>Description<textarea name="description" rows="2" maxlength="20000" defaultValue=${task.description ?? ""}></textarea></label>
      <label>State<select name="status">${STATES.map((status) => html`<option value=${status} selected=${status === task.status}>${status.replaceAll("_", " ")}</option>`)}</select></label>
      ${field("assignee", "Who", task.assignee, { maxlength: 128 })}
      ${field("due_date", "Due", task.due_date?.slice(0, 10), { type: "date" })}
      ${field("estimate", "Estimate", task.estimate, { type: "number", min: 0, step: "any" })}
      <div class="buttons"><button type="button" class="small" onClick=${close}>Cancel</button><button class="small primary">Save</button></div>
    </form>`;
  }
}
