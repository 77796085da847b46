// Runs in the page that a callback leads to: shows that it stands in the browser that opened the sign-in, shows what the
// endpoint answers to that and when the pane has gone on, and closes the window when nothing is left to do in it.
'use strict';
(() => {
  const CLOSE_AFTER_MS = 1200;
  const LOOK_EVERY_MS = 2000;
  const { authorization, returns } = document.getElementById('returned').dataset;
  // Before the first answer: what the callback has put into the address.
  let returnKey = location.hash.slice(1);
  let phase = null;

  // Answers the page, or nothing where nobody of ours has answered.
  const handIn = async () => {
    const body = { origin_key: latchkeyOpening.read(authorization).key, return_key: returnKey || undefined };
    const answer = await fetch(returns, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/html' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      // A window that is closed at once has handed in all the same.
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
    // The page changes only when it has something else to say: a screen reader begins anew with it.
    if (page && (phase === null || (isOver && shown?.phase !== phase))) show(page);
    // What could not be read is asked for again.
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
