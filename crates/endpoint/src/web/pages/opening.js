// What an opening leaves in the storage of this origin for the pages that come after it: where the provider is, and the key
// by which the page behind the callback shows that it stands in the browser that opened the sign-in. A cookie is shared with
// every port of a host name; a storage is not.
'use strict';
(() => {
  const PREFIX = 'latchkey-opening-';
  // As long as a sign-in lasts.
  const LASTS_MS = 15 * 60 * 1000;
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
      return {};
    }
  };
  const forgetOld = () => {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    for (const name of names) {
      if (!(Date.now() - read(name).at < LASTS_MS)) localStorage.removeItem(name);
    }
  };
  globalThis.latchkeyOpening = Object.freeze({
    read: (authorization) => read(PREFIX + authorization),
    // Whether this browser keeps anything. Asked before a key is handed in: without it nothing can come of that.
    isKept() {
      try {
        localStorage.setItem(PREFIX, '{}');
        localStorage.removeItem(PREFIX);
        return true;
      } catch {
        return false;
      }
    },
    keep(authorization, { to, origin_key: key }) {
      forgetOld();
      localStorage.setItem(PREFIX + authorization, JSON.stringify({ to, key, at: Date.now() }));
    },
  });
})();
