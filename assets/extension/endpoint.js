// @ts-check
// Runs in the last page of a sign-in, on the endpoint. That page hands its proof to the pane by a broadcast channel of
// its own origin, which the panel, being a page of the extension, is not part of: this passes the proof on, and the
// answer back. The panel takes it only for the sign-in that it has begun itself.
'use strict';

/** The name of the channel in crates/endpoint/src/pages/window.js and src/host/browser/messages.rs. */
const channel = new BroadcastChannel('latchkey');

channel.onmessage = async ({ data }) => {
  if (data?.latchkey !== 'proof') return;
  try {
    const answer = await chrome.runtime.sendMessage({ latchkey: KINDS.proof, message: JSON.stringify(data) });
    if (typeof answer === 'string' && answer.length <= MAX_PROOF_LENGTH) channel.postMessage(JSON.parse(answer));
  } catch {
    // No panel is open. The page asks for the code then.
  }
};
