// @ts-check
// What the extension stores: in `chrome.storage`, which outlives the worker and which all panels share.
// Loaded by the worker and the panel.
//
// # To add something
// Name its key in KEYS and write a function for it here, so that all parts read it in the same way.
'use strict';

/** @type {Readonly<Record<string, string>>} */
const KEYS = Object.freeze({
  /** The session token, in `session` or in `local`, as the person has chosen. */
  session: 'session',
  /** `false`: the session ends with the browser. */
  stay: 'stay',
  /** `true`: the person wants to be notified of a loss. */
  notify: 'notify',
  /** The losses that the person has been notified of. */
  told: 'told',
  /** The installation's names and offers, from the last answer. */
  installation: 'installation',
});

/** The token. `chrome.storage.session` comes first: a person who chose it has no token on the disk. */
async function sessionToken() {
  const places = [chrome.storage.session, chrome.storage.local];
  const [short, long] = await Promise.all(places.map((place) => place.get(KEYS.session)));
  const token = short[KEYS.session] ?? long[KEYS.session];
  return typeof token === 'string' ? token : null;
}

/**
 * Stores the token in the place that the person chose, and removes it from the other.
 * @param {string | null} token
 * @param {boolean} stay
 */
async function keepSessionToken(token, stay) {
  const { local, session } = chrome.storage;
  const [into, outOf] = stay ? [local, session] : [session, local];
  // Writes before it removes, so that the token can be read at any time.
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

/** Whether the person wants notifications. */
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
 * The last answer of this endpoint about its installation, as JSON.
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
 * The endpoint's origin: the one that this extension was made for, or one that an administrator names by policy if this
 * extension allows it (`managed_schema.json`). The bundle writes `MADE_FOR` into `made_for.js`.
 */
async function endpointAddress() {
  const { endpoint, byPolicy } = MADE_FOR;
  if (!byPolicy) return endpoint;
  const named = (await chrome.storage.managed.get('endpoint')).endpoint;
  return isEndpoint(named) ? new URL(named).origin : endpoint;
}

/**
 * Whether this is an HTTPS origin with nothing after it.
 * @param {unknown} address
 */
function isEndpoint(address) {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  return protocol === 'https:' && (address === origin || address === `${origin}/`);
}
