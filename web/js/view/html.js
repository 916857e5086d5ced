// The one place where the view meets its libraries (docs/decisions/0002-page-libraries.md).

import htm from "../../vendor/htm.js";
import { Component, h, render } from "../../vendor/preact.js";

export const html = htm.bind(h);
export { Component, render };
