// @ts-check
// What the pane needs from the browser when it runs as an extension: windows, storage, messages. The extension's page loads
// it before the pane's program; other hosts never load it. `src/host/extension.rs` is its other half. No other file of the
// pane uses `chrome`.
'use strict';

/** The look of a sign-in's window, as in `src/host/browser/window.rs`. */
const SIGN_IN_WINDOW = Object.freeze({ type: /** @type {const} */ ('popup'), width: 520, height: 680, focused: true });

/** The same for `window.open`. */
const SIGN_IN_FEATURES = `popup,width=${SIGN_IN_WINDOW.width},height=${SIGN_IN_WINDOW.height}`;

/** The browser reports a new window at once. After this time the panel stops waiting for the report. */
const TOLD_WITHIN_MS = 2_000;

/** The pane's answer to a window's question, as JSON. @typedef {(message: string) => Promise<string | undefined>} Answering */

/** Reads everything that takes time, and returns the host that the pane uses. */
async function openHost() {
  const [endpoint, token, stay, notify, tab] = await Promise.all([
    endpointAddress(),
    sessionToken(),
    isStaying(),
    isNotifying(),
    // The tab of this page. A side panel has none.
    chrome.tabs.getCurrent(),
  ]);
  const signIn = signInWindow(endpoint);
  return Object.freeze({
    endpoint,
    ...signIn,
    ...keptSession(token, stay),
    ...notices(notify),
    ...gmailBeside(tab?.id),
    /** @param {Answering} answering */
    listen: (answering) => passQuestions(endpoint, answering, signIn.isOpened),
  });
}

/**
 * The sign-in's window: a popup, or else a tab. The browser can close either, even if its pages have cut it off.
 * @param {string} endpoint
 */
function signInWindow(endpoint) {
  /** @typedef {{ kind: 'window' | 'tab', id: number }} Place */
  /** @type {Place | null} */
  let place = null;
  /** The window, if a script has opened it. @type {Window | null} */
  let opened = null;
  let isGone = false;
  /** @param {Place['kind']} kind */
  const removed = (kind) => (/** @type {number} */ id) => {
    isGone ||= place?.kind === kind && place.id === id;
  };
  chrome.windows.onRemoved.addListener(removed('window'));
  chrome.tabs.onRemoved.addListener(removed('tab'));

  /** @param {string} url @returns {Promise<Place | null>} */
  async function open(url) {
    try {
      const window = await chrome.windows.create({ ...SIGN_IN_WINDOW, url });
      return { kind: 'window', id: /** @type {number} */ (window?.id) };
    } catch {
      // Some browsers and policies do not allow such windows.
    }
    try {
      return { kind: 'tab', id: /** @type {number} */ ((await chrome.tabs.create({ url })).id) };
    } catch {
      return null;
    }
  }

  /**
   * No script of the extension runs in the pages of an endpoint that it was not made for. There the window's first page
   * asks its opener, so the window must have an opener.
   * @param {string} url
   * @returns {Promise<Place | null>}
   */
  async function openAsOpener(url) {
    const told = toldOfPopup();
    opened = window.open(url, '', SIGN_IN_FEATURES);
    if (!opened) return null;
    const id = await told;
    // Without a report the browser has opened a tab, which closes itself.
    return { kind: 'window', id: id ?? chrome.windows.WINDOW_ID_NONE };
  }

  async function closeSignIn() {
    const closing = place;
    place = null;
    if (!closing) return;
    const places = closing.kind === 'window' ? chrome.windows : chrome.tabs;
    // The window may have closed itself already.
    await places.remove(closing.id).catch(() => {});
  }

  return {
    /** @param {string} url */
    async openSignIn(url) {
      const opening = endpoint === MADE_FOR.endpoint ? open(url) : openAsOpener(url);
      closeSignIn();
      isGone = false;
      place = await opening;
      return place !== null;
    },
    closeSignIn,
    isSignInGone: () => isGone && document.hasFocus(),
    /** @param {unknown} other */
    isOpened: (other) => opened !== null && other === opened,
  };
}

/**
 * The id of the next popup that the browser opens, if there is one soon.
 * @returns {Promise<number | undefined>}
 */
function toldOfPopup() {
  return new Promise((tell) => {
    /** @param {number} [id] */
    const end = (id) => {
      chrome.windows.onCreated.removeListener(take);
      tell(id);
    };
    /** @param {chrome.windows.Window} window */
    const take = ({ id, type }) => {
      if (type === 'popup') end(id);
    };
    chrome.windows.onCreated.addListener(take);
    setTimeout(end, TOLD_WITHIN_MS);
  });
}

/**
 * The session: the pane sees a change at once, the storage later. This panel also adopts the changes of other panels.
 * @param {string | null} token
 * @param {boolean} stay
 */
function keptSession(token, stay) {
  let changed = () => {};
  let writing = 0;
  let written = Promise.resolve();

  const write = () => {
    const [now, where] = [token, stay];
    writing += 1;
    written = written.then(() => keepSessionToken(now, where)).catch(() => {}).finally(() => (writing -= 1));
  };
  chrome.storage.onChanged.addListener(async (changes) => {
    if (KEYS.stay in changes) stay = await isStaying();
    if (!(KEYS.session in changes)) return;
    const now = await sessionToken();
    // This panel is about to write a newer value.
    if (writing > 0 || now === token) return;
    token = now;
    changed();
  });

  return {
    sessionToken: () => token ?? undefined,
    /** @param {string | undefined} now */
    keepSessionToken(now) {
      token = now ?? null;
      write();
    },
    /** @param {() => void} tell */
    onSessionChange: (tell) => void (changed = tell),
    isStaying: () => stay,
    /** @param {boolean} now */
    async setStaying(now) {
      stay = now;
      write();
      await keepStaying(now);
      return now;
    },
  };
}

/**
 * Notifications outside the pane.
 * @param {boolean} notify
 */
function notices(notify) {
  return {
    isNotifying: () => notify,
    /** @param {boolean} now */
    async setNotifying(now) {
      // The browser shows its question only in the click itself. A refusal is final.
      notify = now && (await chrome.permissions.request({ permissions: ['notifications'] }).catch(() => false));
      await keepNotifying(notify);
      return notify;
    },
    /** Has the worker show on the toolbar what has changed. */
    tellLosses: () => void chrome.runtime.sendMessage({ latchkey: KINDS.look }).catch(() => {}),
  };
}

/**
 * The mailbox that Gmail shows beside this panel: in the panel's own tab, or in the active tab.
 * @param {number | undefined} ownTab
 */
function gmailBeside(ownTab) {
  let facts = checkedFacts(null);
  let changed = () => {};
  let tab = ownTab;
  /** @type {number | undefined} */
  let window;

  /** @param {unknown} told */
  function take(told) {
    const before = facts;
    facts = checkedFacts(told);
    if (before.mailbox !== facts.mailbox || before.theme !== facts.theme) changed();
  }
  async function ask() {
    const asked = tab;
    // No script answers in a tab without Gmail.
    const told = asked === undefined ? null : await chrome.tabs.sendMessage(asked, { latchkey: KINDS.tellFacts }).catch(() => null);
    if (tab === asked) take(told);
  }
  async function find() {
    window = (await chrome.windows.getCurrent()).id;
    const [front] = ownTab === undefined ? await chrome.tabs.query({ active: true, windowId: window }) : [{ id: ownTab }];
    tab = front?.id;
    await ask();
  }

  if (ownTab === undefined) {
    chrome.tabs.onActivated.addListener((front) => {
      if (front.windowId !== window) return;
      tab = front.tabId;
      ask();
    });
  }
  chrome.tabs.onUpdated.addListener((id, { status }) => {
    if (id === tab && status === 'complete') ask();
  });
  chrome.runtime.onMessage.addListener((message, sender) => {
    const own = ownMessage(message, sender, chrome.runtime.id);
    if (own?.latchkey === KINDS.facts && isPageOf(sender, GMAIL) && sender.tab?.id === tab) take(own.facts);
  });
  find();

  return {
    mailbox: () => facts.mailbox ?? undefined,
    theme: () => facts.theme ?? undefined,
    /** @param {() => void} tell */
    onFactsChange: (tell) => void (changed = tell),
  };
}

/**
 * Passes the questions of a sign-in window's first page to the pane, and the pane's answers back.
 * @param {string} endpoint
 * @param {Answering} answering
 * @param {(window: unknown) => boolean} isOpened whether this panel has opened that window
 */
function passQuestions(endpoint, answering, isOpened) {
  chrome.runtime.onMessage.addListener((message, sender, answer) => {
    const own = ownMessage(message, sender, chrome.runtime.id);
    if (own?.latchkey !== KINDS.opening || !isPageOf(sender, endpoint)) return false;
    if (typeof own.message !== 'string' || own.message.length > MAX_WORD_LENGTH) return false;
    // If the question is for another panel, this panel does not answer.
    answering(own.message).then((said) => said !== undefined && answer(said));
    return true;
  });
  addEventListener('message', async ({ origin, source, data }) => {
    if (origin !== endpoint || !isOpened(source)) return;
    const said = await answering(JSON.stringify(data));
    // Answers only the endpoint's own pages, because the window may meanwhile show another site.
    if (said !== undefined) /** @type {Window} */ (source).postMessage(JSON.parse(said), endpoint);
  });
}
