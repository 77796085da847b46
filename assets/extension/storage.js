// @ts-check
// What the extension remembers, and where: in `chrome.storage`, which outlives the worker and is shared by all panels.
// Loaded by the worker and the panel.
//
// # To add something
// Name its key in KEYS and give it a function here, so that everybody reads it in the same way.
'use strict';

/** @type {Readonly<Record<string, string>>} */
const KEYS = Object.freeze({
  /** The session's token, in `session` or in `local`, as the person has chosen. */
  session: 'session',
  /** `false`: the session is to end with the browser. */
  stay: 'stay',
  /** `true`: the person wants to be notified of a loss. */
  notify: 'notify',
  /** Which losses have been told. */
  told: 'told',
  /** The installation's names and offers, as they were the last time. */
  installation: 'installation',
});

/** The token; the browser's own memory goes first, because who has chosen it has left nothing on the disk. */
async function sessionToken() {
  const places = [chrome.storage.session, chrome.storage.local];
  const [short, long] = await Promise.all(places.map((place) => place.get(KEYS.session)));
  const token = short[KEYS.session] ?? long[KEYS.session];
  return typeof token === 'string' ? token : null;
}

/**
 * Keeps the token where it may stand, and nowhere else.
 * @param {string | null} token
 * @param {boolean} stay
 */
async function keepSessionToken(token, stay) {
  const { local, session } = chrome.storage;
  const [into, outOf] = stay ? [local, session] : [session, local];
  // In this order, so that whoever reads in between finds it.
  if (token !== null) await into.set({ [KEYS.session]: token });
  else await into.remove(KEYS.session);
  await outOf.remove(KEYS.session);
}

/** Whether the session outlives the browser. */
async function isStaying() {
  return (await chrome.storage.local.get(KEYS.stay))[KEYS.stay] !== false;
}

/** @param {boolean} stay */
function keepStaying(stay) {
  return chrome.storage.local.set({ [KEYS.stay]: stay });
}

/** Whether the person wants to be notified. */
async function isNotifying() {
  return (await chrome.storage.local.get(KEYS.notify))[KEYS.notify] === true;
}

/** @param {boolean} notify */
function keepNotifying(notify) {
  return chrome.storage.local.set({ [KEYS.notify]: notify });
}

/** @returns {Promise<Told>} */
async function toldLosses() {
  return (await chrome.storage.local.get(KEYS.told))[KEYS.told] ?? {};
}

/** @param {Told} told */
function keepToldLosses(told) {
  return chrome.storage.local.set({ [KEYS.told]: told });
}

/**
 * What an endpoint said of its installation the last time, as JSON.
 * @param {string} endpoint
 */
async function knownInstallation(endpoint) {
  const known = (await chrome.storage.local.get(KEYS.installation))[KEYS.installation];
  return known?.endpoint === endpoint && typeof known.text === 'string' ? known.text : null;
}

/**
 * @param {string} endpoint
 * @param {string} text
 */
function keepInstallation(endpoint, text) {
  return chrome.storage.local.set({ [KEYS.installation]: { endpoint, text } });
}

/**
 * The endpoint's origin: the one that this extension was made for, unless it was made to let an administrator name
 * another one (`managed_schema.json`). `MADE_FOR` stands in `made_for.js`, which the bundle writes.
 */
async function endpointAddress() {
  const { endpoint, byPolicy } = MADE_FOR;
  if (!byPolicy) return endpoint;
  const named = (await chrome.storage.managed.get('endpoint')).endpoint;
  return isEndpoint(named) ? new URL(named).origin : endpoint;
}

/**
 * An HTTPS origin, without anything behind it.
 * @param {unknown} address
 */
function isEndpoint(address) {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' && (address === origin || address === `${origin}/`);
}
