import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { isOutput } from '../../../connectors/hubspot/definition.js';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { connectors } from '../../../connectors/index.js';

const { declaration, install } = hubspot;

test('HubSpot is in the list, and its person object is declared as a person', () => {
  expect(connectors).toContain(hubspot);
  expect(declaration.personObjects.map((object) => declaration.objects[object]?.role)).toEqual([
    'person',
  ]);
});

test.each([
  ['contacts', 'email', 'push'],
  ['contacts', 'lifecyclestage', 'push'],
  ['contacts', 'plumbline_feedback', 'push'],
  ['contacts', 'hs_email_optout', 'push'],
  ['contacts', 'hs_additional_emails', 'push'],
  ['companies', 'numberofemployees', 'push'],
  ['deals', 'dealstage', 'push'],
  ['contacts', 'num_unique_conversion_events', 'poll'],
  ['contacts', 'recent_conversion_date', 'poll'],
  ['contacts', 'hs_analytics_last_timestamp', 'poll'],
  ['contacts', 'hs_email_last_open_date', 'poll'],
  ['contacts', 'lastmodifieddate', 'poll'],
  ['meetings', 'hs_meeting_outcome', 'poll'],
])('%s.%s comes by %s', (object, property, route) => {
  expect(declaration.route(object, property)).toBe(route);
});

test('output names are names that HubSpot takes', () => {
  expect(declaration.outputName('score')).toBe('plumbline_score');
  expect(declaration.outputName('Enterprise-2_grade')).toBe('plumbline_enterprise_2_grade');
  expect(declaration.recordUrl('4711', 'contacts', '1')).toBe(
    'https://app.hubspot.com/contacts/4711/record/0-1/1',
  );
});

test('what people write is no output', () => {
  expect(isOutput('plumbline_score')).toBe(true);
  expect(isOutput('plumbline_feedback_reason')).toBe(false);
  expect(isOutput('email')).toBe(false);
});

const project = (properties: Record<string, string[]>) => {
  const files = install?.project({ publicUrl: 'https://leads.acme.example/', properties }) ?? {};
  const read = (path: string) => JSON.parse(files[path] ?? 'null');
  return {
    files,
    app: read('src/app/app-hsmeta.json'),
    hooks: read('src/app/webhooks/webhooks-hsmeta.json'),
  };
};

test('the project asks for the declared scopes and comes back to our addresses', () => {
  const { files, app, hooks } = project({});
  expect(JSON.parse(files['hsproject.json'] ?? '')).toEqual({
    name: 'plumbline',
    srcDir: 'src',
    platformVersion: '2026.03',
  });
  expect(app).toMatchObject({ type: 'app', config: { distribution: 'private' } });
  expect(app.config.auth).toEqual({
    type: 'oauth',
    redirectUrls: ['https://leads.acme.example/oauth/hubspot/callback'],
    requiredScopes: declaration.scopes.required,
    optionalScopes: declaration.scopes.optional,
    conditionallyRequiredScopes: [],
  });
  expect(hooks.config.settings).toEqual({
    targetUrl: 'https://leads.acme.example/hooks/hubspot',
    maxConcurrentRequests: 10,
  });
  expect(hooks.config.subscriptions.hubEvents).toEqual([
    { subscriptionType: 'contact.privacyDeletion', active: true },
  ]);
});

test('one subscription for each pushed property, none for outputs and polled ones', () => {
  const { hooks } = project({
    contacts: ['jobtitle', 'email', 'email', 'plumbline_score', 'plumbline_feedback', 'num_notes'],
    deals: ['dealstage'],
    meetings: ['hs_meeting_outcome'],
  });
  const all: { subscriptionType: string; objectType: string; propertyName?: string }[] =
    hooks.config.subscriptions.crmObjects;
  expect(
    all
      .filter((entry) => entry.propertyName)
      .map((entry) => [entry.objectType, entry.propertyName]),
  ).toEqual([
    ['contact', 'email'],
    ['contact', 'jobtitle'],
    ['contact', 'plumbline_feedback'],
    ['deal', 'dealstage'],
  ]);
  const events = (objectType: string): string[] =>
    all
      .filter((entry) => entry.objectType === objectType && !entry.propertyName)
      .map((entry) => entry.subscriptionType);
  expect(events('contact')).toEqual([
    'object.creation',
    'object.deletion',
    'object.restore',
    'object.merge',
    'object.associationChange',
  ]);
  expect(events('deal')).toContain('object.associationChange');
  expect(events('company')).toContain('object.merge');
});

test('the shipped template is what the project call makes', () => {
  const root = 'connectors/hubspot/app';
  const { files } = project({});
  const shipped = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /hsmeta\.json$|hsproject\.json$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  for (const [path, content] of Object.entries(files)) {
    expect(shipped).toContain(path);
    const wanted = content.replaceAll('https://leads.acme.example', 'https://plumbline.example');
    expect(JSON.parse(readFileSync(join(root, path), 'utf8'))).toEqual(JSON.parse(wanted));
  }
});
