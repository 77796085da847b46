// @ts-check
// Finds out whose mailbox Gmail shows. It uses several sources because each is missing at times: the page's title, the account
// button, and the line that is shown while Gmail loads. If they contradict each other the answer is null: a wrong mailbox is
// worse than none.
'use strict';

/**
 * The texts of the page that are used here.
 * @typedef {{ title: string, path: string, account: string, loading: string }} PageTexts
 */

/**
 * @param {PageTexts} texts
 * @returns {string | null}
 */
function mailboxIn(texts) {
  const fromTitle = addressInTitle(texts.title);
  const fromAccount = addressInBrackets(texts.account);
  // A delegated mailbox: the account button still names the person, not the mailbox's owner.
  if (isDelegated(texts.path)) return fromTitle;
  if (fromTitle && fromAccount && fromTitle !== fromAccount) return null;
  return fromTitle ?? fromAccount ?? lastAddress(texts.loading);
}

/**
 * "Inbox (3) - ann@contoso.example - Contoso Mail". Gmail puts the subject of an open message first, and any sender can
 * write an address into a subject. So the last part that is an address counts.
 * @param {string} title
 */
function addressInTitle(title) {
  const parts = title.split(' - ').slice(1);
  const address = parts.findLast((part) => ADDRESS.test(part.trim()));
  return address ? address.trim().toLowerCase() : null;
}

/**
 * "Google Account: Ann Able (ann@contoso.example)", sometimes with line breaks.
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
