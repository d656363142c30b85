/** How long an act counts and how it ages, where a sheet says only what it is worth. */
import type { DecayDocument, MatcherDocument, RuleDocument } from '../schema.js';

interface Ageing {
  readonly name: string;
  readonly types: RegExp;
  readonly within: string;
  readonly decay?: DecayDocument;
}

const halfLife = (duration: string): DecayDocument => ({ halfLife: duration });

/** The first that fits; the ages of the default model. */
const AGEING: readonly Ageing[] = [
  {
    name: 'asking for something (demo, price, contact)',
    types: /^(demo|pricing|contact)_request$/,
    within: '90d',
    decay: halfLife('30d'),
  },
  {
    name: 'trying and using the product',
    types: /^(trial_start|product_use)$/,
    within: '60d',
    decay: halfLife('30d'),
  },
  { name: 'meetings', types: /^meeting_/, within: '120d', decay: halfLife('45d') },
  {
    name: 'content, webinars, events, forms',
    types: /^(content_download|form_submit|webinar_|event_)/,
    within: '180d',
    decay: halfLife('45d'),
  },
  { name: 'pages', types: /^page_view$/, within: '60d', decay: { linear: '60d' } },
  {
    name: 'opens and clicks of e-mails',
    types: /^email_(open|click)$/,
    within: '90d',
    decay: halfLife('21d'),
  },
  {
    name: 'social media and ads',
    types: /^(social_engagement|ad_click)$/,
    within: '60d',
    decay: halfLife('21d'),
  },
  { name: 'unsubscribing and bounces', types: /^(unsubscribe|email_bounce)$/, within: '365d' },
];
const OTHERS: Ageing = {
  name: 'everything else',
  types: /^/,
  within: '90d',
  decay: halfLife('30d'),
};

/** `within` and `decay` of a rule over such acts. */
export function ageingOf({ type }: MatcherDocument): Pick<RuleDocument, 'within' | 'decay'> {
  const [first = ''] = [type].flat();
  const { within, decay } = AGEING.find(({ types }) => types.test(first)) ?? OTHERS;
  return decay === undefined ? { within } : { within, decay };
}

/** The same in words, a line each, for the head of a model that was made. */
export function ageingWords(): string[] {
  return [...AGEING, OTHERS].map(({ name, within, decay }) => {
    const fades =
      decay?.halfLife !== undefined
        ? `, halved every ${decay.halfLife}`
        : decay?.linear !== undefined
          ? `, fading evenly over ${decay.linear}`
          : '';
    return `${name}: ${within}${fades}`;
  });
}
