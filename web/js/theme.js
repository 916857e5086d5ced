// A classic script in <head>, so that the chosen colours are there before the first paint.
// "auto" (nothing stored) follows the system. Storage may be forbidden: then the choice lasts as long as the page.
(() => {
  const KEY = "herald.theme";
  const root = document.documentElement;
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(stored());
  globalThis.heraldTheme = {
    current: () => root.dataset.theme ?? "auto",
    choose(theme) {
      apply(theme);
      try {
        if (theme === "auto") localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, theme);
      } catch {
        // Not kept for the next visit; nothing else is lost.
      }
    },
  };
})();
