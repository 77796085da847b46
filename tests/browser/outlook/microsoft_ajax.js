// As much of MicrosoftAjax.js as Office.js asks for on the web. The real one comes from Microsoft's address and is in no
// package.
window.Type = Function;
window.Sys = {
  Browser: { agent: null },
  Debug: { trace() {} },
  StringBuilder: class {
    #parts = [];
    append(part) {
      this.#parts.push(part);
      return this;
    }
    toString() {
      return this.#parts.join('');
    }
  },
  Serialization: {
    JavaScriptSerializer: {
      serialize: (value) => JSON.stringify(value),
      deserialize: (text) => JSON.parse(text),
    },
  },
};
Type.registerNamespace = (path) => {
  let place = window;
  for (const name of path.split('.')) place = place[name] ??= {};
};
Type.prototype.registerClass = function registerClass() {
  return this;
};
Function._validateParams = () => null;
Error.argument = (name, message) => new Error(`${name}: ${message}`);
Error.parameterCount = (message) => new Error(message);
