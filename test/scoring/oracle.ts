// biome-ignore-all lint/style/noNonNullAssertion: the models compared here have been loaded and checked
/**
 * The scorer once more, written straight from the meaning of the model with no thought of speed and no
 * code shared with it: whatever both agree on was understood twice.
 */
import type { Activity } from '../../src/lead/activity.js';
import { ACTIVITY_CHANNEL } from '../../src/lead/activity.js';
import type { Model, RuleDocument } from '../../src/scoring/schema.js';
import type { ScoreInput } from '../../src/scoring/types.js';

type Truth = true | false | null;
type Doc = Record<string, unknown>;
const DAY = 86_400_000;
const CHANNEL_NAMES = ['web', 'email', 'social', 'event', 'sales', 'product'];

export interface OracleScore {
  dimensions: Record<string, number> | null;
  total: number | null;
  grade: string | null;
  band: string | null;
  segment: string | null;
  disqualified: string | null;
  outside: string | null;
  /** Rule id -> hundredths, zero left out. */
  lines: Record<string, number>;
}

const ms = (text: string): number =>
  Number(text.slice(0, -1)) *
  { h: DAY / 24, d: DAY, w: 7 * DAY }[text.slice(-1) as 'h' | 'd' | 'w'];
const days = (then: number, now: number): number => Math.floor((now - then) / DAY);
const norm = (value: unknown): string => String(value).trim().toLowerCase();
const missing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);
const toNumber = (value: unknown): number | null => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value)) return parseFloat(value);
  return null;
};
const toDate = (value: unknown): number | null => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d(T.*)?$/.test(value)) return null;
  const zoned = /T/.test(value) && !/(Z|[+-]\d\d:\d\d)$/.test(value) ? `${value}Z` : value;
  const parsed = Date.parse(zoned);
  return Number.isNaN(parsed) ? null : parsed;
};
const channelName = (activity: Activity): string =>
  ACTIVITY_CHANNEL[activity.type] ?? String(activity.attributes.channel ?? 'none');
const round = (points: number): number => {
  const size = Math.abs(points * 100);
  const up = size - Math.floor(size) > 0.5 - 1e-7 ? Math.ceil(size) : Math.floor(size);
  return (points < 0 ? -1 : 1) * up + 0;
};
const bound = (
  value: number,
  of: { floor?: number | undefined; cap?: number | undefined },
): number =>
  Math.max(
    of.floor === undefined ? -Infinity : round(of.floor),
    Math.min(of.cap === undefined ? Infinity : round(of.cap), value),
  );

function lookUp(from: Doc, path: string): unknown {
  if (path in from) return from[path];
  let value: unknown = from;
  for (const key of path.split('.')) value = (value as Doc | undefined)?.[key];
  return value;
}

class Lead {
  readonly past: Activity[];
  readonly model: Model;
  readonly input: ScoreInput;
  readonly now: number;
  readonly knowsTrend: boolean;

  constructor(model: Model, input: ScoreInput, now: number, knowsTrend = true) {
    this.model = model;
    this.input = input;
    this.now = now;
    this.knowsTrend = knowsTrend;
    const from = toDate(lookUp(input.fields, 'countFrom')) ?? -Infinity;
    this.past = input.activities
      .filter((a, i) => !input.activities.some((b, j) => j > i && b.id === a.id))
      .filter((a) => a.occurredAt <= now && a.occurredAt >= from)
      .sort((a, b) => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1));
  }

  observes(channel: string): boolean {
    return !this.input.observed || this.input.observed.some((name) => name === channel);
  }

  value(path: string): unknown {
    const count = /^activity\.(.+)\.count\.(\w+)$/.exec(path);
    if (count?.[1] && count[2]) {
      const channel = ACTIVITY_CHANNEL[count[1]] ?? 'none';
      if (channel !== 'none' && !this.observes(channel)) return undefined;
      const span = ms(count[2]);
      return this.past.filter((a) => a.type === count[1] && this.now - a.occurredAt < span).length;
    }
    const since = /^activity\.(.+)\.daysSince$/.exec(path);
    if (since) {
      const last = this.past.filter((a) => a.type === since[1]).at(-1);
      return last && days(last.occurredAt, this.now);
    }
    const channels = /^activity\.channels\.(\w+)$/.exec(path);
    if (channels?.[1]) {
      const span = ms(channels[1]);
      return CHANNEL_NAMES.filter(
        (name) =>
          this.observes(name) &&
          this.past.some((a) => channelName(a) === name && this.now - a.occurredAt < span),
      ).length;
    }
    if (path === 'lead.ageDays') {
      const created = toDate(lookUp(this.input.fields, 'createdAt'));
      return created === null ? undefined : days(created, this.now);
    }
    const trend = /^trend\.(\w+)$/.exec(path);
    if (trend?.[1]) {
      const then = oracle(this.model, this.input, this.now - ms(trend[1]), false).total;
      const today = oracle(this.model, this.input, this.now, false).total;
      return then === null || today === null ? null : today - then;
    }
    return lookUp(this.input.fields, path);
  }

  ask(document: Doc, implied?: unknown): Truth {
    const list = (key: string): Truth[] =>
      (document[key] as Doc[]).map((d) => this.ask(d, implied));
    if (document.all) {
      const all = list('all');
      return all.includes(false) ? false : all.includes(null) ? null : true;
    }
    if (document.any) {
      const any = list('any');
      return any.includes(true) ? true : any.includes(null) ? null : false;
    }
    if (document.not) {
      const inner = this.ask(document.not as Doc, implied);
      return inner === null ? null : !inner;
    }
    const path = document.field as string | undefined;
    if (path?.startsWith('trend.') && !this.knowsTrend) return null;
    const value = path === undefined ? implied : this.value(path);
    const answers = Object.entries(document)
      .filter(([key]) => key !== 'field')
      .map(([operator, operand]) => this.test(operator, operand, value));
    return answers.includes(false) ? false : answers.includes(null) ? null : true;
  }

  test(operator: string, operand: unknown, value: unknown): Truth {
    if (operator === 'exists') return !missing(value) === operand;
    if (operator === 'missing') return missing(value) === operand;
    if (missing(value)) return null;
    const negated = { ne: 'eq', notIn: 'in' }[operator];
    if (negated) {
      const truth = this.test(negated, operand, value);
      return truth === null ? null : !truth;
    }
    const texts = ['eq', 'in', 'inList', 'contains', 'startsWith', 'endsWith', 'matches'];
    if (texts.includes(operator)) {
      const values = Array.isArray(value) ? value : [value];
      return values.some((one) => !missing(one) && this.one(operator, operand, one));
    }
    if (Array.isArray(value)) return null;
    const number = toNumber(value);
    const date = toDate(value);
    const compare = (truth: (n: number) => boolean): Truth =>
      number === null ? null : truth(number);
    const moment = (truth: (n: number) => boolean): Truth => (date === null ? null : truth(date));
    const o = operand as number;
    switch (operator) {
      case 'gt':
        return compare((n) => n > o);
      case 'gte':
        return compare((n) => n >= o);
      case 'lt':
        return compare((n) => n < o);
      case 'lte':
        return compare((n) => n <= o);
      case 'between':
        return compare((n) => n >= (operand as number[])[0]! && n <= (operand as number[])[1]!);
      case 'before':
        return moment((d) => d < toDate(operand)!);
      case 'after':
        return moment((d) => d > toDate(operand)!);
      case 'withinLast':
        return moment((d) => this.now - d >= 0 && this.now - d < ms(operand as string));
      default:
        return moment((d) => this.now - d >= ms(operand as string));
    }
  }

  one(operator: string, operand: unknown, value: unknown): boolean {
    const same = (wanted: unknown): boolean =>
      typeof wanted === 'number' ? toNumber(value) === wanted : norm(value) === norm(wanted);
    switch (operator) {
      case 'eq':
        return same(operand);
      case 'in':
        return (operand as unknown[]).some(same);
      case 'inList':
        return (this.model.lists[operand as string] ?? []).some(same);
      case 'contains':
        return norm(value).includes(norm(operand));
      case 'startsWith':
        return norm(value).startsWith(norm(operand));
      case 'endsWith':
        return norm(value).endsWith(norm(operand));
      default:
        return new RegExp(operand as string, 'i').test(String(value).trim());
    }
  }

  matches(activity: Activity, matcher: { type: string | string[]; where?: unknown }): boolean {
    if (![matcher.type].flat().includes(activity.type)) return false;
    return Object.entries((matcher.where ?? {}) as Doc).every(([key, predicate]) => {
      const document = typeof predicate === 'object' ? (predicate as Doc) : { eq: predicate };
      return this.ask(document, lookUp(activity.attributes, key)) === true;
    });
  }

  active(of: { activeFrom?: string | undefined; activeTo?: string | undefined }): boolean {
    return (
      (of.activeFrom === undefined || this.now >= toDate(of.activeFrom)!) &&
      (of.activeTo === undefined || this.now < toDate(of.activeTo)!)
    );
  }

  decayed(rule: RuleDocument, points: number, then: number): number {
    const d = days(then, this.now);
    const { decay } = rule;
    if (!decay) return points;
    if (decay.halfLife) return points * 0.5 ** ((d * DAY) / ms(decay.halfLife));
    if (decay.linear) return points * Math.max(0, 1 - (d * DAY) / ms(decay.linear));
    const steps = Math.floor((d * DAY) / ms(decay.step!));
    if (decay.factor !== undefined) return points * decay.factor ** steps;
    return Math.sign(points) * Math.max(0, Math.abs(points) - steps * decay.points!);
  }

  size(of: { points?: number | undefined; percent?: number | undefined }): number {
    return of.percent === undefined ? of.points! : (of.percent * this.model.readyAt!) / 100;
  }

  tally(rule: RuleDocument, found: Activity[]): number {
    let left = [...found].reverse();
    if (rule.within) left = left.filter((a) => this.now - a.occurredAt < ms(rule.within!));
    if (rule.perDay) {
      const day = (a: Activity): string => new Date(a.occurredAt).toISOString().slice(0, 10);
      left = left.filter(
        (a, i) => left.slice(0, i).filter((b) => day(a) === day(b)).length < rule.perDay!,
      );
    }
    if (left.length === 0 || left.length < (rule.atLeast ?? 1)) return 0;
    const points = this.size(rule);
    const worth = left.map((a) => this.decayed(rule, points, a.occurredAt));
    if (rule.count === 'each') return worth.reduce((sum, one) => sum + one, 0);
    if (!rule.repeat) return worth[0]!;
    const again = this.size(rule.repeat);
    const rest = left
      .slice(1)
      .map((a) => this.decayed(rule, again, a.occurredAt))
      .reduce((sum, one) => sum + one, 0);
    const max = rule.repeat.max ?? Infinity;
    return worth[0]! + Math.max(-max, Math.min(max, rest));
  }

  rule(rule: RuleDocument): number {
    if (!this.active(rule)) return 0;
    if (rule.if && this.ask(rule.if as Doc) !== true) return 0;
    return bound(round(this.sum(rule)), rule);
  }

  sum(rule: RuleDocument): number {
    if (rule.when) {
      const truth = this.ask(rule.when as Doc);
      return truth === null ? (rule.unknown ?? 0) : truth ? this.size(rule) : (rule.else ?? 0);
    }
    if (rule.activity) {
      return this.tally(
        rule,
        this.past.filter((a) => this.matches(a, rule.activity!)),
      );
    }
    if (rule.idle) {
      const wanted = rule.idle.channel ?? 'any';
      const channels = wanted === 'any' ? CHANNEL_NAMES : [wanted].flat();
      if (!channels.some((name) => this.observes(name))) return 0;
      const last = this.past.filter((a) => channels.includes(channelName(a))).at(-1)?.occurredAt;
      const starts = ['createdAt', 'countFrom']
        .map((key) => toDate(lookUp(this.input.fields, key)))
        .filter((date) => date !== null);
      if (last === undefined && starts.length === 0) return 0;
      const idle = days(last ?? Math.max(...starts), this.now) * DAY;
      const first = ms(rule.idle.first);
      if (idle < first) return 0;
      const more = rule.idle.every ? Math.floor((idle - first) / ms(rule.idle.every)) : 0;
      return this.size(rule) * (1 + more);
    }
    if (rule.unanswered) {
      const { type, by, after } = rule.unanswered;
      const known = [by].flat().map((name) => ACTIVITY_CHANNEL[name] ?? 'none');
      if (!known.some((name) => name === 'none' || this.observes(name))) return 0;
      const open = this.past.filter((asked) => {
        if (![type].flat().includes(asked.type)) return false;
        if (this.now - asked.occurredAt < ms(after)) return false;
        return !this.past.some((answer) => {
          if (answer.id === asked.id || ![by].flat().includes(answer.type)) return false;
          if (answer.occurredAt < asked.occurredAt) return false;
          const [a, b] = [asked.attributes.message, answer.attributes.message];
          return missing(a) || missing(b) || a === b;
        });
      });
      return this.tally(rule, open);
    }
    const steps = rule.sequence!;
    const span = rule.within ? ms(rule.within) : Infinity;
    // Every way to choose the steps, newest last step first.
    const ways = (step: number, before: number): number[][] =>
      step < 0
        ? [[]]
        : this.past.flatMap((activity, index) =>
            index < before && this.matches(activity, steps[step]!)
              ? ways(step - 1, index).map((rest) => [...rest, index])
              : [],
          );
    const lasts = ways(steps.length - 1, this.past.length)
      .map((way) => way.map((index) => this.past[index]!.occurredAt))
      .filter((way) => way.at(-1)! - way[0]! <= span)
      .map((way) => way.at(-1)!);
    return lasts.length === 0 ? 0 : this.decayed(rule, this.size(rule), Math.max(...lasts));
  }
}

const pick = (table: Record<string, unknown>, value: number): string => {
  const entries = Object.entries(table).map(
    ([name, from]) =>
      [name, typeof from === 'number' ? from : (from as { from: number }).from] as const,
  );
  const fitting = entries.filter(([, from]) => from <= value).sort((a, b) => b[1] - a[1]);
  return (fitting[0] ?? entries.sort((a, b) => a[1] - b[1])[0])![0];
};

export function oracle(
  model: Model,
  input: ScoreInput,
  now: number,
  knowsTrend = true,
): OracleScore {
  const lead = new Lead(model, input, now, knowsTrend);
  const { include, exclude } = model.population ?? {};
  const outside =
    include && lead.ask(include as Doc) !== true
      ? 'include'
      : exclude && lead.ask(exclude as Doc) === true
        ? 'exclude'
        : null;
  const none = { dimensions: null, total: null, grade: null, band: null, segment: null };
  if (outside) return { ...none, disqualified: null, outside, lines: {} };

  const segment = (model.segments ?? []).find(
    (one) => lead.active(one) && lead.ask(one.when as Doc) === true,
  );
  const lines: Record<string, number> = {};
  const groups: Record<string, number> = {};
  const sums: Record<string, number> = {};
  for (const plain of model.rules) {
    const change = segment?.rules?.[plain.id];
    if (change?.off) continue;
    let rule = plain;
    if (change) {
      const { off: _, ...sizes } = change;
      const own = { ...plain };
      if (sizes.points !== undefined) delete own.percent;
      if (sizes.percent !== undefined) delete own.points;
      rule = { ...own, ...sizes };
    }
    const line = lead.rule(rule);
    if (line === 0) continue;
    lines[rule.id] = line;
    const to = rule.group === undefined ? sums : groups;
    const key = rule.group ?? rule.dimension!;
    to[key] = (to[key] ?? 0) + line;
  }
  for (const [name, group] of Object.entries(model.groups ?? {})) {
    sums[group.dimension] = (sums[group.dimension] ?? 0) + bound(groups[name] ?? 0, group);
  }
  const whole = (hundredths: number): number =>
    Math.sign(hundredths) * Math.round(Math.abs(hundredths) / 100) + 0;
  const values = Object.entries(model.dimensions).map(
    ([name, bounds]) => [name, bound(sums[name] ?? 0, bounds)] as const,
  );
  const sum =
    model.total?.method === 'weighted'
      ? round(
          values
            .map(([name, value]) => ((model.total?.weights?.[name] ?? 0) * value) / 100)
            .reduce((a, b) => a + b, 0),
        )
      : values.map(([, value]) => value).reduce((a, b) => a + b, 0);
  const entry = (model.disqualify ?? []).find((one) => {
    if (!lead.active(one)) return false;
    if (one.when) return lead.ask(one.when as Doc) === true;
    if (one.rules?.all) return one.rules.all.every((id) => lines[id] !== undefined);
    return one.rules!.any!.some((id) => lines[id] !== undefined);
  });
  const total = whole(entry ? round(model.total?.floor ?? 0) : bound(sum, model.total ?? {}));
  const dimensions = Object.fromEntries(values.map(([name, value]) => [name, whole(value)]));
  const grades = segment?.grades ?? model.grades;
  const bands = segment?.bands ?? model.bands;
  const letters = Object.entries(grades ?? {}).map(([name, table]) =>
    pick(table, dimensions[name]!),
  );
  return {
    dimensions,
    total,
    grade: entry ? 'F' : letters.length > 0 ? letters.join('') : null,
    band: entry ? 'out' : bands && Object.keys(bands).length > 0 ? pick(bands, total) : null,
    segment: segment?.id ?? null,
    disqualified: entry?.id ?? null,
    outside: null,
    lines,
  };
}
