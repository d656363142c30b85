import { createHmac } from 'node:crypto';

export const LOGIN = 'https://login.salesforce.com';
export const MY_DOMAIN = 'https://acme.my.salesforce.com';
export const app = { clientId: 'consumer-key', clientSecret: 'consumer-secret' };
export const FORM = { reqheaders: { 'content-type': 'application/x-www-form-urlencoded' } };

/** An answer of the token endpoint as Salesforce signs it. */
export function tokenAnswer(
  rest: Readonly<Record<string, unknown>> = {},
  secret = app.clientSecret,
): Record<string, unknown> {
  const id = `${LOGIN}/id/00D000000000001EAM/005000000000001AAA`;
  const issued = '1794300000000';
  return {
    access_token: '00D000000000001!access',
    instance_url: MY_DOMAIN,
    id,
    issued_at: issued,
    signature: createHmac('sha256', secret).update(`${id}${issued}`).digest('base64'),
    token_type: 'Bearer',
    scope: 'refresh_token api id',
    ...rest,
  };
}
