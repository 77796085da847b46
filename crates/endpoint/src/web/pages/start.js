// Runs in the sign-in window's first page. Asks the pane that opened the window for a key by every available way, and posts it
// to the endpoint, which answers where to sign in. If no pane answers, the page says so or asks the person to confirm.
//
// It accepts answers from a pane's origin only, and by message only from its own opener. A page of another origin may open
// this one and send any message. The script reads nothing from the address, its fragment or the window's name: an attacker
// could have put a key of their own there.
//
// Another way to ask registers itself with `latchkeyWindow.addWay` (`office_dialog.js`).
'use strict';
(() => {
  const ASK_EVERY_MS = 250;
  const ASK_FOR_MS = 3000;
  // The pane may allow a window without a key while this page is already open.
  const LOOK_AGAIN_AFTER_MS = 2000;
  const LOOKS = 6;
  // Refusals that may change when the page asks again.
  const NOT_YET = ['authorization_not_found', 'sidebar_must_ask'];

  const place = document.getElementById('start');
  const { authorization, openings, leave: leavePath, window: windowPath, panes } = place.dataset;
  const random = crypto.getRandomValues(new Uint8Array(16));
  const page = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  // The origins of panes: this one, and those of admitted extensions.
  const paneOrigins = [location.origin, ...panes.split(' ').filter(Boolean)];
  const question = Object.freeze({ latchkey: 'opening', authorization, page });
  let isLeaving = false;
  let isHandingIn = false;
  let spare = null;

  const show = (section) => {
    for (const one of place.children) one.hidden = one !== section;
    // The button gets no focus: a keystroke meant for the previous page must not press it.
    section.querySelector('h1').focus();
  };
  const refuse = (code) => {
    const known = place.querySelector(`[data-problem="${CSS.escape(code)}"]`);
    show(known ?? place.querySelector('[data-problem="unavailable"]'));
  };
  const leaveFor = (to) => {
    isLeaving = true;
    location.replace(to);
  };

  // Returns the code of the refusal, or null.
  const handIn = async (body) => {
    if (!latchkeyOpening.isKept()) return 'needs_storage';
    isHandingIn = true;
    try {
      const answer = await fetch(openings, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
      });
      const said = await answer.json();
      if (!answer.ok) return String(said.code);
      if (said.kind === 'press') {
        document.getElementById('elsewhere').hidden = !said.elsewhere;
        show(document.getElementById('press'));
        return null;
      }
      latchkeyOpening.keep(authorization, said);
      leaveFor(said.kind === 'go' ? leavePath : windowPath);
    } catch {
      return 'unavailable';
    } finally {
      isHandingIn = false;
    }
    return null;
  };

  const handInKey = async (key) => {
    if (isLeaving) return;
    if (isHandingIn) {
      spare = key;
      return;
    }
    clearInterval(asking);
    clearTimeout(patience);
    const refused = await handIn({ key });
    if (refused) refuse(refused);
  };

  const take = (message) => {
    if (message?.latchkey !== 'opening-key' || message.authorization !== authorization || message.page !== page) return;
    if (typeof message.key === 'string') handInKey(message.key);
  };

  const goOn = async (pressed, looks = LOOKS) => {
    if (isLeaving || isHandingIn) return;
    const refused = await handIn({ pressed });
    if (spare !== null) {
      const key = spare;
      spare = null;
      return handInKey(key);
    }
    if (refused) refuse(refused);
    if (NOT_YET.includes(refused) && looks > 1) setTimeout(() => goOn(pressed, looks - 1), LOOK_AGAIN_AFTER_MS);
  };

  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('latchkey') : null;
  if (channel) channel.onmessage = ({ data }) => take(data);
  addEventListener('message', (event) => {
    if (paneOrigins.includes(event.origin) && window.opener && event.source === window.opener) take(event.data);
  });
  const ways = [
    (asked) => {
      // The question contains no secret.
      try { window.opener?.postMessage(asked, panes ? '*' : location.origin); } catch { /* cut off */ }
    },
    (asked) => channel?.postMessage(asked),
  ];
  const ask = () => ways.forEach((way) => way(question));
  const addWay = (way) => {
    ways.push(way);
    if (!isLeaving) way(question);
  };
  globalThis.latchkeyWindow = Object.freeze({ addWay, take });

  document.getElementById('go').addEventListener('click', () => goOn(true));
  ask();
  const asking = setInterval(ask, ASK_EVERY_MS);
  const patience = setTimeout(() => {
    clearInterval(asking);
    goOn(false);
  }, ASK_FOR_MS);
})();
