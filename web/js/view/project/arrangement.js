// Which widgets a project's page shows, in which order and how large: as the page has it, or as its reader has kept it.

/** A page is so many columns wide; a widget takes some of them. */
export const COLUMNS_MAX = 4;
export const ROWS_MAX = 3;

/**
 * What there is. `size` is how many columns and rows a widget takes where nobody has said otherwise; `load` brings its
 * component when it is first shown.
 */
export const WIDGETS = {
  health: { title: "Health", size: [2, 1], load: () => import("./widgets/health.js") },
  burn_up: { title: "Progress", size: [2, 1], load: () => import("./widgets/burn-up.js") },
  risks: { title: "Risks", size: [2, 1], load: () => import("./widgets/risks.js") },
  agents: { title: "Agents", size: [1, 1], load: () => import("./widgets/agents.js") },
  workflows: { title: "Workflows", size: [1, 1], load: () => import("./widgets/workflows.js") },
  tasks: { title: "Tasks", size: [4, 2], load: () => import("./widgets/tasks.js") },
  pull_requests: { title: "Pull requests", size: [2, 1], load: () => import("./widgets/pull-requests.js") },
  issues: { title: "Issues", size: [2, 1], load: () => import("./widgets/issues.js") },
  cumulative_flow: { title: "Cumulative flow", size: [2, 1], load: () => import("./widgets/cumulative-flow.js") },
  aging: { title: "Aging work", size: [2, 1], load: () => import("./widgets/aging.js") },
  cycle_time: { title: "Cycle time", size: [2, 1], load: () => import("./widgets/cycle-time.js") },
  throughput: { title: "Throughput", size: [2, 1], load: () => import("./widgets/throughput.js") },
  delivery: { title: "Delivery", size: [2, 1], load: () => import("./widgets/delivery.js") },
  quality: { title: "Quality", size: [1, 1], load: () => import("./widgets/quality.js") },
  deployments: { title: "Deployments", size: [1, 1], load: () => import("./widgets/deployments.js") },
  commits: { title: "Commits", size: [2, 1], load: () => import("./widgets/commits.js") },
  activity: { title: "Activity", size: [2, 1], load: () => import("./widgets/activity.js") },
  team_performance: { title: "Team", size: [2, 1], load: () => import("./widgets/team-performance.js") },
  suggestions: { title: "Suggestions", size: [2, 1], load: () => import("./widgets/suggestions.js") },
  files: { title: "Files", size: [2, 1], load: () => import("./widgets/files.js") },
  alerts: { title: "Alerts", size: [2, 1], load: () => import("./widgets/alerts.js") },
  metrics: { title: "All figures", size: [4, 1], load: () => import("./widgets/metrics.js") },
};

const of = (id, size = WIDGETS[id].size) => ({ id, width: size[0], height: size[1] });

/** The layouts that the page comes with; a reader's own is kept on the server. */
export const ARRANGEMENTS = {
  standard: Object.keys(WIDGETS).map((id) => of(id)),
  minimal: ["health", "burn_up", "risks", "agents", "workflows"].map((id) => of(id)),
};

/** What the server keeps as a layout, as the page shows it: widgets that this page does not know are left out. */
export function arrangementOf(layout) {
  return layout.widgets
    .filter(({ widget_id, enabled }) => Object.hasOwn(WIDGETS, widget_id) && enabled !== false)
    .map(({ widget_id, settings }) => {
      const [width, height] = WIDGETS[widget_id].size;
      return {
        id: widget_id,
        width: within(settings?.width, COLUMNS_MAX) ?? width,
        height: within(settings?.height, ROWS_MAX) ?? height,
      };
    });
}

/** The same as the server keeps it. */
export function widgetsOf(arrangement) {
  return arrangement.map(({ id, width, height }, position) => ({
    widget_id: id,
    position,
    enabled: true,
    settings: { width, height },
  }));
}

const within = (value, max) => (Number.isInteger(value) && value >= 1 && value <= max ? value : null);
