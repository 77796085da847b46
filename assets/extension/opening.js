// @ts-check
// The first page of a sign-in's window where an administrator has pointed the extension at an endpoint that it was not made
// for: no script of the extension runs in that endpoint's pages, so this page of the extension's own hands the key in.
//
// Sign-in and key come from the panel alone. Nothing is read from this page's address, and no page of the web can open it
// (it is not among `web_accessible_resources`). It says nothing: whatever there is to say stands on the endpoint's own page,
// in its reader's language.
'use strict';

document.title = chrome.i18n.getMessage('extension_name');
open();

async function open() {
  /** @type {{ endpoint: string, authorization: string, key?: string } | undefined} */
  const told = await chrome.runtime.sendMessage({ latchkey: KINDS.ownOpening });
  if (!told) return;
  const attempt = `${told.endpoint}/authorizations/${told.authorization}`;
  location.replace((told.key && (await handIn(`${attempt}/openings`, told.key))) ?? `${attempt}/start`);
}

/**
 * Hands the key in, and answers where to sign in. The browser keeps the cookie that comes back.
 * @param {string} openings
 * @param {string} key
 * @returns {Promise<string | undefined>}
 */
async function handIn(openings, key) {
  try {
    const answer = await fetch(openings, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key }),
      credentials: 'include',
      cache: 'no-store',
      redirect: 'error',
    });
    const said = answer.ok ? await answer.json() : {};
    return said.kind === 'go' ? said.to : undefined;
  } catch {
    return undefined;
  }
}
