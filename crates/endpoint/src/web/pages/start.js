// Runs in the sign-in window's first page. Asks the pane that opened the window for a key, by every way there is, and hands
// it in; the endpoint then says where to sign in. Where no pane answers, it says so or asks its reader whether to go on.
//
// What it believes: an answer of a pane's origin, and by message only one of its own opener. A page of another origin may
// open this one, and may say what it likes. Nothing is read from the address, its fragment or the window's name, where
// somebody else could have left a key of their own.
//
// Another way to ask adds itself by `latchkeyWindow.addWay` (`office_dialog.js`).
'use strict';
(() => {
  const ASK_EVERY_MS = 250;
  const ASK_FOR_MS = 3000;
  // The pane may ask for a window without a key while this page is already open.
  const LOOK_AGAIN_AFTER_MS = 2000;
  const LOOKS = 6;
  // Answers that another look may change.
  const NOT_YET = ['authorization_not_found', 'sidebar_must_ask'];

  const place = document.getElementById('start');
  const { authorization, openings, leave: leavePath, window: windowPath, panes } = place.dataset;
  const random = crypto.getRandomValues(new Uint8Array(16));
  const page = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  // Where panes stand: here, and in extensions that are admitted by their whole origin.
  const paneOrigins = [location.origin, ...panes.split(' ').filter(Boolean)];
  const question = Object.freeze({ latchkey: 'opening', authorization, page });
  let isLeaving = false;
  let isHandingIn = false;
  let spare = null;

  const show = (section) => {
    for (const one of place.children) one.hidden = one !== section;
    // Not the button: a key that was meant for the page before must not press it.
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

  // Answers the code of what was refused, or nothing.
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
      // There is no secret in a question.
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
