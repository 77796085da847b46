// Runs in the page behind a callback. It proves that it is in the browser that opened the sign-in, shows the endpoint's answer,
// follows the sign-in until the pane has finished it, and closes the window when nothing is left to do.
'use strict';
(() => {
  const CLOSE_AFTER_MS = 1200;
  const LOOK_EVERY_MS = 2000;
  const { authorization, returns } = document.getElementById('returned').dataset;
  // From the address, until the first answer.
  let returnKey = location.hash.slice(1);
  let phase = null;

  // Returns the page, or null if the answer was not one of our pages.
  const handIn = async () => {
    const body = { origin_key: latchkeyOpening.read(authorization).key, return_key: returnKey || undefined };
    const answer = await fetch(returns, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/html' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      // The request completes even if the window is closed at once.
      keepalive: true,
    });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    return { page: page.querySelector('main') && page, isOver: answer.status < 500 };
  };
  const show = (page) => {
    document.title = page.title;
    document.querySelector('main').replaceChildren(...page.querySelector('main').childNodes);
    const heading = document.querySelector('h1');
    heading.tabIndex = -1;
    heading.focus();
  };
  const look = async () => {
    const { page, isOver } = await handIn().catch(() => ({}));
    const shown = page?.getElementById('window')?.dataset;
    // Replaced only if the content differs, because a screen reader starts again with each replacement.
    if (page && (phase === null || (isOver && shown?.phase !== phase))) show(page);
    // Asks again if the answer could not be read.
    if (!page || !isOver) return setTimeout(look, LOOK_EVERY_MS);
    if (returnKey) {
      returnKey = '';
      history.replaceState(null, '', '#end');
    }
    phase = shown?.phase;
    if (phase) return setTimeout(look, LOOK_EVERY_MS);
    if (shown?.done) setTimeout(() => window.close(), CLOSE_AFTER_MS);
  };
  look();
})();
