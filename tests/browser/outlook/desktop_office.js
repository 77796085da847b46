// What Office.js offers in Outlook on the desktop, as far as the pane and its windows ask for it. There the real one speaks
// with the program around its browser, which no page can stand in for. What was opened and said is kept for the test, which
// carries it from one page to the other as Outlook does: with the origin of the page that said it.
'use strict';
self.opened = [];
self.said = [];
self.hears = null;
const say = (message, options) => void said.push([message, options?.targetOrigin ?? null]);
self.Office = {
  EventType: { DialogParentMessageReceived: 'dialogParentMessageReceived' },
  onReady(then) {
    const ready = { host: 'Outlook', platform: 'PC' };
    return Promise.resolve(ready).then(() => (then?.(ready), ready));
  },
  context: {
    mailbox: { userProfile: { emailAddress: 'ann@contoso.example' }, addHandlerAsync() {} },
    requirements: { isSetSupported: (name) => ['DialogApi', 'DialogOrigin', 'OpenBrowserWindowApi'].includes(name) },
    ui: {
      openBrowserWindow: (address) => void opened.push(['browser', address]),
      displayDialogAsync(address, options, then) {
        opened.push(['dialog', address]);
        const addEventHandler = (event, handler) => {
          if (event === 'dialogMessageReceived') self.hears = handler;
        };
        then({ status: 'succeeded', value: { addEventHandler, close() {}, messageChild: say } });
      },
      messageParent: say,
      addHandlerAsync: (event, handler) => void (self.hears = handler),
    },
  },
};
