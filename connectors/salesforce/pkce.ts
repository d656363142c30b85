/** Proof that whoever exchanges a code is who asked for it (RFC 7636, method S256). */
import { createHash } from 'node:crypto';
import { CrmError } from '../../src/lead/crm-error.js';

/** RFC 7636, section 4.1. jsforce's own verifier has 171 characters, which Salesforce refuses. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

export const CHALLENGE_METHOD = 'S256';

/**
 * The verifier, as it was made with the installation's state.
 * @throws CrmError `refused` when there is none of the right form.
 */
export function checkVerifier(verifier: string | undefined): string {
  if (verifier !== undefined && VERIFIER.test(verifier)) return verifier;
  throw new CrmError(
    'refused',
    'Salesforce is connected with a proof key of 43 to 128 characters, and there is none; begin again with `plumbline connect`.',
  );
}

/** What the authorization address shows of the verifier. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(checkVerifier(verifier)).digest('base64url');
}
