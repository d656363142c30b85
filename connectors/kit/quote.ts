import { cleanText } from '../../src/lib/text.js';

/** A CRM quotes the refused value in its message; an address must not reach a log. */
export function withoutAddresses(message: string): string {
  return cleanText(message)
    .replaceAll(/[^\s"'<>,;:=[\](){}]+@[^\s"'<>,;[\](){}]+/g, '(address)')
    .slice(0, 1_000);
}
