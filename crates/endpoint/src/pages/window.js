// Runs in the sign-in window after it has come back. Hands the proof to the pane if the pane can still be reached, by
// whichever way is left: a provider's page may have cut the window off, and storage may be partitioned. If no pane
// answers, the person chooses the code that the pane shows; that needs no script.
'use strict';
(() => {
  const ANSWER_WAIT_MS = 1000;
  const CLOSE_AFTER_MS = 1200;
  const HANDED = '?handed';
  const place = document.getElementById('window');
  if (!place) return;
  const { authorization, proof, done, finishing } = place.dataset;
  const closeSoon = () => setTimeout(() => window.close(), CLOSE_AFTER_MS);
  if (done) closeSoon();
  // Handed over once and still here: the person is asked.
  if (!proof || location.search === HANDED) return;

  const question = document.getElementById('question');
  const heading = document.querySelector('h1');
  const asks = heading.textContent;
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('latchkey') : null;
  const hear = ({ data }) => {
    if (data?.latchkey !== 'proof-received' || data.authorization !== authorization) return;
    // The pane closes this window when it has finished. Where it can't, this page shows how it ended.
    clearTimeout(asking);
    setTimeout(() => location.replace(location.pathname + HANDED), ANSWER_WAIT_MS);
  };
  addEventListener('message', (event) => {
    if (event.origin === location.origin && event.source === window.opener) hear(event);
  });
  if (channel) channel.onmessage = hear;

  const show = (isAsking) => {
    heading.textContent = isAsking ? asks : finishing;
    question.hidden = !isAsking;
  };
  show(false);
  const asking = setTimeout(() => show(true), ANSWER_WAIT_MS);
  const message = { latchkey: 'proof', authorization, proof };
  try { window.opener?.postMessage(message, location.origin); } catch { /* cut off: the question remains */ }
  channel?.postMessage(message);
})();
