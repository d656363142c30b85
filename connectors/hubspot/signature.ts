import { createHmac, timingSafeEqual } from 'node:crypto';

/** The only escapes that HubSpot decodes before it signs (HubSpot docs: Validating requests). */
const DECODED: Readonly<Record<string, string>> = {
  '3A': ':',
  '2F': '/',
  '3F': '?',
  '40': '@',
  '21': '!',
  '24': '$',
  '27': "'",
  '28': '(',
  '29': ')',
  '2A': '*',
  '2C': ',',
  '3B': ';',
};

export function signedUrl(url: string): string {
  return url.replace(/%([0-9a-f]{2})/gi, (coded, code: string) => {
    return DECODED[code.toUpperCase()] ?? coded;
  });
}

/** Signature v3: base64 of HMAC-SHA-256 over method, URL, raw body and timestamp. */
export function signV3(
  secret: string,
  request: { method: string; url: string; body: Uint8Array; timestamp: string },
): string {
  return createHmac('sha256', secret)
    .update(request.method.toUpperCase() + signedUrl(request.url), 'utf8')
    .update(request.body)
    .update(request.timestamp, 'utf8')
    .digest('base64');
}

/** Whether any of the secrets signed; takes the same time whichever it was. */
export function isSignedV3(
  signature: string,
  secrets: readonly string[],
  request: { method: string; url: string; body: Uint8Array; timestamp: string },
): boolean {
  const given = Buffer.from(signature, 'utf8');
  let signed = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = Buffer.from(signV3(secret, request), 'utf8');
    if (given.length === expected.length && timingSafeEqual(given, expected)) signed = true;
  }
  return signed;
}
