// Another way for the window's first page to ask its pane, where the window is a dialog of Office's own: on the desktop such
// a dialog has no opener. Where there is one, it is enough, and Office.js is not loaded.
//
// Any add-in may open any page as its dialog. So a question goes to a pane of our own origin alone, and an answer counts
// only if Office says that it came from there; an Office that does not say it is not believed (DialogOrigin 1.1,
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
        try { latchkeyWindow.take(JSON.parse(message)); } catch { /* no word of ours */ }
      });
      latchkeyWindow.addWay((asked) => ui.messageParent(JSON.stringify(asked), { targetOrigin: location.origin }));
    }).catch(() => { /* no dialog of Office's */ });
  };
  document.head.append(script);
})();
