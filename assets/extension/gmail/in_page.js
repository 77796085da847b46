// @ts-check
// The panel inside Gmail's page, for browsers without a side panel. It moves Gmail aside and does not cover it. Like the
// launcher it is in a closed shadow tree. It shows a page of the extension, which Gmail's scripts cannot read.
'use strict';

const IN_PAGE_WIDTH = '340px';

const IN_PAGE_STYLE = `
  :host { all: initial; }
  div {
    display: flex; flex-direction: column; position: fixed; z-index: 2147483647; inset-block: 0; inset-inline-end: 0;
    inline-size: ${IN_PAGE_WIDTH}; background: Canvas; color: CanvasText; border-inline-start: 1px solid rgb(128 128 128 / 40%);
  }
  button {
    align-self: end; inline-size: 32px; block-size: 32px; margin: 4px; border: 0; border-radius: 50%; background: none;
    color: inherit; font: 18px system-ui, sans-serif; cursor: pointer;
  }
  button:hover { background: rgb(128 128 128 / 20%); }
  button:focus-visible { outline: 2px solid currentColor; }
  iframe { flex: 1; inline-size: 100%; border: 0; }
`;

/** Styles that make room for the panel: for content in the page's flow, and for content fixed to the window. */
const ROOM = Object.freeze([
  [() => document.documentElement, 'margin-inline-end', IN_PAGE_WIDTH],
  [() => document.body, 'contain', 'layout'],
  [() => document.body, 'min-block-size', '100vh'],
]);

/**
 * @param {string} title
 * @param {string} closeLabel
 */
function makeInPagePanel(title, closeLabel) {
  /** @type {HTMLElement | null} */
  let host = null;

  function open() {
    host = document.createElement('div');
    const shadow = host.attachShadow({ mode: 'closed' });
    const style = new CSSStyleSheet();
    style.replaceSync(IN_PAGE_STYLE);
    shadow.adoptedStyleSheets = [style];
    const panel = document.createElement('div');
    panel.role = 'complementary';
    panel.ariaLabel = title;
    const closing = document.createElement('button');
    closing.type = 'button';
    closing.ariaLabel = closeLabel;
    closing.textContent = '×';
    closing.addEventListener('click', (event) => event.isTrusted && close());
    const frame = document.createElement('iframe');
    frame.title = title;
    frame.src = chrome.runtime.getURL('index.html');
    panel.append(closing, frame);
    shadow.append(panel);
    document.documentElement.append(host);
    makeRoom(true);
  }

  function close() {
    host?.remove();
    host = null;
    makeRoom(false);
  }

  return Object.freeze({
    toggle() {
      if (host?.isConnected) close();
      else open();
    },
    close,
  });
}

/** @param {boolean} room */
function makeRoom(room) {
  for (const [element, property, value] of ROOM) {
    const { style } = /** @type {() => HTMLElement} */ (element)();
    if (room) style.setProperty(String(property), String(value));
    else style.removeProperty(String(property));
  }
  // Gmail measures its window on this event.
  window.dispatchEvent(new Event('resize'));
}
