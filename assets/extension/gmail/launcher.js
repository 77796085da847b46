// @ts-check
// The button that opens the panel: in Gmail's own strip, or floating above the page if there is no strip. It is in a closed
// shadow tree on an element without a name, so Gmail's scripts can neither read nor press it.
'use strict';

const LAUNCHER_STYLE = `
  :host { all: initial; display: block; }
  button {
    display: grid; place-items: center; position: relative; box-sizing: border-box; inline-size: 40px; block-size: 40px;
    margin: 8px auto; padding: 0; border: 0; border-radius: 50%; background: none; cursor: pointer;
  }
  button:hover { background: rgb(128 128 128 / 20%); }
  button:focus-visible { outline: 2px solid #3b4aa8; outline-offset: 2px; }
  button.floating {
    position: fixed; z-index: 2147483646; inset-block-end: 24px; inset-inline-end: 24px; margin: 0;
    background: Canvas; box-shadow: 0 1px 6px rgb(0 0 0 / 40%);
  }
  svg { inline-size: 24px; block-size: 24px; }
  p {
    position: fixed; z-index: 2147483646; inset-block-end: 72px; inset-inline-end: 24px; max-inline-size: 240px;
    margin: 0; padding: 8px 12px; border-radius: 8px; background: Canvas; color: CanvasText;
    box-shadow: 0 1px 6px rgb(0 0 0 / 40%); font: 13px/1.4 system-ui, sans-serif;
  }
  p:empty { display: none; }
`;

/** As in assets/icons/latchkey.svg. */
const ICON = Object.freeze([
  ['rect', { width: '32', height: '32', rx: '8', fill: '#3b4aa8' }],
  ['circle', { cx: '11.5', cy: '12.5', r: '5' }],
  ['path', { d: 'M15.2 16.2 24.5 25.5M21 22l2.6-2.6M17.9 18.9l2-2' }],
]);

/**
 * @param {string} label
 * @param {() => void} press
 */
function makeLauncher(label, press) {
  const host = document.createElement('div');
  const shadow = host.attachShadow({ mode: 'closed' });
  const style = new CSSStyleSheet();
  style.replaceSync(LAUNCHER_STYLE);
  shadow.adoptedStyleSheets = [style];
  const button = document.createElement('button');
  button.type = 'button';
  button.title = label;
  button.ariaLabel = label;
  button.append(icon());
  // Ignores clicks by scripts.
  button.addEventListener('click', (event) => event.isTrusted && press());
  const word = document.createElement('p');
  word.role = 'status';
  shadow.append(button, word);

  return Object.freeze({
    /**
     * Puts the button where the page has room for it, if it is not there yet.
     * @param {boolean} mayFloat whether to stop waiting for a strip
     */
    place(mayFloat) {
      const strip = onPage(GMAIL_PAGE.strip, (element) => element.offsetParent !== null);
      const place = strip ?? (mayFloat ? document.body : null);
      button.classList.toggle('floating', place === document.body);
      if (place && host.parentNode !== place) place.prepend(host);
    },
    /** Shows a text beside the button. @param {string} text */
    say(text) {
      word.textContent = text;
    },
    /** Removes the button from the page. */
    remove() {
      host.remove();
    },
  });
}

function icon() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = { viewBox: '0 0 32 32', fill: 'none', stroke: '#ffd479', 'stroke-width': '2.6', 'aria-hidden': 'true' };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  for (const [kind, attributes] of ICON) {
    const part = document.createElementNS(svg.namespaceURI, String(kind));
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    if (kind === 'rect') part.setAttribute('stroke', 'none');
    svg.append(part);
  }
  return svg;
}
