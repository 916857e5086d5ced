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
};

const of = (id, size = WIDGETS[id].size) => ({ id, width: size[0], height: size[1] });

/** The layouts that the page comes with; a reader's own is kept on the server. */
export const ARRANGEMENTS = {
  standard: Object.keys(WIDGETS).map((id) => of(id)),
  minimal: ["health", "burn_up", "risks"].map((id) => of(id)),
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
