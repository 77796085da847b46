// The side of Outlook on the web that Office.js speaks with: an answer for each message that a pane sends, and what Outlook
// does by itself. `setting` comes from the test, which also calls `outlook` to act as Outlook or as its reader.
'use strict';
const outlook = (() => {
  const CONTROL = 'ocii1';
  const CONVERSATION = '4d2f_1b7a_1800000000000';
  const [REQUEST, RESPONSE] = [0, 1];
  const EVENT = 1;
  const said = [];
  const registered = new Map();
  const { mailbox } = setting;
  let item = 1;
  let frame = null;

  const paneOrigin = new URL(setting.pane).origin;
  const post = (message) => frame?.contentWindow.postMessage(JSON.stringify(message), paneOrigin);

  const appContext = () => ({
    _id: '',
    _appName: 64,
    _appVersion: '16.01',
    _appUILocale: setting.language,
    _dataLocale: setting.language,
    _docUrl: location.href,
    _clientMode: 0,
    _settings: {},
    _reason: 'documentOpened',
    _hostFullVersion: '20241124.01',
    _requirementMatrix: JSON.stringify(setting.requirements),
    _addinName: 'Latchkey',
    _appDomains: [paneOrigin],
    _clientWindowWidth: innerWidth,
    _clientWindowHeight: innerHeight,
  });
  const initialData = () => ({
    userDisplayName: mailbox.name,
    userEmailAddress: mailbox.address,
    userTimeZone: 'W. Europe Standard Time',
    userProfileType: 'office365',
    hostVersion: '20241124.01',
    owaView: 'ThreeColumns',
    permissionLevel: 1,
    itemType: 1,
    id: `item-${item}`,
    subject: `Mail number ${item}`,
    normalizedSubject: `Mail number ${item}`,
    itemClass: 'IPM.Note',
    to: [],
    from: { name: 'Somebody', address: 'somebody@fabrikam.example' },
  });
  // Of Office's common API, by its numbers.
  const common = {
    // Office.auth.getAccessToken
    98: () => (setting.token ? { Error: 0, accessToken: setting.token } : { Error: 13001 }),
  };
  const answers = {
    ContextActivationManager_getAppContextAsync: appContext,
    ContextActivationManager_notifyHost: () => ({}),
    ContextActivationManager_openWindowInHost: () => ({}),
    GetInitialData: initialData,
    ExecuteMethod: () => ({ error: true, errorCode: 5000 }),
    executeMethod: (data) => ({ Version: 1, ...common[data.DdaMethod.DispatchId]?.() ?? { Error: 13012 } }),
  };

  const answer = (message) => {
    if (message._actionType === 1) registered.set(message._actionName, message._conversationId);
    if (message._actionType === 2) registered.delete(message._actionName);
    const data = message._actionType === 0 ? answers[message._actionName]?.(message._data) : { Error: 0 };
    post({
      _messageType: RESPONSE,
      _actionName: message._actionName,
      _conversationId: message._conversationId,
      _correlationId: message._correlationId,
      _errorCode: 0,
      _responseType: 0,
      _origin: location.origin,
      _data: data ?? {},
      _serializerVersion: 1,
    });
  };
  addEventListener('message', (event) => {
    if (event.source !== frame?.contentWindow || event.origin !== paneOrigin) return;
    const message = JSON.parse(event.data);
    if (message._messageType !== REQUEST) return;
    said.push([message._actionName, message._data]);
    answer(message);
  });

  const tell = (name, data) => {
    if (!registered.has(name)) throw new Error(`the pane does not listen to ${name}, only to ${[...registered.keys()]}`);
    post({
      _messageType: RESPONSE,
      _responseType: EVENT,
      _actionName: name,
      _conversationId: registered.get(name),
      _correlationId: 0,
      _errorCode: 0,
      _origin: location.origin,
      _data: data,
      _serializerVersion: 1,
    });
  };

  return {
    // Shows the pane, as the button in the ribbon does.
    open() {
      frame = document.createElement('iframe');
      frame.title = 'Latchkey';
      const hostInfo = ['Outlook', 'Web', '16.01', setting.language, '2f6c6f3e-0d5a-4f7e-8f55-1d2c3b4a5968', '', '', '0'];
      // On the desktop it stands in the address.
      if (!setting.isDesktop) frame.name = JSON.stringify({
        hostInfo: hostInfo.join('$'),
        xdmInfo: [CONVERSATION, CONTROL, location.origin].join('|'),
        baseFrameName: 'latchkey',
        serializerVersion: 1,
        flights: '[]',
      });
      frame.setAttribute('sandbox', setting.sandbox);
      frame.src = setting.pane;
      document.getElementById('pane').append(frame);
    },
    // Takes it away again, as its cross does.
    close() {
      frame.remove();
      frame = null;
      registered.clear();
    },
    // Another item is looked at while the pane is pinned.
    select() {
      item += 1;
      tell('olkItemSelectedChanged', initialData());
    },
    // The colours change.
    theme(background, foreground) {
      const css = (colour) => `#${colour.toString(16).padStart(6, '0')}`;
      Object.assign(document.body.style, { background: css(background), color: css(foreground) });
      const colours = {
        bodyBackgroundColor: background,
        bodyForegroundColor: foreground,
        controlBackgroundColor: background,
        controlForegroundColor: foreground,
      };
      tell('officeThemeChanged', [JSON.stringify(colours)]);
    },
    listensTo: (name) => registered.has(name),
    said,
  };
})();
