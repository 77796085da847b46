// @ts-check
// Runs in Gmail: shows the launcher, and tells panels whose mailbox is open. It reads nothing else of the page, and what
// it adds to the page nobody there can read or call. The other files of this folder are loaded before it and share its
// world, which is not the page's.
'use strict';

/** Gmail's page changes all the time, and most of it says nothing of the account; so it is looked at now and then. */
const LOOK_EVERY_MS = 1000;
/** Gmail's strip comes late; after so many looks without one the launcher floats. */
const STRIP_WITHIN_LOOKS = 5;
/** The colours are looked at less often: asking for them makes the browser compute them. */
const COLOURS_EVERY_LOOKS = 10;

{
  // Of the time before an update: afterwards this script cannot ask for them any more.
  const texts = Object.fromEntries(['extension_name', 'open', 'close', 'updated'].map((id) => [id, chrome.i18n.getMessage(id)]));
  const launcher = makeLauncher(texts.open, press);
  const panel = makeInPagePanel(texts.extension_name, texts.close);
  let looks = 0;
  /** @type {Facts} */
  let facts = { mailbox: null, theme: null };
  const looking = setInterval(look, LOOK_EVERY_MS);
  look();

  chrome.runtime.onMessage.addListener((message, sender, answer) => {
    if (!isOwnPage(sender, chrome.runtime.id)) return;
    const own = ownMessage(message, sender, chrome.runtime.id);
    if (own?.latchkey === KINDS.tellFacts) answer(facts);
    if (own?.latchkey === KINDS.toggle) panel.toggle();
  });

  function look() {
    if (isOrphan()) return;
    if (document.hidden) return;
    launcher.place(looks >= STRIP_WITHIN_LOOKS);
    const isColourTime = facts.theme === null || looks % COLOURS_EVERY_LOOKS === 0;
    const now = { mailbox: mailbox(), theme: isColourTime ? theme() : facts.theme };
    looks += 1;
    if (now.mailbox === facts.mailbox && now.theme === facts.theme) return;
    facts = now;
    // Where no panel is open nobody listens.
    chrome.runtime.sendMessage({ latchkey: KINDS.facts, facts }).catch(() => {});
  }

  async function press() {
    if (isOrphan()) return tellUpdated();
    try {
      const place = await chrome.runtime.sendMessage({ latchkey: KINDS.open });
      if (place === PLACES.side) panel.close();
      else panel.toggle();
    } catch {
      if (isOrphan()) tellUpdated();
    }
  }

  /** The extension was updated or removed; a script of its earlier self can only say so. */
  function isOrphan() {
    return !chrome.runtime?.id;
  }

  function tellUpdated() {
    clearInterval(looking);
    panel.close();
    launcher.say(texts.updated);
  }

  function mailbox() {
    const account = onPage(GMAIL_PAGE.account)?.getAttribute('aria-label') ?? '';
    const loading = onPage(GMAIL_PAGE.loading)?.textContent ?? '';
    return mailboxIn({ title: document.title, path: location.pathname, account, loading });
  }

  function theme() {
    const text = onPage(GMAIL_PAGE.text);
    return text ? themeOfText(getComputedStyle(text).color) : null;
  }
}
