import type {
  AccountIdentity,
  HookRequest,
  HookVerdict,
  Receiver,
  SplitHook,
} from '../connector.js';
import { parseJson } from '../kit/answer.js';
import { changesOf } from './events.js';
import { isSignedV3 } from './signature.js';

const MAX_BYTES = 1_048_576;
/** HubSpot docs: Validating requests; we allow the same towards the future, for clocks that differ. */
const MAX_AGE_MS = 300_000;

export const receiver: Receiver = { verify, split };

function verify(request: HookRequest, secrets: readonly string[], now: number): HookVerdict {
  if (request.body.byteLength > MAX_BYTES) {
    return refuse(413, 'body-too-large', `The body has more than ${MAX_BYTES} bytes.`);
  }
  const type = header(request, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return refuse(415, 'content-type', 'The content type must be application/json.');
  }
  const signature = header(request, 'x-hubspot-signature-v3');
  const timestamp = header(request, 'x-hubspot-request-timestamp');
  if (!signature || !timestamp) {
    return refuse(401, 'signature-missing', 'The headers of signature version 3 are missing.');
  }
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > MAX_AGE_MS) {
    return refuse(401, 'timestamp', 'The timestamp is more than five minutes away from now.');
  }
  const { method, url, body } = request;
  if (!isSignedV3(signature, secrets, { method, url, body, timestamp })) {
    return refuse(
      401,
      'signature',
      "The signature fits no app secret; check the client secret and that the public URL is the one in the app's settings.",
    );
  }
  if (!Array.isArray(parse(body))) {
    return refuse(400, 'body', 'The body must be a JSON array of events.');
  }
  return { ok: true };
}

function refuse(status: 400 | 401 | 413 | 415, code: string, reason: string): HookVerdict {
  return { ok: false, status, code, reason };
}

/** A header given once; given twice it is none. Names are compared without case. */
function header(request: HookRequest, name: string): string | undefined {
  const direct = request.headers[name];
  const value =
    direct ??
    Object.entries(request.headers).find(([key]) => key.toLowerCase() === name)?.[1] ??
    undefined;
  if (Array.isArray(value)) return value.length === 1 ? value[0] : undefined;
  return value;
}

function parse(body: Uint8Array): unknown {
  return parseJson(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
}

function split(
  body: Uint8Array,
  account: (portal: string) => AccountIdentity | undefined,
): SplitHook {
  const events = parse(body);
  const changes: SplitHook['changes'][number][] = [];
  const dropped: Record<string, number> = {};
  const drop = (reason: string): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  if (!Array.isArray(events)) return { changes, dropped: { malformed: 1 } };
  for (const event of events) {
    const split = changesOf(event, account);
    if (split.reason !== undefined) drop(split.reason);
    else changes.push({ portal: split.portal, change: split.change });
  }
  return { changes, dropped };
}
