// Where the page is, as its address says: a view, what it shows, and the moment of the past that it is looked at from.
// An address can be kept and sent to others.

export const VIEWS = ["now", "project", "feed", "server"];

const NOW = { view: "now", project: "", moment: null, isWall: false, types: [], text: "", event: null };

/**
 * The place that an address names; what it does not say is as in the view "now". An address of old, which had nothing
 * but a filter, is that of the feed.
 *
 * @param hash such as `#/feed?types=commit&text=fix`, `#/project/shop?at=1763635200123-0` or `#/now?wall`
 */
export function placeOf(hash) {
  const text = hash.replace(/^#/, "");
  if (text === "") return { ...NOW };
  const isPath = text.startsWith("/");
  const [path, rest = ""] = isPath ? text.slice(1).split(/\?(.*)/s) : ["feed", text];
  const [view, ...names] = path.split("/");
  const query = new URLSearchParams(rest);
  if (!VIEWS.includes(view) || (view === "project" && !names[0])) return { ...NOW };
  return {
    view,
    project: view === "project" ? decoded(names[0]) : (query.get("project") ?? ""),
    moment: view === "server" ? null : query.get("at") || null,
    isWall: view === "now" && query.has("wall"),
    types: query.get("types")?.split(",").filter(Boolean) ?? [],
    text: query.get("text") ?? "",
    event: view === "feed" ? query.get("event") || null : null,
  };
}

/** The address of a place, without what goes without saying. */
export function hashOf({ view, project, moment, isWall, types, text, event }) {
  const query = new URLSearchParams();
  if (view === "feed") {
    if (types.length) query.set("types", types.join(","));
    if (project) query.set("project", project);
    if (text) query.set("text", text);
    if (event) query.set("event", event);
  }
  if (moment !== null && view !== "server") query.set("at", moment);
  const path = view === "project" ? `project/${encodeURIComponent(project)}` : view;
  const said = [isWall ? "wall" : "", query.toString()].filter(Boolean).join("&");
  return view === "now" && said === "" ? "" : `#/${path}${said ? `?${said}` : ""}`;
}

/** A link to a place that differs in this from where nothing is said. */
export const linkTo = (place) => hashOf({ ...NOW, ...place }) || "#/now";

function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // No percent signs that mean something: it is the name as it stands.
  }
}
