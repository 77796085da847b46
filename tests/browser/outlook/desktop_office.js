// What Office.js offers in Outlook on the desktop, as far as the pane asks for it. There the real one speaks with the
// program around its browser, which no page can stand in for. What was opened is kept for the test.
'use strict';
self.opened = [];
self.Office = {
  onReady: async () => ({ host: 'Outlook', platform: 'PC' }),
  context: {
    mailbox: { userProfile: { emailAddress: 'ann@contoso.example' }, addHandlerAsync() {} },
    requirements: { isSetSupported: (name) => ['DialogApi', 'OpenBrowserWindowApi'].includes(name) },
    ui: {
      openBrowserWindow: (address) => void opened.push(['browser', address]),
      displayDialogAsync(address, options, then) {
        opened.push(['dialog', address]);
        then({ status: 'succeeded', value: { addEventHandler() {}, close() {} } });
      },
    },
  },
};
