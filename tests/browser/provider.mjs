// A real OpenID provider on this machine, which the checks can also have do what none should.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

export const CLIENT = "convene-desk";

// Starts the provider of a desk and returns { issuer, secret, people, spoil, seen, stop }.
//
// - desk: the desk's address.
// - client: what is to be otherwise in its registration, such as the algorithm of its ID tokens.
//
// `people` is by subject what the provider says of them; `seen` is every text that must stand in no log and on no page. `spoil.nonce` has it
// give tokens with another nonce; `spoil.hold` has it keep the browser, and say in `spoil.back` where it would have sent it.
export async function startProvider(desk, client = {}) {
  const secret = randomBytes(24).toString("base64url") + "~:% +";
  const people = new Map();
  const spoil = { nonce: false, hold: false, back: null };
  const seen = [secret];
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  // Another site than the desk's, as a provider is: cookies that would not survive the way back are then lost here too.
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT,
      client_secret: secret,
      redirect_uris: [`${desk}/sign-in/return`],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      ...client,
    }],
    // A client that says who it is in a form shows it only where the provider takes no header.
    ...(client.token_endpoint_auth_method && { clientAuthMethods: [client.token_endpoint_auth_method] }),
    jwks: { keys: [key("rsa", { modulusLength: 2048 }, "rsa-1"), key("ec", { namedCurve: "P-256" }, "ec-1")] },
    cookies: { keys: [randomBytes(24).toString("base64url")] },
    pkce: { required: () => true },
    ttl: Object.fromEntries(["AccessToken", "Grant", "IdToken", "Interaction", "Session"].map((name) => [name, 600])),
    // As Entra ID does, which puts what it says of somebody into the ID token.
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], profile: ["name", "roles"] },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: `Name of ${sub}`, ...people.get(sub) }) }),
    features: { devInteractions: { enabled: true } },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (spoil.nonce) request.url = request.url.replace(/([?&]nonce=)[0-9a-f]+/, "$1another");
    listen(response, seen);
    if (spoil.hold) hold(response, desk, spoil);
    answer(request, response);
  });
  const stop = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { issuer, secret, people, spoil, seen, stop };
}

function key(kind, options, kid) {
  const jwk = generateKeyPairSync(kind, options).privateKey.export({ format: "jwk" });
  return { ...jwk, kid, use: "sig" };
}

function hold(response, desk, spoil) {
  const end = response.end;
  response.end = function (...rest) {
    const back = String(response.getHeader("location") ?? "");
    if (!back.startsWith(`${desk}/`)) return end.apply(this, rest);
    spoil.back = new URL(back);
    for (const name of ["location", "content-length"]) response.removeHeader(name);
    response.statusCode = 200;
    return end.call(this, "held");
  };
}

// Notes the tokens that an answer carries.
function listen(response, seen) {
  const end = response.end;
  response.end = function (body, ...rest) {
    const found = /^\{.*"id_token"/s.test(String(body ?? "")) ? JSON.parse(String(body)) : {};
    seen.push(...[found.id_token, found.access_token].filter(Boolean));
    return end.call(this, body, ...rest);
  };
}
