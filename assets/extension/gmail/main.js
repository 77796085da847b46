// @ts-check
// Runs in Gmail: shows the launcher, and tells panels whose mailbox is open. It reads nothing else of the page. The page's
// scripts can neither read nor call what it adds. The other files of this folder are loaded before it and share its isolated
// world.
'use strict';

/** Gmail's page changes all the time and rarely its account, so the script checks at intervals. */
const LOOK_EVERY_MS = 1000;
/** Gmail's strip appears late. After this many checks without one the launcher floats. */
const STRIP_WITHIN_LOOKS = 5;
/** Colours are checked less often, because reading them makes the browser compute styles. */
const COLOURS_EVERY_LOOKS = 10;

{
  // Read at the start: after an update of the extension this script cannot ask for them any more.
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
    // Fails if no panel is open.
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

  /** Whether the extension was updated or removed. The old script can then only say so. */
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
