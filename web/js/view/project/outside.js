// A link out of the page. Only https, and the other side learns nothing of where it came from.

import { html } from "../html.js";

export function Outside({ url, children }) {
  return isHttps(url) ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${children}</a>` : html`<span>${children}</span>`;
}

function isHttps(url) {
  try {
    return typeof url === "string" && new URL(url).protocol === "https:";
  } catch {
    return false; // No address at all.
  }
}
