import type { BandsDocument, GradesDocument } from '../schema.js';
import { byKey, changeOf, pair, reordered, type Say } from './change.js';

interface Bounded {
  readonly floor?: number | undefined;
  readonly cap?: number | undefined;
}

interface Windowed {
  readonly activeFrom?: string | undefined;
  readonly activeTo?: string | undefined;
}

export function boundsChanges(say: Say, before: Bounded, after: Bounded): void {
  changeOf(say, 'floor', before.floor, after.floor);
  changeOf(say, 'cap', before.cap, after.cap);
}

export function windowChanges(say: Say, before: Windowed, after: Windowed): void {
  changeOf(say, 'active from', before.activeFrom, after.activeFrom);
  changeOf(say, 'active until', before.activeTo, after.activeTo);
}

/** A table of names and numbers: thresholds, weights. */
export function numberChanges(
  say: (name: string) => Say,
  what: string,
  before: Readonly<Record<string, number>> | undefined,
  after: Readonly<Record<string, number>> | undefined,
): void {
  pair(byKey(before), byKey(after), (name, was, is) => {
    const words = `${what} ${name}`;
    if (was === undefined) say(name)('added', `${words} ${is} added`);
    else if (is === undefined) say(name)('removed', `${words} ${was} removed`);
    else changeOf(say(name), words, was, is);
  });
}

export function gradeChanges(
  say: (name: string) => Say,
  before: GradesDocument | undefined,
  after: GradesDocument | undefined,
): void {
  pair(byKey(before), byKey(after), (dimension, was, is) => {
    numberChanges(() => say(dimension), `grade of ${dimension}:`, was, is);
  });
  const order = reordered(Object.keys(before ?? {}), Object.keys(after ?? {}));
  if (order) {
    const [first = ''] = Object.keys(after ?? {});
    say(first)(
      'reordered',
      `letters of the grade now in the order ${order.is}, before ${order.was}`,
    );
  }
}

export function bandChanges(
  say: (name: string) => Say,
  before: BandsDocument | undefined,
  after: BandsDocument | undefined,
): void {
  pair(byKey(before), byKey(after), (name, was, is) => {
    const [then, now] = [was, is].map((band) => (typeof band === 'number' ? { from: band } : band));
    if (then && now) {
      changeOf(say(name), `band ${name} from`, then.from, now.from);
      const quoted = (action: string | undefined): string | undefined => action && `"${action}"`;
      changeOf(say(name), `band ${name} action`, quoted(then.action), quoted(now.action));
    } else if (then) say(name)('removed', `band ${name} from ${then.from} removed`);
    else if (now) say(name)('added', `band ${name} from ${now.from} added`);
  });
}
