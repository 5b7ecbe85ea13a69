// A real OpenID provider for script/drill oidc: `oidc-provider` with pages of three fields, and nothing softened.
// Usage: node provider.mjs SETTINGS.json   (issuer, port, clients, jwks)
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parse } from 'node:querystring';
import Provider from 'oidc-provider';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const accounts = new Set(['nquist', 'person01', 'c-olu']);

const provider = new Provider(settings.issuer, {
  clients: settings.clients,
  jwks: settings.jwks,
  cookies: { keys: ['a key of this drill alone'] },
  pkce: { required: () => true },
  scopes: ['openid', 'profile'],
  claims: { openid: ['sub', 'amr', 'acr'], profile: ['preferred_username', 'opened'] },
  acrValues: ['two'],
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, id) => accounts.has(id)
    ? { accountId: id, claims: () => ({ sub: id, preferred_username: id, opened: '2019-05-02' }) }
    : undefined,
  // Our own people use our own applications: nobody is asked for consent.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

const page = (uid, words) => `<!doctype html><title>Provider</title><h1>${words}</h1><form method="post" action="/interaction/${uid}">
<label>Login <input name="login"></label><label><input type="checkbox" name="two" value="1"> two factors</label>
<button name="go" value="in">Sign in</button><button name="go" value="cancel">Cancel</button></form>`;

const body = async (request) => {
  let text = '';
  for await (const piece of request) text += piece;
  return parse(text);
};

async function interact(request, response) {
  const { uid, prompt } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    return response.end(page(uid, prompt.reasons.join(' ')));
  }
  const typed = await body(request);
  const amr = typed.two ? ['pwd', 'otp', 'mfa'] : ['pwd'];
  const result = typed.go === 'cancel' || !accounts.has(typed.login)
    ? { error: 'access_denied', error_description: 'cancelled' }
    : { login: { accountId: typed.login, amr, acr: typed.two ? 'two' : undefined } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const oidc = provider.callback();
createServer((request, response) => {
  const handled = request.url.startsWith('/interaction/') ? interact(request, response) : oidc(request, response);
  Promise.resolve(handled).catch((trouble) => { response.statusCode = 500; response.end(String(trouble)); });
}).listen(settings.port, '127.0.0.1', () => process.stdout.write('ready\n'));
