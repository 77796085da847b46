// @ts-check
// Runs in the first page of a sign-in's window, on the endpoint. That page asks its pane for a key by a broadcast channel of
// its own origin. The panel is a page of the extension and cannot use that channel, so this script passes the question to the
// panel and the answer back. The panel answers only for the sign-in that it has begun itself.
'use strict';

/** The name of the channel in crates/endpoint/src/web/pages/start.js and src/host/browser/messages.rs. */
const channel = new BroadcastChannel('latchkey');

channel.onmessage = async ({ data }) => {
  if (data?.latchkey !== 'opening') return;
  try {
    const answer = await chrome.runtime.sendMessage({ latchkey: KINDS.opening, message: JSON.stringify(data) });
    if (typeof answer === 'string' && answer.length <= MAX_WORD_LENGTH) channel.postMessage(JSON.parse(answer));
  } catch {
    // No panel is open. The page tells the person what to do.
  }
};
