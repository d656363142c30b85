import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import schemaModule from 'jsforce/lib/api/metadata/schema.js';
import { parseStringPromise } from 'xml2js';
import { declaration, STREAMED } from '../../../connectors/salesforce/definition.js';
import { packageSource } from '../../../connectors/salesforce/package-source.js';
import { SALESFORCE_API_VERSION } from '../../../connectors/salesforce/version.js';
import { OUTPUT_PROPERTIES } from '../../../src/accounts/outputs.js';
import { STAGES } from '../../../src/lead/stage.js';
import { packageRoot } from '../../../src/lib/root.js';

const FOLDER = join(packageRoot(), 'connectors/salesforce/package');
const SOURCE = 'force-app/main/default';
const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
/** Types that the schema does not have. */
const UNKNOWN_TYPES = new Set(['ExternalClientApplication', 'ExtlClntAppOauthSettings']);

interface Schema {
  readonly props: Readonly<Record<string, string | readonly string[]>>;
  readonly extends?: string;
}
const schemas = (schemaModule as { ApiSchemas: Readonly<Record<string, Schema>> }).ApiSchemas;

type Element = { readonly [name: string]: readonly (Element | string)[] } | string;

const paths = readdirSync(join(FOLDER, SOURCE), { recursive: true, encoding: 'utf8' })
  .map((path) => join(SOURCE, path))
  .filter((path) => path.endsWith('.xml'))
  .sort();
const textOf = (path: string) => readFileSync(join(FOLDER, path), 'utf8');

async function component(path: string): Promise<{ type: string; element: Element }> {
  const parsed: Readonly<Record<string, Element>> = await parseStringPromise(textOf(path), {
    strict: true,
  });
  const [[type, element] = ['', '']] = Object.entries(parsed);
  return { type, element };
}

const all = (element: Element, name: string): readonly (Element | string)[] =>
  typeof element === 'string' ? [] : (element[name] ?? []);
const one = (element: Element, name: string): string => String(all(element, name)[0] ?? '');
const filesIn = (folder: string) => paths.filter((path) => path.includes(`/${folder}/`));

/** Elements that the schema does not know, or that are too many or of the wrong kind. */
function problems(type: string, element: Element, at = type): string[] {
  const schema = schemas[type];
  if (!schema) return [`${at}: no schema of ${type}`];
  if (typeof element === 'string') return [`${at}: text instead of ${type}`];
  const props = { ...schemas[schema.extends ?? '']?.props, ...schema.props };
  const missing = Object.entries(props)
    .filter(([name, kind]) => typeof kind === 'string' && !kind.startsWith('?') && !element[name])
    .map(([name]) => `${at}: lacks ${name}`);
  const wrong = Object.entries(element).flatMap(([name, children]) => {
    if (name === '$') return [];
    const kind = props[name];
    if (kind === undefined) return [`${at}: ${name} is not known`];
    if (typeof kind === 'string' && children.length > 1) return [`${at}: ${name} stands twice`];
    const plain = (typeof kind === 'string' ? kind : (kind.at(-1) ?? '')).replace('?', '');
    return children.flatMap((child) => valueProblems(plain, child, `${at}.${name}`));
  });
  return [...missing, ...wrong];
}

function valueProblems(kind: string, child: Element, at: string): string[] {
  if (kind === 'string') return typeof child === 'string' ? [] : [`${at}: no text`];
  if (kind === 'boolean') return /^(true|false)$/.test(String(child)) ? [] : [`${at}: no boolean`];
  if (kind === 'number') return /^\d+$/.test(String(child)) ? [] : [`${at}: no number`];
  return problems(kind, child, at);
}

test('the files are what the declarations make; `npm run package:salesforce` writes them', () => {
  const made = packageSource(OUTPUT_PROPERTIES);
  const byHand = paths.filter((path) => /externalClientApps|extlClntApp/.test(path));
  expect(paths).toEqual([...made.keys(), ...byHand].sort());
  for (const [path, text] of made) expect([path, textOf(path)]).toEqual([path, text]);
});

test('every file is XML of a component in the namespace of metadata, named by its ending', async () => {
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) {
    const { element } = await component(path);
    expect([path, typeof element === 'string' ? null : element.$]).toEqual([
      path,
      { xmlns: NAMESPACE },
    ]);
    expect(path).toMatch(/\.\w+-meta\.xml$/);
  }
});

test('elements are known to the schema of the Metadata API, each of its kind', async () => {
  for (const path of paths) {
    const { type, element } = await component(path);
    if (UNKNOWN_TYPES.has(type)) continue;
    expect(problems(type, element, path)).toEqual([]);
  }
  expect(problems('CustomField', { label: ['A', 'B'], bogus: ['x'], length: ['ten'] })).toEqual([
    'CustomField: label stands twice',
    'CustomField: bogus is not known',
    'CustomField.length: no number',
  ]);
});

test('fields are those that turning write-back on makes, on every object with people', () => {
  const names = OUTPUT_PROPERTIES.map(({ name }) =>
    declaration.outputName(name).replace(/^Plumbline_/, ''),
  );
  expect(filesIn('fields')).toEqual(
    declaration.personObjects
      .flatMap((object) =>
        names.map((name) => `${SOURCE}/objects/${object}/fields/${name}.field-meta.xml`),
      )
      .sort(),
  );
});

test('both sets show every field; people write none of ours, the integration all', async () => {
  const fields = filesIn('fields').map((path) =>
    path.replace(/.*objects\/(\w+)\/fields\/(\w+)\..*/, '$1.$2'),
  );
  for (const [set, editable] of [
    ['Plumbline_Integration', 'true'],
    ['Plumbline_User', 'false'],
  ] as const) {
    const { element } = await component(`${SOURCE}/permissionsets/${set}.permissionset-meta.xml`);
    const permissions = all(element, 'fieldPermissions').map((entry) => [
      one(entry, 'field'),
      one(entry, 'readable'),
      one(entry, 'editable'),
    ]);
    const wanted = fields.map((field) => [field, 'true', editable]);
    expect(permissions.sort()).toEqual(wanted.sort());
  }
});

test('the list of stages has the stages of the app, in their order, and takes no others', async () => {
  for (const object of declaration.personObjects) {
    const { element } = await component(
      `${SOURCE}/objects/${object}/fields/Stage__c.field-meta.xml`,
    );
    const [set = ''] = all(element, 'valueSet');
    const [values = ''] = all(set, 'valueSetDefinition');
    expect(one(set, 'restricted')).toBe('true');
    expect(all(values, 'value').map((value) => one(value, 'fullName'))).toEqual([...STAGES]);
  }
});

test('the channel has the objects that are streamed', async () => {
  const members = await Promise.all(
    filesIn('platformEventChannelMembers').map(async (path) => (await component(path)).element),
  );
  expect(new Set(members.map((member) => one(member, 'eventChannel')))).toEqual(
    new Set(['Plumbline__chn']),
  );
  const streamed = STREAMED.map((object) => `${object}ChangeEvent`);
  expect(members.map((member) => one(member, 'selectedEntity')).sort()).toEqual(streamed.sort());
  expect(filesIn('platformEventChannels')).toEqual([
    `${SOURCE}/platformEventChannels/Plumbline__chn.platformEventChannel-meta.xml`,
  ]);
});

test('the client app holds no key, secret or callback, and asks for the scopes of the app', async () => {
  for (const path of paths) {
    expect(textOf(path)).not.toMatch(/consumer|secret|callback|certificate|oauthLink/i);
  }
  const { element } = await component(
    `${SOURCE}/extlClntAppOauthSettings/Plumbline_oauth.ecaOauth-meta.xml`,
  );
  expect(one(element, 'commaSeparatedOauthScopes').split(', ')).toHaveLength(
    declaration.scopes.required.length,
  );
  expect(textOf('.forceignore')).toContain('extlClntAppGlobalOauthSets');
});

test('the project names a namespace that the app recognises and the version that it speaks', () => {
  const project = JSON.parse(textOf('sfdx-project.json')) as Record<string, unknown>;
  expect(project).toMatchObject({
    namespace: 'plumbline',
    sourceApiVersion: SALESFORCE_API_VERSION,
    packageDirectories: [{ path: 'force-app', package: 'Plumbline' }],
  });
});
