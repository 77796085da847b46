// Runs in the sign-in window after it has come back: closes it when nothing is left to do in it.
'use strict';
(() => {
  const CLOSE_AFTER_MS = 1200;
  if (document.getElementById('window')?.dataset.done) setTimeout(() => window.close(), CLOSE_AFTER_MS);
})();
