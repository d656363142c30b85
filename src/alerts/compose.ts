/** The words of an alert. What comes from a lead is data: one short line without control characters. */
import { renderTemplate, templateNames } from '../language/template.js';
import type { LeadFields } from '../lead/fields.js';
import { oneLine } from '../lib/text.js';
import { localDate } from './calendar.js';
import type { AlertTemplate } from './load.js';
import type { TemplatePlace } from './schema.js';

export interface AlertSubject {
  readonly fields: LeadFields;
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  /** What to do with a lead of this band. */
  readonly action: string | null;
  /** The lines of the score's breakdown; `rule` null are bounds and rounding. */
  readonly reasons: readonly {
    readonly rule: string | null;
    readonly label: string;
    readonly hundredths: number;
  }[];
  /** Why the alert was raised: the move's label, or which number the total crossed. */
  readonly why: string;
  readonly lastActivity: { readonly label: string; readonly at: number } | null;
  /** Where the lead's score is shown in full, or null without a public address. */
  readonly link: string | null;
}

const MAX_VALUE = 100;
const MAX_LINE = 300;
const MAX_SUBJECT = 150;
const MAX_LINK = 500;
const REASONS = 3;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? oneLine(String(value), MAX_VALUE) : '';

/** Subject and lines of a task. Lines whose places are all empty are left out. */
export function composeAlert(
  template: AlertTemplate,
  about: AlertSubject,
  timeZone: string,
): { readonly subject: string; readonly lines: readonly string[] } {
  const { fields } = about;
  const refusals = refusalsOf(fields);
  const values = placesOf(about, refusals, timeZone);
  const render = (text: string): string => renderTemplate(neutral(text, refusals), values).trim();
  const lines = template.lines
    .filter((line) => {
      const names = templateNames(line);
      return names.length === 0 || names.some((name) => values[name as TemplatePlace] !== '');
    })
    .map((line) =>
      oneLine(render(line), templateNames(line).includes('link') ? MAX_LINK : MAX_LINE),
    );
  return {
    subject: oneLine(render(template.subject), MAX_SUBJECT),
    lines: [...lines, ...refusals.map(({ note }) => note)],
  };
}

function placesOf(
  about: AlertSubject,
  refusals: readonly Refusal[],
  timeZone: string,
): Record<TemplatePlace, string> {
  const { fields, lastActivity } = about;
  const company = textOf(fields['company.name']);
  const name = [fields['name.first'], fields['name.last']].map(textOf).filter(Boolean).join(' ');
  return {
    name: name || company || 'A lead without a name',
    jobTitle: textOf(fields.jobTitle),
    company,
    country: textOf(fields.country),
    score: about.total === null ? '' : String(about.total),
    grade: textOf(about.grade),
    band: textOf(about.band),
    action: about.action === null ? '' : neutral(oneLine(about.action, MAX_VALUE), refusals),
    reasons: bestReasons(about.reasons),
    why: oneLine(about.why, MAX_VALUE),
    lastActivity: lastActivity
      ? `${oneLine(lastActivity.label, MAX_VALUE)}, ${localDate(lastActivity.at, timeZone)}`
      : '',
    link: about.link ?? '',
  };
}

/** The rules that gave most, with whole points: `Asked for a demo +50, Director or above +15`. */
function bestReasons(reasons: AlertSubject['reasons']): string {
  return reasons
    .filter(({ rule, hundredths }) => rule !== null && hundredths >= 50)
    .sort((a, b) => b.hundredths - a.hundredths)
    .slice(0, REASONS)
    .map(({ label, hundredths }) => `${oneLine(label, 60)} +${Math.round(hundredths / 100)}`)
    .join(', ');
}

interface Refusal {
  /** Words that propose the channel. */
  readonly words: RegExp;
  readonly note: string;
}

const REFUSALS: Readonly<Record<'doNotCall' | 'doNotEmail', Refusal>> = {
  doNotCall: {
    words:
      /\b(?:give (?:them|him|her) a (?:call|ring)|(?:tele)?phone|call(?:ing)?|ring|dial)(?: back| up)?\b/gi,
    note: 'Does not want to be phoned.',
  },
  doNotEmail: {
    words: /\b(?:send (?:an )?e-?mail(?: to)?|e-?mail|write(?: to)?)\b/gi,
    note: 'Does not want e-mail.',
  },
};

function refusalsOf(fields: LeadFields): Refusal[] {
  const refused = (value: unknown): boolean => value === true || value === 'true';
  return (['doNotCall', 'doNotEmail'] as const)
    .filter((field) => refused(fields[field]))
    .map((field) => REFUSALS[field]);
}

/** Our own words without a proposal of a refused channel: "Call today" becomes "Contact today". */
function neutral(text: string, refusals: readonly Refusal[]): string {
  let out = text;
  for (const { words } of refusals) {
    out = out.replace(words, (word) => (/^[A-Z]/.test(word) ? 'Contact' : 'contact'));
  }
  return out;
}
