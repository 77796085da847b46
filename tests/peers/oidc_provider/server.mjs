// Runs `oidc-provider` (npm) for the peer tests, with its own pages, its own storage in memory and nothing of ours in
// between. Told what to do by lines of JSON on standard input, it answers each with one on standard output; the first one
// names its port. It ends when standard input does.
//
// To add a command: a function in `commands`.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const library = join(process.argv[2], "node_modules/oidc-provider/lib/index.js");
const { default: Provider } = await import(pathToFileURL(library));

const HOUR_S = 3600;

let handle;
let people;
const issued = [];
const tally = { renewed: 0, refused: 0 };

const server = createServer((request, response) => handle(request, response));
await listen(0);
const { port } = server.address();
const issuer = `http://127.0.0.1:${port}`;
answer({ issuer });

const commands = {
  // Knows this client and these people from now on.
  open({ client, access_life_s, people: known }) {
    people = known;
    const provider = new Provider(issuer, settings(client, access_life_s));
    handle = provider.callback();
    provider.on("refresh_token.saved", (token) => issued.push(token));
    const count = (name) => ({ oidc }) => { tally[name] += oidc.params?.grant_type === "refresh_token" ? 1 : 0; };
    provider.on("grant.success", count("renewed"));
    provider.on("grant.error", count("refused"));
  },

  // How exchanges of refresh tokens ended so far.
  tally() {
    return tally;
  },

  // How many refresh tokens of a person's can still be used.
  async count({ login }) {
    const kept = await Promise.all(issued.map((token) => token.constructor.find(token.jti)));
    return { live: kept.filter((token) => token?.accountId === login && !token.consumed).length };
  },

  // Ends everything that a person has allowed, as an administrator's console would.
  async end({ login }) {
    for (const token of issued.filter(({ accountId }) => accountId === login)) {
      await token.constructor.revokeByGrantId(token.grantId);
    }
  },

  async go_down() {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  },

  come_back() {
    return listen(port);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...rest } = JSON.parse(line);
  answer((await commands[command](rest)) ?? {});
}
process.exit();

function settings(client, accessLifeS) {
  return {
    clients: [{ ...client, grant_types: ["authorization_code", "refresh_token"], response_types: ["code"] }],
    scopes: ["openid", "profile", "email", "offline_access", "mail"],
    claims: { openid: ["sub"], profile: ["name"], email: ["email"] },
    features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    cookies: { keys: [randomUUID()] },
    ttl: { AccessToken: accessLifeS, IdToken: 24 * HOUR_S, RefreshToken: 24 * HOUR_S, Grant: 24 * HOUR_S },
    findAccount: (_, login) => people[login] && { accountId: login, claims: () => ({ sub: login, ...people[login] }) },
  };
}

async function listen(at) {
  server.listen(at, "127.0.0.1");
  await once(server, "listening");
}

function answer(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
