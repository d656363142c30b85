import type { OutputProperty, ProvisionStep } from '../../connectors/connector.js';
import { STAGES } from '../lead/stage.js';
import { PlumblineError } from '../lib/errors.js';
import { furtherOutput } from '../mapping/model-writes.js';

const STAGE_LABELS: Readonly<Record<(typeof STAGES)[number], string>> = {
  subscriber: 'Subscriber',
  lead: 'Lead',
  mql: 'Marketing qualified (MQL)',
  sql: 'Sales qualified (SQL)',
  opportunity: 'Opportunity',
  customer: 'Customer',
  recycled: 'Recycled',
  disqualified: 'Disqualified',
};

/** What we create on the person object when write-back is turned on, whatever the models. */
export const OUTPUT_PROPERTIES: readonly OutputProperty[] = [
  {
    name: 'score',
    label: 'Plumbline score',
    description: 'Points from 0 to 100, rules and half-lives included. Written by Plumbline.',
    type: 'number',
    writtenBy: 'us',
  },
  {
    name: 'grade',
    label: 'Plumbline grade',
    description: 'Fit as a letter, engagement as a digit: A1 is the best. Written by Plumbline.',
    type: 'text',
    writtenBy: 'us',
  },
  {
    name: 'band',
    label: 'Plumbline band',
    description: 'Hot, warm, cool or cold. Written by Plumbline.',
    type: 'text',
    writtenBy: 'us',
  },
  {
    name: 'reasons',
    label: 'Plumbline reasons',
    description: 'Why the score is what it is: the strongest reasons. Written by Plumbline.',
    type: 'long-text',
    writtenBy: 'us',
  },
  {
    name: 'scored_at',
    label: 'Plumbline scored at',
    description: 'The moment that score and reasons speak of. Written by Plumbline.',
    type: 'datetime',
    writtenBy: 'us',
  },
  {
    name: 'stage',
    label: 'Plumbline stage',
    description: 'The stage by the lifecycle rules. Written by Plumbline.',
    type: 'list',
    options: STAGES.map((value) => ({ value, label: STAGE_LABELS[value] })),
    writtenBy: 'us',
  },
  {
    name: 'model',
    label: 'Plumbline model',
    description: 'Which version of which model made the score. Written by Plumbline.',
    type: 'text',
    writtenBy: 'us',
  },
];

/** What a live model beside the primary one has of its own. */
export function furtherProperties(model: string): OutputProperty[] {
  return [
    {
      name: furtherOutput(model, 'score'),
      label: `Plumbline score: ${model}`,
      description: `Points by the model ${model}. Written by Plumbline.`,
      type: 'number',
      writtenBy: 'us',
    },
    {
      name: furtherOutput(model, 'grade'),
      label: `Plumbline grade: ${model}`,
      description: `Grade by the model ${model}. Written by Plumbline.`,
      type: 'text',
      writtenBy: 'us',
    },
    {
      name: furtherOutput(model, 'reasons'),
      label: `Plumbline reasons: ${model}`,
      description: `Why the model ${model} finds this score. Written by Plumbline.`,
      type: 'long-text',
      writtenBy: 'us',
    },
  ];
}

/** All properties that are ours where these live models stand beside the primary one. */
export function outputProperties(further: readonly string[]): OutputProperty[] {
  return [...OUTPUT_PROPERTIES, ...further.flatMap(furtherProperties)];
}

/** Every reason once: what holds for several properties is told of the first, and the others are named. */
function reasonsOf(refused: readonly ProvisionStep[]): string[] {
  const alike = new Map<string, ProvisionStep[]>();
  for (const step of refused) {
    const reason = step.reason?.replaceAll(step.property, '*') ?? '';
    alike.set(reason, [...(alike.get(reason) ?? []), step]);
  }
  return [...alike.values()].map(([first, ...others]) => {
    const reason = first?.reason ?? `${first?.property} cannot be used.`;
    if (others.length === 0) return reason;
    return `${reason} The same holds for ${others.map(({ property }) => property).join(', ')}.`;
  });
}

/** Throws `property-refused` when one of them cannot be ours. `what` says what does not happen then. */
export function refuseProperties(steps: readonly ProvisionStep[], what: string): void {
  const refused = steps.filter(({ action }) => action === 'refuse');
  if (refused.length === 0) return;
  throw new PlumblineError(
    'property-refused',
    `${what}, because ${refused.length === 1 ? 'a property' : 'properties'} cannot be ours: ${reasonsOf(refused).join(' ')}`,
    { status: 409, details: { refused } },
  );
}
