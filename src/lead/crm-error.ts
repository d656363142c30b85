import { PlumblineError } from '../lib/errors.js';

/**
 * Why a call to a CRM failed, in the words the core acts on.
 * - `reconnect`: the credentials are dead; only the admin can help.
 * - `rights`: the credentials lack a right; the feature rests. `details.scopes` names it, where known.
 * - `wait`: a limit or a lock; nothing was applied; try again after `waitMs`.
 * - `transient`: 5xx, network, time-out; see `outcome`.
 * - `refused`: the CRM says no to the content; the same again is useless.
 * - `gone`: there is no such record.
 */
export type CrmErrorKind = 'reconnect' | 'rights' | 'wait' | 'transient' | 'refused' | 'gone';

export class CrmError extends PlumblineError {
  override readonly name = 'CrmError';
  readonly kind: CrmErrorKind;
  /** Whether the CRM may have applied the request. */
  readonly outcome: 'not-applied' | 'unknown';
  readonly waitMs: number;
  /** False when nothing left for the CRM: our own budget held it back. */
  readonly sent: boolean;

  constructor(
    kind: CrmErrorKind,
    message: string,
    options: {
      outcome?: 'not-applied' | 'unknown';
      waitMs?: number;
      sent?: boolean;
      details?: Record<string, unknown>;
      cause?: unknown;
    } = {},
  ) {
    super(`crm-${kind}`, message, {
      status: 502,
      ...(options.details && { details: options.details }),
      ...(options.cause !== undefined && { cause: options.cause }),
    });
    this.kind = kind;
    this.outcome = options.outcome ?? (kind === 'transient' ? 'unknown' : 'not-applied');
    this.waitMs = options.waitMs ?? 0;
    this.sent = options.sent ?? true;
  }
}
