// Runs in the sign-in window after it has come back: shows when the pane has gone on, and closes the window when nothing is
// left to do in it.
'use strict';
(() => {
  const CLOSE_AFTER_MS = 1200;
  const LOOK_EVERY_MS = 2000;
  const shown = document.getElementById('window')?.dataset;
  if (shown?.done) setTimeout(() => window.close(), CLOSE_AFTER_MS);
  if (!shown?.phase) return;
  // A code that was used is not left standing there. The page is loaded anew only when it has something else to say: a
  // screen reader begins anew with it.
  const look = async () => {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
    const page = answer && answer.status < 500 && new DOMParser().parseFromString(await answer.text(), 'text/html');
    const now = page?.getElementById('window')?.dataset.phase;
    // What could not be read is asked for again.
    if (page && now !== shown.phase) location.reload();
    else setTimeout(look, LOOK_EVERY_MS);
  };
  setTimeout(look, LOOK_EVERY_MS);
})();
