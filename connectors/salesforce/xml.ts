/**
 * As much XML as the Metadata API's small answers need: elements by name, without attributes. An element is
 * the text between its tags; one of a name never holds another of the same name there.
 */

/** The inner text of an element, tags included. */
export type Element = string;

export type XmlValue =
  | string
  | number
  | boolean
  | { readonly [name: string]: XmlValue }
  | readonly XmlValue[];

/** `<name>…</name>`; a list becomes one element an entry. Names are our own words, values are escaped. */
export function render(name: string, value: XmlValue, attributes = ''): string {
  if (isList(value)) return value.map((entry) => render(name, entry, attributes)).join('');
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([child, of]) => render(child, of))
          .join('')
      : escapeXml(String(value));
  return `<${name}${attributes && ` ${attributes}`}>${inner}</${name}>`;
}

/** The same, a line for each element, indented by four as Salesforce's own tools write their files. */
export function renderLines(name: string, value: XmlValue, attributes = ''): string[] {
  if (isList(value)) return value.flatMap((entry) => renderLines(name, entry, attributes));
  if (typeof value !== 'object') return [render(name, value, attributes)];
  const inner = Object.entries(value).flatMap(([child, of]) => renderLines(child, of));
  return [
    `<${name}${attributes && ` ${attributes}`}>`,
    ...inner.map((line) => `    ${line}`),
    `</${name}>`,
  ];
}

const isList = (value: XmlValue): value is readonly XmlValue[] => Array.isArray(value);

/** The inner text of every element of that name, whatever its prefix; empty and nil ones are left out. */
export function elementsOf(text: Element, name: string): Element[] {
  const pattern = new RegExp(
    `<(?:\\w+:)?${name}(?:\\s[^<>]*)?(?<!/)>([\\s\\S]*?)</(?:\\w+:)?${name}>`,
    'g',
  );
  return [...text.matchAll(pattern)].map(([, inner]) => inner ?? '');
}

/** The plain text of the first element of that name. */
export function textIn(text: Element, name: string): string | undefined {
  const [inner] = elementsOf(text, name);
  return inner === undefined ? undefined : unescapeXml(inner.trim());
}

const ESCAPES: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
];

/** Characters that no XML may hold are left out. */
function escapeXml(text: string): string {
  const clean = text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
  return ESCAPES.reduce((done, [plain, escaped]) => done.replaceAll(plain, escaped), clean);
}

function unescapeXml(text: string): string {
  const plainNumbers = text.replaceAll(
    /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi,
    (whole, hex, digits) => {
      const code = hex === undefined ? Number.parseInt(digits, 10) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
  return ESCAPES.toReversed().reduce(
    (done, [plain, escaped]) => done.replaceAll(escaped, plain),
    plainNumbers,
  );
}
