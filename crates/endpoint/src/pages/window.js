// Runs in the sign-in window after it has come back. Hands the proof to the pane if the pane can still be reached, by
// whichever way is left: a provider's page may have cut the window off, and storage may be partitioned. If no pane
// answers, the person chooses the code that the pane shows; that needs no script.
'use strict';
(() => {
  const ANSWER_WAIT_MS = 1000;
  const CLOSE_AFTER_MS = 1200;
  const place = document.getElementById('window');
  if (!place) return;
  const { authorization, proof, done } = place.dataset;
  const closeSoon = () => setTimeout(() => window.close(), CLOSE_AFTER_MS);
  if (done) closeSoon();
  if (!proof) return;

  const question = document.getElementById('question');
  const handed = document.getElementById('handed');
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel('latchkey') : null;
  const hear = ({ data }) => {
    if (data?.latchkey !== 'proof-received' || data.authorization !== authorization) return;
    question.hidden = true;
    handed.hidden = false;
    closeSoon();
  };
  addEventListener('message', (event) => {
    if (event.origin === location.origin && event.source === window.opener) hear(event);
  });
  if (channel) channel.onmessage = hear;

  question.hidden = true;
  setTimeout(() => { question.hidden = !handed.hidden; }, ANSWER_WAIT_MS);
  const message = { latchkey: 'proof', authorization, proof };
  try { window.opener?.postMessage(message, location.origin); } catch { /* cut off: the question remains */ }
  channel?.postMessage(message);
})();
