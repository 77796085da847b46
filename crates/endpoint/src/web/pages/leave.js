// Goes to the provider. This page exists because it cuts the window off from the pane that opened it
// (Cross-Origin-Opener-Policy), so the provider's pages get no handle to lead the pane's own tab elsewhere.
'use strict';
(() => {
  const { authorization, start } = document.getElementById('leave').dataset;
  location.replace(latchkeyOpening.read(authorization).to ?? start);
})();
