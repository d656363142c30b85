const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const FORM = /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/;

/** The 18-character form of a 15-character id: three letters tell which characters are capitals. */
export function to18(id: string): string {
  if (id.length === 18) return id;
  let suffix = '';
  for (let group = 0; group < 3; group += 1) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) {
      const char = id[group * 5 + at] as string;
      if (char >= 'A' && char <= 'Z') bits |= 1 << at;
    }
    suffix += CHECK[bits];
  }
  return id + suffix;
}

/** The 18-character id of a text in either form; undefined when it is no id (a wrong suffix included). */
export function readId(text: string): string | undefined {
  if (!FORM.test(text)) return undefined;
  const whole = to18(text.slice(0, 15));
  return text.length === 15 || whole === text ? whole : undefined;
}

/** Ids in ascending order for each key prefix; an org's share of the middle part is `instance`. */
export class IdMaker {
  private readonly instance: string;
  private readonly next = new Map<string, number>();

  /** @param instance five characters that stand after the prefix. */
  constructor(instance: string) {
    this.instance = instance;
  }

  make(prefix: string): string {
    const number = this.next.get(prefix) ?? 1;
    this.next.set(prefix, number + 1);
    let tail = '';
    for (let rest = number; tail.length < 7; rest = Math.floor(rest / 62)) {
      tail = (DIGITS[rest % 62] as string) + tail;
    }
    return to18(prefix + this.instance + tail);
  }
}
