import { signatureV3 } from './signatures.js';

export interface CardCall {
  /** Where the backend listens. */
  readonly url: string;
  /** The address that the card names: it is what gets signed. Default `url`. */
  readonly publicUrl?: string | undefined;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | undefined;
  readonly body?: unknown;
  readonly portal?: string | undefined;
  readonly userId?: number | undefined;
  readonly userEmail?: string | undefined;
}

/**
 * `hubspot.fetch` as the backend sees it: user, portal and app in the query, all inside the signed address
 * (HubSpot docs: Fetching data for UI extensions).
 */
export async function callFromCard(
  app: { readonly appId: string; readonly clientSecret: string },
  now: number,
  portal: string,
  call: CardCall,
): Promise<{ status: number; body: string }> {
  const method = call.method ?? 'GET';
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const added = new URLSearchParams({
    userId: String(call.userId ?? 6_001_001),
    portalId: call.portal ?? portal,
    userEmail: call.userEmail ?? 'rep@seller.example',
    appId: app.appId,
  });
  const join = (url: string): string => `${url}${url.includes('?') ? '&' : '?'}${added}`;
  const signed = join(call.publicUrl ?? call.url);
  const response = await fetch(join(call.url), {
    method,
    headers: {
      'x-hubspot-signature-v3': signatureV3(app.clientSecret, method, signed, body, now),
      'x-hubspot-request-timestamp': String(now),
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === '' ? {} : { body }),
  });
  return { status: response.status, body: await response.text() };
}
