// Runs in the page behind an e-mail's link. Its button begins the sign-in in this browser.
'use strict';
(() => {
  const button = document.getElementById('repair');
  if (!button) return;
  const show = (main) => {
    document.querySelector('main').replaceChildren(...main.childNodes);
    document.querySelector('h1')?.focus();
  };
  const begin = async () => {
    if (!latchkeyOpening.isKept()) return show(document.getElementById('needs-storage').content);
    const answer = await fetch(button.dataset.repair, {
      method: 'POST',
      headers: { Accept: 'text/html' },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
    if (!answer.headers.get('content-type')?.includes('json')) {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      return show(page.querySelector('main') ?? document.getElementById('unavailable').content);
    }
    const said = await answer.json();
    latchkeyOpening.keep(said.authorization, said);
    location.assign(`/authorizations/${said.authorization}/${said.kind === 'go' ? 'leave' : 'window'}`);
  };
  button.addEventListener('click', async () => {
    button.disabled = true;
    await begin().catch(() => show(document.getElementById('unavailable').content.cloneNode(true)));
    button.disabled = false;
  });
})();
