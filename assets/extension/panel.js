// @ts-check
// What the pane asks of the browser that shows it as an extension: windows, storage, messages. It is loaded before the
// pane's program, by the extension's page alone, so that no other host pays for it; `src/host/extension.rs` is its other
// half. No other file of the pane names `chrome`.
'use strict';

/** How a sign-in's window looks: as `src/host/browser/window.rs` makes it. */
const SIGN_IN_WINDOW = Object.freeze({ type: /** @type {const} */ ('popup'), width: 520, height: 680, focused: true });

/** The same, as `window.open` takes it. */
const SIGN_IN_FEATURES = `popup,width=${SIGN_IN_WINDOW.width},height=${SIGN_IN_WINDOW.height}`;

/** The browser tells at once of a window that was opened. */
const TOLD_WITHIN_MS = 2_000;

/** What the pane answers to what a window asks, both as JSON. @typedef {(message: string) => Promise<string | undefined>} Answering */

/** Reads what takes time, and answers what the pane is given. */
async function openHost() {
  const [endpoint, token, stay, notify, tab] = await Promise.all([
    endpointAddress(),
    sessionToken(),
    isStaying(),
    isNotifying(),
    // The tab that this page is part of: none in a side panel.
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
 * The sign-in's window: a popup, or else a tab. The browser closes either, whatever its pages have cut it off from.
 * @param {string} endpoint
 */
function signInWindow(endpoint) {
  /** @typedef {{ kind: 'window' | 'tab', id: number }} Place */
  /** @type {Place | null} */
  let place = null;
  /** It, where a script has opened it. @type {Window | null} */
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
      // Some browsers, and policies, know no such windows.
    }
    try {
      return { kind: 'tab', id: /** @type {number} */ ((await chrome.tabs.create({ url })).id) };
    } catch {
      return null;
    }
  }

  /**
   * In the pages of an endpoint that the extension was not made for none of its scripts runs. The window's first page asks
   * its opener there, so it needs one.
   * @param {string} url
   * @returns {Promise<Place | null>}
   */
  async function openAsOpener(url) {
    const told = toldOfPopup();
    opened = window.open(url, '', SIGN_IN_FEATURES);
    if (!opened) return null;
    const id = await told;
    // One that is not told of is a tab, and closes itself.
    return { kind: 'window', id: id ?? chrome.windows.WINDOW_ID_NONE };
  }

  async function closeSignIn() {
    const closing = place;
    place = null;
    if (!closing) return;
    const places = closing.kind === 'window' ? chrome.windows : chrome.tabs;
    // It may have closed itself.
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
 * The session, at once for the pane and later for the storage; and whatever other panels make of it.
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
    // What this panel is about to write is newer.
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
 * Notices outside of the pane.
 * @param {boolean} notify
 */
function notices(notify) {
  return {
    isNotifying: () => notify,
    /** @param {boolean} now */
    async setNotifying(now) {
      // Asked for in the click itself. Who says no has said no.
      notify = now && (await chrome.permissions.request({ permissions: ['notifications'] }).catch(() => false));
      await keepNotifying(notify);
      return notify;
    },
    /** The worker shows on the toolbar what has changed. */
    tellLosses: () => void chrome.runtime.sendMessage({ latchkey: KINDS.look }).catch(() => {}),
  };
}

/**
 * Whose mailbox Gmail shows beside this panel: in the tab that it is part of, or in the one that is in front.
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
    // A tab without Gmail has nobody to answer.
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
 * What the first page of a sign-in's window asks, and what the pane answers.
 * @param {string} endpoint
 * @param {Answering} answering
 * @param {(window: unknown) => boolean} isOpened whether it is the window that this panel has opened
 */
function passQuestions(endpoint, answering, isOpened) {
  chrome.runtime.onMessage.addListener((message, sender, answer) => {
    const own = ownMessage(message, sender, chrome.runtime.id);
    if (own?.latchkey !== KINDS.opening || !isPageOf(sender, endpoint)) return false;
    if (typeof own.message !== 'string' || own.message.length > MAX_WORD_LENGTH) return false;
    // Another panel may be the one that it is meant for: this one then says nothing.
    answering(own.message).then((said) => said !== undefined && answer(said));
    return true;
  });
  addEventListener('message', async ({ origin, source, data }) => {
    if (origin !== endpoint || !isOpened(source)) return;
    const said = await answering(JSON.stringify(data));
    // To the endpoint's own pages alone, whatever the window shows by then.
    if (said !== undefined) /** @type {Window} */ (source).postMessage(JSON.parse(said), endpoint);
  });
}
