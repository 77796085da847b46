// @ts-check
// The messages between the parts of the extension, and how each part verifies the sender. All parts load this file: the
// worker, the scripts in Gmail and in the endpoint's pages, and the panel.
//
// # To add a message
// Name it in KINDS, with its sender and its receiver. Where it is received, check the sender with one of the functions
// below. A message that does not pass is ignored without an answer.
'use strict';

/**
 * What Gmail shows.
 * @typedef {{ mailbox: string | null, theme: 'light' | 'dark' | null }} Facts
 *
 * @typedef {{ latchkey: string, facts?: Facts, message?: string }} Message
 *
 * The parts of `chrome.runtime.MessageSender` that are used here.
 * @typedef {{ id?: string, origin?: string, url?: string, frameId?: number,
 *   tab?: { id?: number, windowId: number } }} Sender
 */

/** @type {Readonly<Record<string, string>>} */
const KINDS = Object.freeze({
  /** Gmail's script to the worker: the person wants the panel. Answered with a {@link PLACES}. */
  open: 'open',
  /** Gmail's script to every panel: the facts have changed. */
  facts: 'facts',
  /** A panel to Gmail's script: asks what Gmail shows. Answered with {@link Facts}. */
  tellFacts: 'tell-facts',
  /** The worker to Gmail's script: the person has pressed the toolbar button, and there is no side panel. */
  toggle: 'toggle',
  /** A panel to the worker: check the connections now. */
  look: 'look',
  /** The endpoint's page to every panel: its question, as JSON. Answered with JSON, or not at all. */
  opening: 'opening',
});

/** Where the worker has opened the panel. `nowhere`: this browser has no side panel. */
const PLACES = Object.freeze({ side: 'side', nowhere: 'nowhere' });

const GMAIL = 'https://mail.google.com';

/** The longest address of RFC 5321, 4.5.3.1.3. */
const MAX_ADDRESS_LENGTH = 254;

/** Longer than any question of a window, or its answer. */
const MAX_WORD_LENGTH = 2048;

/**
 * The message if it is one of this extension's own, otherwise null.
 * @param {unknown} message
 * @param {Sender} sender
 * @param {string} id of this extension
 * @returns {Message | null}
 */
function ownMessage(message, sender, id) {
  const is = typeof message === 'object' && message !== null && 'latchkey' in message;
  if (!is || sender.id !== id) return null;
  return Object.values(KINDS).includes(String(message.latchkey)) ? /** @type {Message} */ (message) : null;
}

/**
 * Whether the sender is the top page of a tab, of this origin: a script of this extension in it, and not in a frame.
 * @param {Sender} sender
 * @param {string} origin
 */
function isPageOf(sender, origin) {
  return sender.origin === origin && sender.frameId === 0 && typeof sender.tab?.id === 'number';
}

/**
 * Whether the sender is a page or the worker of this extension.
 * @param {Sender} sender
 * @param {string} id of this extension
 */
function isOwnPage(sender, id) {
  return sender.id === id && sender.origin === `chrome-extension://${id}`;
}

/**
 * Facts after validation. They come from Gmail's page, whose content includes text by other people.
 * @param {unknown} facts
 * @returns {Facts}
 */
function checkedFacts(facts) {
  const { mailbox, theme } = /** @type {Partial<Facts>} */ (typeof facts === 'object' && facts !== null ? facts : {});
  const isAddress = typeof mailbox === 'string' && mailbox.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(mailbox);
  return { mailbox: isAddress ? mailbox : null, theme: theme === 'light' || theme === 'dark' ? theme : null };
}

/** One address and nothing else, precise enough to tell it from other text. */
const ADDRESS = /^[^\s@<>()"',;:]+@[^\s@<>()"',;:]+\.[^\s@<>()"',;:.]+$/;
