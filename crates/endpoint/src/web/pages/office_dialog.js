// How the window's first page asks its pane if the window is an Office dialog. On the desktop such a dialog has no
// opener. If there is an opener, the page asks it and does not load Office.js.
//
// Any add-in may open any page as its dialog. So a question goes only to a pane of our own origin, and an answer counts only
// if Office says that it came from there. An Office that does not say so is not trusted (DialogOrigin 1.1,
// learn.microsoft.com/javascript/api/requirement-sets/common/dialog-origin-requirement-sets).
'use strict';
(() => {
  if (window.opener) return;
  const script = document.createElement('script');
  script.src = document.currentScript.dataset.hostScript;
  script.onload = () => {
    Office.onReady(() => {
      const ui = Office.context?.ui;
      if (!ui?.messageParent || !Office.context.requirements.isSetSupported('DialogOrigin', '1.1')) return;
      ui.addHandlerAsync(Office.EventType.DialogParentMessageReceived, ({ message, origin }) => {
        if (origin !== location.origin) return;
        try { latchkeyWindow.take(JSON.parse(message)); } catch { /* not our message */ }
      });
      latchkeyWindow.addWay((asked) => ui.messageParent(JSON.stringify(asked), { targetOrigin: location.origin }));
    }).catch(() => { /* not an Office dialog */ });
  };
  document.head.append(script);
})();
