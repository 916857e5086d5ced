// Keys. One place says what each does; help.js tells people. Single letters are left alone while somebody types.

const IS_FIELD = /^(INPUT|SELECT|TEXTAREA)$/;

export function keysOf(actions) {
  const page = {
    "/": actions.focusSearch,
    p: actions.togglePause,
    j: () => actions.move(1),
    k: () => actions.move(-1),
    o: actions.older,
    c: actions.clearFilter,
    r: actions.retryNow,
    t: () => document.querySelector("[aria-label^='Colours']").click(),
    "?": actions.openHelp,
  };
  const feed = {
    ArrowDown: () => actions.move(1),
    ArrowUp: () => actions.move(-1),
    PageDown: () => actions.movePages(1),
    PageUp: () => actions.movePages(-1),
    Home: actions.toNewest,
    Enter: actions.openSelected,
  };
  const run = (table, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(table, event.key)) return;
    event.preventDefault();
    table[event.key]();
  };
  return {
    onPageKey(event) {
      if (actions.isOpen("isHelpOpen") || actions.isOpen("isAccountOpen")) return;
      const isField = IS_FIELD.test(event.target.tagName);
      if (event.key === "Escape") {
        if (isField) event.target.blur();
        else if (actions.isOpen("details")) actions.closeDetails();
      } else if (!isField) {
        // While nobody is signed in there is nothing else to move in.
        run(actions.isLocked() ? { t: page.t, "?": page["?"] } : page, event);
      }
    },
    onFeedKey: (event) => run(feed, event),
  };
}
