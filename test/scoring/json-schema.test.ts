import { expect, test } from '@jest/globals';
import { LEAD_FIELDS } from '../../src/lead/fields.js';
import { modelJsonSchema, RULE_KINDS, RULE_OPTIONS } from '../../src/scoring/schema.js';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly dependentSchemas?: Readonly<Record<string, Node>>;
  readonly $defs?: Readonly<Record<string, Node>>;
}

const SCHEMA = modelJsonSchema() as Node;
const RULE = SCHEMA.properties?.rules?.items ?? {};

/** All parts of the schema that describe values of a document. */
function* nodes(node: Node): Generator<Node> {
  yield node;
  const inner = [
    ...Object.values(node.properties ?? {}),
    ...Object.values(node.$defs ?? {}),
    ...(node.anyOf ?? []),
    ...(node.items ? [node.items] : []),
    ...(typeof node.additionalProperties === 'object' ? [node.additionalProperties] : []),
  ];
  for (const one of inner) yield* nodes(one);
}

/** Whether a text is one of the names that a part of the schema allows. */
function allows({ enum: names, pattern, anyOf }: Node, text: string): boolean {
  if (anyOf) return anyOf.some((one) => allows(one, text));
  return names?.includes(text) ?? (pattern !== undefined && new RegExp(pattern).test(text));
}

test('every group of keys refuses an unknown one', () => {
  const groups = [...nodes(SCHEMA)].filter(({ properties }) => properties);
  expect(groups.length).toBeGreaterThan(15);
  for (const { additionalProperties } of groups) expect(additionalProperties).toBe(false);
});

test('a rule has one kind, one place and one size, and no option of another kind', () => {
  const choices = RULE.allOf?.map(({ oneOf }) => oneOf?.flatMap(({ required }) => required));
  expect(choices).toEqual([[...RULE_KINDS], ['dimension', 'group'], ['points', 'percent']]);
  const keys = Object.keys(RULE.properties ?? {});
  for (const kind of RULE_KINDS) {
    const foreign = RULE.dependentSchemas?.[kind]?.properties ?? {};
    expect(keys).toEqual(expect.arrayContaining([kind, ...Object.keys(foreign)]));
    for (const option of RULE_OPTIONS[kind]) expect(foreign).not.toHaveProperty(option);
  }
  expect(RULE.dependentSchemas?.when?.properties).toHaveProperty('decay', false);
  expect(RULE.dependentSchemas?.activity?.properties).toHaveProperty('unknown', false);
});

test('names of fields, activities and channels are known', () => {
  const field = Object.values(SCHEMA.$defs ?? {}).find(({ properties }) => properties?.field);
  const fields = field?.properties?.field ?? {};
  const computed = ['activity.page_view.count.7d', 'activity.custom:quiz.daysSince', 'trend.36h'];
  const good = [...Object.keys(LEAD_FIELDS), 'custom.size', 'lead.ageDays', 'activity.channels.2w'];
  for (const name of [...good, ...computed])
    expect([name, allows(fields, name)]).toEqual([name, true]);
  for (const name of ['senority', 'custom.', 'activity.page_view.count', 'trend.soon']) {
    expect([name, allows(fields, name)]).toEqual([name, false]);
  }
  const [type = {}] = RULE.properties?.activity?.properties?.type?.anyOf ?? [];
  expect([allows(type, 'demo_request'), allows(type, 'custom:quiz')]).toEqual([true, true]);
  expect([allows(type, 'demo'), allows(type, 'custom:')]).toEqual([false, false]);
  const [channel = {}] = RULE.properties?.idle?.properties?.channel?.anyOf ?? [];
  expect([allows(channel, 'any'), allows(channel, 'none')]).toEqual([true, false]);
});
