// @ts-check
// Starts the pane in the extension's page. Loads the program, asks the browser for everything that takes time meanwhile, and
// writes the installation's names and offers into the page. In other hosts the endpoint does that.
import start from './pane.js';

/** After this time without an answer the endpoint counts as unreachable. */
const ANSWER_WITHIN_MS = 15_000;

const program = WebAssembly.compileStreaming(fetch('pane_bg.wasm'));
program.catch(() => {});

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

open().catch((reason) => {
  element('shell-failed').hidden = false;
  throw reason;
});

async function open() {
  const host = await openHost();
  const isReturning = host.sessionToken() !== undefined;
  element('shell-new').hidden = isReturning;
  element('shell-returning').hidden = !isReturning;
  const known = await knownInstallation(host.endpoint);
  const asked = ask(host.endpoint);
  const installation = known ?? (await asked);
  if (installation === null) {
    // The endpoint does not answer, and no earlier answer is stored.
    element('shell-failed').hidden = false;
    return;
  }
  fillIn(installation);
  Object.assign(globalThis, { latchkeyHost: host });
  await start({ module_or_path: program });
}

/**
 * Asks for the current names and offers, and stores them for the next start.
 * @param {string} endpoint
 * @returns {Promise<string | null>}
 */
async function ask(endpoint) {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const answer = await fetch(`${endpoint}/v1/installation`, { credentials: 'omit', signal });
    if (!answer.ok) return null;
    const text = await answer.text();
    JSON.parse(text);
    await keepInstallation(endpoint, text);
    return text;
  } catch {
    return null;
  }
}

/** @param {string} text */
function fillIn(text) {
  const names = JSON.parse(text);
  element('installation').textContent = text;
  document.title = names.product_name;
  for (const place of document.querySelectorAll('#shell [data-name]')) {
    place.textContent = names[/** @type {HTMLElement} */ (place).dataset.name ?? ''];
  }
}
