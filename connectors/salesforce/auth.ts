import { CrmError } from '../../src/lead/crm-error.js';
import type { Install, Tokens } from '../connector.js';
import { isSuccess } from '../kit/answer.js';
import { objectOf, textOf } from '../kit/json.js';
import { declaration } from './definition.js';
import { grant } from './grant.js';
import { CHALLENGE_METHOD, challengeOf, checkVerifier } from './pkce.js';
import { projectFiles, uploadSteps } from './project.js';
import {
  postForm,
  requestToken,
  TOKEN_LIFE_MS,
  TOKEN_TIMEOUT_MS,
  type TokenAnswer,
} from './token-answer.js';
import { declinedMessage, tokenFailure } from './token-errors.js';

/**
 * The web-server flow. Addresses are those of the login host that the admin chose: production, sandbox or
 * the org's My Domain. A refresh token is used once where the app rotates them: whoever calls `refresh`
 * sees to it that nobody else does at the same time, and stores the answer before using it.
 */
export const install: Install = {
  authorizeUrl({ appUrl, clientId, redirectUri, state, verifier }) {
    const query = Object.entries({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: declaration.scopes.required.join(' '),
      state,
      code_challenge: challengeOf(verifier),
      code_challenge_method: CHALLENGE_METHOD,
      // Somebody may be signed in as another user than the one who is to connect.
      prompt: 'select_account',
    }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${appUrl.replace(/\/+$/, '')}/services/oauth2/authorize?${query.join('&')}`;
  },
  declined: declinedMessage,
  async exchange({ baseUrl, app, redirectUri, code, verifier, now, timeoutMs = TOKEN_TIMEOUT_MS }) {
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: app.clientId,
      client_secret: app.clientSecret,
      code_verifier: checkVerifier(verifier),
    };
    const host = { baseUrl, timeoutMs };
    const answer = await requestToken(host, 'exchange of the code', form, app.clientSecret);
    return { ...tokensOf(answer, undefined, now), portal: answer.portal, scopes: answer.scopes };
  },
  async refresh({ baseUrl, app, refreshToken, now, timeoutMs = TOKEN_TIMEOUT_MS }) {
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: app.clientId,
      client_secret: app.clientSecret,
    };
    const host = { baseUrl, timeoutMs };
    const answer = await requestToken(host, 'token refresh', form, app.clientSecret);
    return tokensOf(answer, refreshToken, now);
  },
  grant,
  /** Salesforce has no call that uninstalls; a revoked refresh token ends its access tokens, too. */
  async leave({ baseUrl, refreshToken, accessToken, timeoutMs = TOKEN_TIMEOUT_MS }) {
    const token = refreshToken || accessToken;
    const answer = await postForm({ baseUrl, timeoutMs }, 'revoke', 'token revocation', { token });
    if (isSuccess(answer)) return;
    const code = textOf(objectOf(answer.body).error) ?? '';
    // Revoked already, or dead: that is what was wanted.
    if (code === 'invalid_token' || code === 'unsupported_token_type') return;
    throw tokenFailure(answer, 'token revocation');
  },
  project: projectFiles,
  uploadSteps,
};

function tokensOf(answer: TokenAnswer, former: string | undefined, now: number): Tokens {
  const refreshToken = answer.refreshToken ?? former;
  if (refreshToken === undefined) {
    throw new CrmError(
      'refused',
      'Salesforce gave no refresh token: add the scope "Perform requests at any time (refresh_token, offline_access)" to the app and connect again.',
    );
  }
  const { accessToken, instanceUrl } = answer;
  return { accessToken, refreshToken, instanceUrl, expiresAt: now + TOKEN_LIFE_MS };
}
