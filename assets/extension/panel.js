// @ts-check
// What the pane asks of the browser that shows it as an extension: windows, storage, messages. It is loaded before the
// pane's program, by the extension's page alone, so that no other host pays for it; `src/host/extension.rs` is its other
// half. No other file of the pane names `chrome`.
'use strict';

/** How a sign-in's window looks: as `src/host/browser/window.rs` makes it. */
const SIGN_IN_WINDOW = Object.freeze({ type: /** @type {const} */ ('popup'), width: 520, height: 680, focused: true });

/** The extension's own first page of a window. */
const OPENING_PAGE = 'opening.html';

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
    listen: (answering) => passQuestions(endpoint, answering, signIn.isOpenedIn),
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
  /** @type {Promise<Place | null>} */
  let opening = Promise.resolve(null);
  /** The sign-in that it was opened for. @type {string | undefined} */
  let authorization;
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
      // In the pages of an endpoint that the extension was not made for none of its scripts runs: its own page goes first.
      const isPointed = endpoint !== MADE_FOR.endpoint;
      authorization = new URL(url).pathname.split('/')[2];
      opening = open(isPointed ? chrome.runtime.getURL(OPENING_PAGE) : url);
      closeSignIn();
      isGone = false;
      place = await opening;
      return place !== null;
    },
    closeSignIn,
    isSignInGone: () => isGone && document.hasFocus(),
    /**
     * The sign-in whose window a page stands in, if this panel has opened it.
     * @param {Sender} sender
     */
    async isOpenedIn(sender) {
      const opened = await opening;
      const is = opened?.kind === 'window' ? sender.tab?.windowId : sender.tab?.id;
      return opened !== null && is === opened.id ? authorization : undefined;
    },
  };
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
 * @param {(sender: Sender) => Promise<string | undefined>} isOpenedIn
 */
function passQuestions(endpoint, answering, isOpenedIn) {
  chrome.runtime.onMessage.addListener((message, sender, answer) => {
    const own = ownMessage(message, sender, chrome.runtime.id);
    if (own?.latchkey === KINDS.opening && isPageOf(sender, endpoint)) {
      if (typeof own.message !== 'string' || own.message.length > MAX_WORD_LENGTH) return false;
      // Another panel may be the one that it is meant for: this one then says nothing.
      answering(own.message).then((said) => said !== undefined && answer(said));
      return true;
    }
    if (own?.latchkey === KINDS.ownOpening && sender.url === chrome.runtime.getURL(OPENING_PAGE)) {
      answerOwnPage(sender).then((said) => said && answer(said));
      return true;
    }
    return false;
  });

  /** @param {Sender} sender */
  async function answerOwnPage(sender) {
    const authorization = await isOpenedIn(sender);
    if (authorization === undefined) return undefined;
    const page = crypto.randomUUID();
    const said = await answering(JSON.stringify({ latchkey: 'opening', authorization, page }));
    return { endpoint, authorization, key: said && JSON.parse(said).key };
  }
}
