// What an opening stores in this origin's storage for the pages that follow: the provider's address, and the origin key
// by which the page behind the callback proves that it is in the browser that opened the sign-in. Cookies are shared by
// all ports of a host name; an origin's storage is not.
'use strict';
(() => {
  const PREFIX = 'latchkey-opening-';
  // The lifetime of a sign-in.
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
    // Whether this browser stores data for the origin. Checked before a key is posted: without storage the sign-in would fail.
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
