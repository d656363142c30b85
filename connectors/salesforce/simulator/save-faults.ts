import type { ApiCall } from './call.js';
import { type SaveError, saveError } from './transaction.js';

const MESSAGES: Readonly<Record<string, string>> = {
  UNABLE_TO_LOCK_ROW: 'unable to obtain exclusive access to this record or 1 records',
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 'the value does not meet a validation rule',
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'trigger: execution of BeforeUpdate caused an error',
};

/**
 * The refusal of one record that was switched on as a fault: by share, by record, or by the value of a
 * field. Its code is UNABLE_TO_LOCK_ROW unless the fault names another.
 */
export function saveFault(
  { faults, request, operation }: Pick<ApiCall, 'faults' | 'request' | 'operation'>,
  id: string | null,
  fields: Readonly<Record<string, unknown>>,
): SaveError | undefined {
  if (faults.empty) return undefined;
  const target = { method: request.method, path: request.path, operation };
  const fault =
    faults.find(['poisoned-record'], target, (one) => one.record === id) ??
    faults.find(['poisoned-value'], target, (one) => {
      const value = one.property === undefined ? undefined : fields[one.property];
      return value !== undefined && (one.value === undefined || String(value) === one.value);
    }) ??
    faults.find(['partial-failure'], target, (one) => faults.roll(one));
  if (!fault) return undefined;
  const code = fault.code ?? 'UNABLE_TO_LOCK_ROW';
  const named = fault.kind === 'poisoned-value' ? [fault.property ?? ''] : [];
  return saveError(code, fault.message ?? MESSAGES[code] ?? code.toLowerCase(), named);
}
