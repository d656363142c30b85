/** Splits at a separator that stands outside quotes and brackets, where `fits` agrees with what follows. */
export function splitOutside(
  text: string,
  separator: string,
  fits: (rest: string) => boolean = () => true,
): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"' && text[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth > 0 || at === 0 || !text.startsWith(separator, at)) continue;
    const next = at + separator.length;
    if (!fits(text.slice(next))) continue;
    parts.push(text.slice(from, at));
    from = next;
    at = next - 1;
  }
  parts.push(text.slice(from));
  return parts;
}

/** What a pair of brackets around the whole text holds; null where there is none. */
export function inBrackets(text: string): string | null {
  if (!text.startsWith('(') || !text.endsWith(')')) return null;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0 && at < text.length - 1) return null;
  }
  return text.slice(1, -1);
}
