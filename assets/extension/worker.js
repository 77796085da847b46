// @ts-check
// The extension's service worker: shows on the toolbar that access is lost, even while no panel is open, and opens the panel.
// It keeps nothing in memory between events, because the browser can end it at any time (after 30 seconds without an event).
// What has to be remembered is in `chrome.storage`.
'use strict';
importScripts('made_for.js', 'messages.js', 'storage.js', 'summary.js');

/** How often the connections are checked, in minutes. */
const LOOK_EVERY_MIN = 2;
const ALARM = 'look';
/** After this time without an overview the endpoint counts as unreachable. */
const ANSWER_WITHIN_MS = 20_000;
/** Far larger than any overview. */
const MAX_OVERVIEW_BYTES = 256 * 1024;
/** `--lost` of assets/styles/tokens.css. */
const BADGE_COLOUR = '#b3261e';
const PANEL = 'index.html';

// By default scripts in pages can read the storage, which contains the session.
chrome.storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' });
keepLooking();

chrome.runtime.onInstalled.addListener(() => {
  chrome.sidePanel?.setPanelBehavior({ openPanelOnActionClick: true });
  look();
});
chrome.runtime.onStartup.addListener(look);
chrome.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === ALARM) look();
});
chrome.storage.onChanged.addListener((changes) => {
  if (KEYS.session in changes || KEYS.notify in changes) look();
});

chrome.runtime.onMessage.addListener((message, sender, answer) => {
  const own = ownMessage(message, sender, chrome.runtime.id);
  if (own?.latchkey === KINDS.open && isPageOf(sender, GMAIL)) {
    // The side panel opens only in the click itself, so nothing may be awaited before.
    openSidePanel(/** @type {chrome.tabs.Tab} */ (sender.tab).windowId).then(answer);
    return true;
  }
  if (own?.latchkey === KINDS.look && isOwnPage(sender, chrome.runtime.id)) look();
  return false;
});

// In browsers without a side panel the button has to open something else.
chrome.action.onClicked.addListener(async (tab) => {
  if (chrome.sidePanel) return;
  try {
    await chrome.tabs.sendMessage(/** @type {number} */ (tab.id), { latchkey: KINDS.toggle });
  } catch {
    // That tab does not show Gmail.
    await openInWindow();
  }
});
chrome.notifications?.onClicked.addListener((id) => {
  chrome.notifications.clear(id);
  openInWindow();
});

async function keepLooking() {
  if (!(await chrome.alarms.get(ALARM))) chrome.alarms.create(ALARM, { periodInMinutes: LOOK_EVERY_MIN });
}

/** @param {number} windowId */
async function openSidePanel(windowId) {
  try {
    await chrome.sidePanel.open({ windowId });
    return PLACES.side;
  } catch {
    return PLACES.nowhere;
  }
}

function openInWindow() {
  return chrome.windows.create({ url: PANEL, type: 'popup', width: 360, height: 720 });
}

async function look() {
  const losses = await lossesNow();
  // If the endpoint does not answer, the toolbar keeps what it shows.
  if (losses) await Promise.all([showOnToolbar(losses), notify(losses)]);
}

/** @returns {Promise<Loss[] | null>} null: the endpoint does not answer */
async function lossesNow() {
  const [token, endpoint] = await Promise.all([sessionToken(), endpointAddress()]);
  if (!token) return [];
  try {
    const answer = await fetch(`${endpoint}/v1/overview`, {
      headers: { Authorization: `Bearer ${token}` },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (answer.status === 401) return [];
    return answer.ok ? lossesIn(await boundedJson(answer)) : null;
  } catch {
    return null;
  }
}

/** @param {Response} answer */
async function boundedJson(answer) {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (answer.body))) {
    text += decoder.decode(bytes, { stream: true });
    if (text.length > MAX_OVERVIEW_BYTES) throw new RangeError('this is no overview');
  }
  return JSON.parse(text);
}

/** @param {Loss[]} losses */
async function showOnToolbar(losses) {
  const title = losses.length ? losses.map(sentence).join(' ') : chrome.i18n.getMessage('open');
  await chrome.action.setBadgeBackgroundColor({ color: BADGE_COLOUR });
  await chrome.action.setBadgeText({ text: losses.length ? '!' : '' });
  await chrome.action.setTitle({ title });
}

/** @param {Loss} loss */
function sentence(loss) {
  return chrome.i18n.getMessage('lost', [loss.provider]);
}

/** @param {Loss[]} losses */
async function notify(losses) {
  const { news, over, told } = noticesFor(losses, await toldLosses());
  // Without the permission `chrome.notifications` does not exist.
  const may = chrome.notifications && (await isNotifying());
  if (may) {
    for (const id of over) chrome.notifications.clear(id);
    for (const loss of news) {
      const title = chrome.i18n.getMessage('extension_name');
      const iconUrl = chrome.runtime.getURL('icons/icon-128.png');
      chrome.notifications.create(loss.id, { type: 'basic', iconUrl, title, message: sentence(loss) });
    }
  }
  await keepToldLosses(told);
}
