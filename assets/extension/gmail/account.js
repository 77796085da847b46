// @ts-check
// Whose mailbox Gmail shows. Several sources, because each is missing at times: the page's title, the account's button,
// and the line that is shown while Gmail loads. Where they contradict one another nothing is said: a wrong mailbox is
// worse than none.
'use strict';

/**
 * What is known about the page, as texts.
 * @typedef {{ title: string, path: string, account: string, loading: string }} PageTexts
 */

/**
 * @param {PageTexts} texts
 * @returns {string | null}
 */
function mailboxIn(texts) {
  const fromTitle = addressInTitle(texts.title);
  const fromAccount = addressInBrackets(texts.account);
  // A colleague's mailbox that was opened to this person: the account's button goes on naming the person.
  if (isDelegated(texts.path)) return fromTitle;
  if (fromTitle && fromAccount && fromTitle !== fromAccount) return null;
  return fromTitle ?? fromAccount ?? lastAddress(texts.loading);
}

/**
 * "Inbox (3) - ann@contoso.example - Contoso Mail". Gmail puts the subject of an open message first, and anybody can
 * write an address into a subject; so the last part that is an address counts.
 * @param {string} title
 */
function addressInTitle(title) {
  const parts = title.split(' - ').slice(1);
  const address = parts.findLast((part) => ADDRESS.test(part.trim()));
  return address ? address.trim().toLowerCase() : null;
}

/**
 * "Google Account: Ann Able (ann@contoso.example)", with a line break in places.
 * @param {string} label
 */
function addressInBrackets(label) {
  const [, inside] = /\(([^()]*)\)\s*$/.exec(label) ?? [];
  return inside && ADDRESS.test(inside) ? inside.toLowerCase() : null;
}

/**
 * "Loading ann@contoso.example…"
 * @param {string} text
 */
function lastAddress(text) {
  const words = text.split(/[\s…]+/).map((word) => word.replace(/\.+$/, ''));
  return words.findLast((word) => ADDRESS.test(word))?.toLowerCase() ?? null;
}

/**
 * `/mail/b/<delegation>/u/0/` in the address bar, and `/mail/u/0/d/<delegation>/` in links.
 * @param {string} path
 */
function isDelegated(path) {
  return /^\/mail\/(b\/[^/]+\/u\/\d+|u\/\d+\/d\/[^/]+)(\/|$)/.test(path);
}
