import { createRequire } from 'node:module';
import { error, type TransformFunction, value } from './result.js';

type Library = typeof import('libphonenumber-js');
let library: Library | undefined;

/** Loaded at the first use; the CommonJS build, because the other one imports JSON in a deprecated way. */
function load(): Library {
  library ??= createRequire(import.meta.url)('libphonenumber-js') as Library;
  return library;
}

/**
 * E.164 (`+4930123456`) when the number names its country by `+` or `00`; a national number keeps its
 * digits, because which country it belongs to would be a guess.
 */
export const phone: TransformFunction = (raw) => {
  const text = raw.trim().slice(0, 100);
  const international = text.replace(/^(?:tel:)?\s*(?:\+|00)(?=[\s(]*\d)/i, '+');
  if (international.startsWith('+')) {
    const parsed = load().parsePhoneNumberFromString(international);
    return parsed?.isPossible() ? value(parsed.number) : error('is not a possible phone number');
  }
  const digits = text.replace(/\s*(?:ext|x|#|durchwahl|poste)\.?\s*\d+$/i, '').replace(/\D/g, '');
  return digits.length >= 5 && digits.length <= 15
    ? value(digits)
    : error('is not a possible phone number');
};
