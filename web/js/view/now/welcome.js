// What to do where nothing has happened yet.

import { html } from "../html.js";

export function Welcome({ actions }) {
  const origin = globalThis.location.origin;
  return html`<div class="welcome">
    <h2>Nothing has happened here yet</h2>
    <p>Herald shows what happens in your projects as soon as something does.</p>
    <dl>
      <div><dt>Watch a directory</dt><dd><pre><code>./herald watch DIR --server ${origin}</code></pre></dd></div>
      <div><dt>Add tasks</dt><dd><pre><code>./herald tasks add "Write the first page" --project NAME --create --server ${origin}</code></pre></dd></div>
      <div><dt>Look at an example</dt><dd><pre><code>./herald demo</code></pre></dd></div>
    </dl>
    <p><button class="primary" onClick=${actions.sayHello}>Publish a first event from here</button></p>
  </div>`;
}
