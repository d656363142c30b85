import { expect, test } from '@jest/globals';
import { runCli } from './support.js';

test('help names every command and shows examples', async () => {
  const { code, stdout } = await runCli(['--help']);
  expect(code).toBe(0);
  for (const name of ['serve', 'demo', 'try', 'score', 'connect', 'write-back', 'status']) {
    expect(stdout).toContain(`  ${name} `);
  }
  const help = await runCli(['score', '--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('$ plumbline score --model');
});

test('wrong use ends with 2 and says what is possible', async () => {
  const typo = await runCli(['scroe']);
  expect(typo.code).toBe(2);
  expect(typo.stderr).toContain('Did you mean score?');
  const missing = await runCli(['score']);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('--model');
  const time = await runCli([
    'score',
    '--model',
    'config/scoring/b2b-default.yaml',
    '--at',
    'noon',
  ]);
  expect(time.code).toBe(2);
  expect(time.stderr).toContain('--at is "noon"; expected a time such as');
});

test('the help of connect says what each CRM asks for, and which page leads through it', async () => {
  const both = await runCli(['connect', '--help']);
  expect(both.code).toBe(0);
  expect(both.stdout).toContain('HubSpot, step by step in docs/connect-hubspot.md');
  const { code, stdout } = await runCli(['connect', 'salesforce', '--help']);
  expect(code).toBe(0);
  expect(stdout).not.toContain('HubSpot');
  for (const told of [
    'docs/connect-salesforce.md',
    '--way client-credentials',
    '--way jwt',
    '--url https://…',
    '--private-key FILE',
    '--client-secret -',
    'https://test.salesforce.com for a sandbox',
    'https://<name>.my.salesforce.com',
  ]) {
    expect(stdout).toContain(told);
  }
});
