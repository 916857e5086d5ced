// Keys. One place says what each does; help.js tells people. Single letters are left alone while somebody types.

const IS_FIELD = /^(INPUT|SELECT|TEXTAREA)$/;

/** @param placeOf gives where the page is: some keys mean something in one view alone */
export function keysOf(actions, reading, placeOf) {
  const everywhere = {
    t: () => document.querySelector("[aria-label^='Colours']")?.click(),
    "?": actions.openHelp,
  };
  const page = {
    ...everywhere,
    n: () => actions.go({ view: "now", types: [], text: "", isWall: false }),
    f: () => actions.go({ view: "feed" }),
    w: () => actions.go({ view: "now", isWall: !placeOf().isWall }),
    h: actions.toggleTravel,
    r: actions.retryNow,
    "/": () => {
      if (placeOf().view === "feed") return reading.focusSearch();
      actions.go({ view: "feed" });
      reading.searchWhenShown();
    },
  };
  const inFeed = {
    p: actions.togglePause,
    j: () => reading.move(1),
    k: () => reading.move(-1),
    o: actions.older,
    c: actions.clearFilter,
  };
  const rows = {
    ArrowDown: () => reading.move(1),
    ArrowUp: () => reading.move(-1),
    PageDown: () => reading.movePages(1),
    PageUp: () => reading.movePages(-1),
    Home: () => reading.toNewest(),
    Enter: () => reading.openSelected(),
  };
  const run = (table, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(table, event.key)) return;
    event.preventDefault();
    table[event.key]();
  };
  reading.onKey = (event) => run(rows, event);
  return {
    onPageKey(event) {
      if (event.defaultPrevented || actions.isOpen("isHelpOpen") || actions.isOpen("isAccountOpen")) return;
      const isField = IS_FIELD.test(event.target.tagName);
      if (event.key === "Escape") {
        if (placeOf().isWall) actions.go({ isWall: false });
        else if (isField) event.target.blur();
        else if (actions.isOpen("details")) reading.close();
      } else if (!isField) {
        // While nobody is signed in there is nothing else to move in.
        run(actions.isLocked() ? everywhere : placeOf().view === "feed" ? { ...page, ...inFeed } : page, event);
      }
    },
  };
}
