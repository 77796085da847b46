// @ts-check
// Reads an overview for the worker: which connections are lost, and which notifications to show. Pure functions; the worker
// acts on their results.
'use strict';

/**
 * The parts of the endpoint's overview that are used here (`crates/wire`).
 * @typedef {{ connections: { id: string, provider_label: string, state: { kind: string, since?: number } }[] }} Overview
 *
 * @typedef {{ id: string, provider: string, since: number }} Loss
 *
 * The losses that the person has been notified of: the connection's id, and the time of the loss.
 * @typedef {Record<string, number>} Told
 */

/** The states that need a person or an administrator to act (`ConnectionState::is_lost`). */
const LOST_STATES = Object.freeze(['needs_sign_in', 'needs_admin']);

/**
 * @param {Overview} overview
 * @returns {Loss[]}
 */
function lossesIn(overview) {
  const lost = overview.connections.filter((one) => LOST_STATES.includes(one.state.kind));
  return lost.map((one) => ({ id: one.id, provider: one.provider_label, since: one.state.since ?? 0 }));
}

/**
 * The losses to notify of, the notifications to remove, and the losses that the person knows of afterwards. Each loss is
 * notified once. Its notification is removed when the connection works again.
 * @param {Loss[]} losses
 * @param {Told} told
 * @returns {{ news: Loss[], over: string[], told: Told }}
 */
function noticesFor(losses, told) {
  const now = Object.fromEntries(losses.map((loss) => [loss.id, loss.since]));
  const news = losses.filter((loss) => told[loss.id] !== loss.since);
  const over = Object.keys(told).filter((id) => !(id in now));
  return { news, over, told: now };
}
