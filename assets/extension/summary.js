// @ts-check
// What the worker makes of an overview: which connections are lost, and what people have to be told of it. Plain
// functions; the worker carries them out.
'use strict';

/**
 * The parts of the endpoint's overview that are looked at (`crates/wire`).
 * @typedef {{ connections: { id: string, provider_label: string, state: { kind: string, since?: number } }[] }} Overview
 *
 * @typedef {{ id: string, provider: string, since: number }} Loss
 *
 * Which breaks have been told of: the connection's id, and since when it was broken.
 * @typedef {Record<string, number>} Told
 */

/** The states in which somebody has to act (`ConnectionState::is_lost`). */
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
 * Which losses are news, which notices are over, and what has been told after that. Each break is told once, and its
 * notice goes when the connection works again.
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
