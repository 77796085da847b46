// Leads on to the provider. This page stands in between because it cuts the window off from the pane that opened it
// (Cross-Origin-Opener-Policy): the provider's pages get no handle by which they could lead the pane's own tab elsewhere.
'use strict';
(() => {
  const { authorization, start } = document.getElementById('leave').dataset;
  location.replace(latchkeyOpening.read(authorization).to ?? start);
})();
