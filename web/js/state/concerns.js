// Which events may change which answers. An event of no project concerns all.

import { family } from "../words.js";

const WORK = new Set(["tasks", "progress", "projects", "risk", "git", "pulls", "workflows", "issues", "deployments", "quality"]);
const STATE = new Set([...WORK, "agents", "ai"]);

const isOf = (project, event) => !project || !event.project_id || event.project_id === project;
const of = (families) => (project) => (event) => isOf(project, event) && families.has(family(event.type));

/** What each kind of answer is made of; each takes a project, "" for all, and gives the test. */
export const concerns = {
  state: of(STATE),
  work: of(WORK),
  tasks: of(new Set(["tasks", "projects"])),
  risks: of(new Set(["risk"])),
  agents: of(new Set(["agents"])),
  workflows: of(new Set(["workflows"])),
  delivery: of(new Set(["git", "pulls", "issues", "workflows", "deployments", "projects"])),
  commits: of(new Set(["git"])),
  files: of(new Set(["files"])),
  suggestions: of(new Set(["ai"])),
  quality: of(new Set(["quality"])),
  layouts: of(new Set(["system"])),
  projects: (project) => (event) => isOf(project, event) && event.type.startsWith("project."),
  nothing: () => () => false,
};
