// @ts-check
// What the parts of the extension say to one another, and how each knows who is speaking. Loaded by all of them: the
// worker, the scripts in Gmail and in the endpoint's pages, and the panel.
//
// # To add a message
// Name it in KINDS, say in its line who sends it to whom, and check the sender where it is received, by the function
// below that fits. Whatever does not pass is ignored without an answer.
'use strict';

/**
 * What Gmail shows.
 * @typedef {{ mailbox: string | null, theme: 'light' | 'dark' | null }} Facts
 *
 * @typedef {{ latchkey: string, facts?: Facts, message?: string }} Message
 *
 * The parts of `chrome.runtime.MessageSender` that are looked at.
 * @typedef {{ id?: string, origin?: string, url?: string, frameId?: number,
 *   tab?: { id?: number, windowId: number } }} Sender
 */

/** @type {Readonly<Record<string, string>>} */
const KINDS = Object.freeze({
  /** Gmail's script to the worker: a person wants the panel. Answered with a {@link PLACES}. */
  open: 'open',
  /** Gmail's script to every panel: something has changed. */
  facts: 'facts',
  /** A panel to Gmail's script: what is shown? Answered with {@link Facts}. */
  tellFacts: 'tell-facts',
  /** The worker to Gmail's script: a person has pressed the toolbar's button, and there is no side panel. */
  toggle: 'toggle',
  /** A panel to the worker: look at the connections now. */
  look: 'look',
  /** The endpoint's page to every panel: what it asks, as JSON. Answered with JSON, or with nothing. */
  opening: 'opening',
});

/** Where the worker has opened the panel; nowhere: there are browsers without a side panel. */
const PLACES = Object.freeze({ side: 'side', nowhere: 'nowhere' });

const GMAIL = 'https://mail.google.com';

/** The longest address of RFC 5321, 4.5.3.1.3. */
const MAX_ADDRESS_LENGTH = 254;

/** More than a window's question or its answer is long. */
const MAX_WORD_LENGTH = 2048;

/**
 * A message of this extension's own kind, or nothing.
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
 * Whether the top page of a tab speaks, from this origin: a script of this extension in it, whatever frames it has.
 * @param {Sender} sender
 * @param {string} origin
 */
function isPageOf(sender, origin) {
  return sender.origin === origin && sender.frameId === 0 && typeof sender.tab?.id === 'number';
}

/**
 * Whether a page or the worker of this extension itself speaks.
 * @param {Sender} sender
 * @param {string} id of this extension
 */
function isOwnPage(sender, id) {
  return sender.id === id && sender.origin === `chrome-extension://${id}`;
}

/**
 * Facts as they may be trusted: they come out of a page that others fill.
 * @param {unknown} facts
 * @returns {Facts}
 */
function checkedFacts(facts) {
  const { mailbox, theme } = /** @type {Partial<Facts>} */ (typeof facts === 'object' && facts !== null ? facts : {});
  const isAddress = typeof mailbox === 'string' && mailbox.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(mailbox);
  return { mailbox: isAddress ? mailbox : null, theme: theme === 'light' || theme === 'dark' ? theme : null };
}

/** One address and nothing else, as far as it has to be told from other text. */
const ADDRESS = /^[^\s@<>()"',;:]+@[^\s@<>()"',;:]+\.[^\s@<>()"',;:.]+$/;
