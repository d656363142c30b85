import { createHash, createHmac } from 'node:crypto';

/** SHA-256 hex over secret + raw body (HubSpot docs: Validating requests, v1). */
export function signatureV1(secret: string, body: string): string {
  return createHash('sha256')
    .update(secret + body, 'utf8')
    .digest('hex');
}

/** SHA-256 hex over secret + method + full URI + raw body (HubSpot docs: Validating requests, v2). */
export function signatureV2(secret: string, method: string, uri: string, body: string): string {
  return createHash('sha256')
    .update(secret + method + uri + body, 'utf8')
    .digest('hex');
}

/** The only escapes that are decoded before a v3 signature is made (HubSpot docs: Validating requests). */
const DECODED_FOR_V3: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

export function decodeForV3(uri: string): string {
  return uri.replace(/%[0-9A-Fa-f]{2}/g, (code) => DECODED_FOR_V3[code.toUpperCase()] ?? code);
}

/** HMAC-SHA-256 base64 over method + URI + raw body + timestamp (HubSpot docs: Validating requests, v3). */
export function signatureV3(
  secret: string,
  method: string,
  uri: string,
  body: string,
  timestamp: number | string,
): string {
  return createHmac('sha256', secret)
    .update(`${method}${decodeForV3(uri)}${body}${timestamp}`, 'utf8')
    .digest('base64');
}
