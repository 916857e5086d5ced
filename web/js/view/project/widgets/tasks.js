// The board: a column a state. Tasks are moved with the mouse or with Alt and the arrow keys, changed where they stand,
// and added at the foot of the first column. A change shows at once; one that the server does not take is shown as such,
// and what the server has comes back.

import { concerns } from "../../../state/concerns.js";
import { plural, word } from "../../../text.js";
import { Component, html } from "../../html.js";
import { shown } from "../../parts.js";
import { TaskCard } from "../task-card.js";
import { TaskForm } from "../task-form.js";

export const STATES = [["todo", "To do"], ["in_progress", "In progress"], ["in_review", "In review"], ["blocked", "Blocked"], ["done", "Done"]];
const TASKS_READ = 1_000;
/** Of a long column so many are drawn until all are asked for. */
const CARDS_SHOWN = 30;

export class Widget extends Component {
  /** What has been changed here and not been answered yet, by task: `{ status }`. */
  #pending = new Map();
  state = { opened: null, isAdding: false, all: null, over: null };

  #move = async (task, status) => {
    if (task.status === status) return;
    const { path, actions } = this.props;
    this.#pending.set(task.task_id, { status });
    actions.changed();
    const title = task.title || task.task_id;
    const said = await actions.change("PATCH", `${path}/tasks/${encodeURIComponent(task.task_id)}`, { status }, { version: task.version });
    this.#pending.delete(task.task_id);
    actions.announce(said ? `${title}: ${status.replaceAll("_", " ")}.` : `${title} was not moved.`);
    actions.changed();
  };

  #save = async (task, change) => {
    const { path, actions } = this.props;
    const said = await actions.change("PATCH", `${path}/tasks/${encodeURIComponent(task.task_id)}`, change, { version: task.version });
    if (said) this.setState({ opened: null });
    return said;
  };

  #add = async (event) => {
    event.preventDefault();
    const field = event.currentTarget.elements.title;
    const title = field.value.trim();
    if (title && (await this.props.actions.change("POST", `${this.props.path}/tasks`, { title }))) field.value = "";
    field.focus();
  };

  #drop = (status, tasks) => (event) => {
    event.preventDefault();
    const id = event.dataTransfer.getData("text/x-task");
    const task = tasks.find(({ task_id }) => task_id === id);
    this.setState({ over: null });
    if (task) this.#move(task, status);
  };

  render({ library, path, place, now }, { opened, isAdding, all, over }) {
    const answer = library.want(`${path}/tasks?limit=${TASKS_READ}`, concerns.tasks(place.project));
    const isFixed = place.moment !== null;
    return shown(answer, ({ tasks: read, next_after: more }) => {
      const tasks = read.map((task) => ({ ...task, ...this.#pending.get(task.task_id) }));
      const parents = new Set(tasks.map(({ parent_id }) => parent_id).filter(Boolean));
      const titles = new Map(tasks.map(({ task_id, title }) => [task_id, title]));
      const leaves = tasks.filter(({ task_id }) => !parents.has(task_id));
      return html`<div class="board" role="group" aria-label="Tasks by their state">
        ${STATES.map(([status, name]) => {
          const column = leaves.filter((task) => task.status === status).toSorted(byUrgency(status));
          const most = all === status ? column.length : CARDS_SHOWN;
          return html`<section class="column ${over === status ? "over" : ""}" key=${status} data-status=${status} aria-label=${name}
            onDragOver=${(e) => !isFixed && (e.preventDefault(), over !== status && this.setState({ over: status }))}
            onDragLeave=${(e) => !e.currentTarget.contains(e.relatedTarget) && this.setState({ over: null })} onDrop=${this.#drop(status, leaves)}>
            <h4>${name} <span>${column.length}</span></h4>
            <ul>${column.slice(0, most).map((task) => html`<${TaskCard} key=${task.task_id} task=${task} head=${titles.get(task.parent_id)} now=${now}
              isFixed=${isFixed} isPending=${this.#pending.has(task.task_id)} isOpen=${opened === task.task_id}
              toggle=${() => this.setState({ opened: opened === task.task_id ? null : task.task_id })} move=${this.#move} />`)}</ul>
            ${column.length > most && html`<button class="small" onClick=${() => this.setState({ all: status })}>${column.length - most} more</button>`}
            ${status === "todo" && !isFixed && (isAdding
              ? html`<form class="add" onSubmit=${this.#add}><input name="title" aria-label="Title of the new task" maxlength="500" placeholder="What is to be done?"
                  ref=${(field) => field && !field.dataset.met && ((field.dataset.met = "1"), field.focus())}
                  onKeyDown=${(e) => e.key === "Escape" && (e.stopPropagation(), this.setState({ isAdding: false }))} /><button class="small primary">Add</button></form>`
              : html`<button class="small add" onClick=${() => this.setState({ isAdding: true })}>+ Add a task</button>`)}
          </section>`;
        })}
        ${opened !== null && tasks.some(({ task_id }) => task_id === opened) && html`<${TaskForm} key=${opened} task=${tasks.find(({ task_id }) => task_id === opened)}
          save=${this.#save} close=${() => this.setState({ opened: null })} />`}
      </div>
      ${more !== null && html`<p class="soft note">The first ${plural(read.length, "task")}; the rest: <code>./herald tasks list --project ${word(place.project, 60)}</code></p>`}`;
    });
  }
}

/** What is due first; of what is done, the newest. */
function byUrgency(status) {
  if (status === "done") return (a, b) => (b.completed_at ?? "").localeCompare(a.completed_at ?? "");
  return (a, b) => (a.due_date ?? "9").localeCompare(b.due_date ?? "9") || a.created_at.localeCompare(b.created_at);
}
