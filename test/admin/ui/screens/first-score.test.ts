/** From the first start, with nobody and nothing there, to a lead whose score is told. */
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startHubSpotSimulator } from '../../../../connectors/hubspot/simulator/index.js';
import { startWorker } from '../../../../src/worker.js';
import { launchChromium } from '../../../support/chromium.js';
import { type AdminWorld, createAdminWorld } from '../../api/admin-world.js';
import { builtUi } from '../support/built.js';
import { DESKTOP, expectNoViolations, shoot } from '../support/screens.js';

const START_MS = 400_000;
jest.setTimeout(300_000);

let browser: Browser | null = null;
let simulator: Awaited<ReturnType<typeof startHubSpotSimulator>> | undefined;
let world: AdminWorld | undefined;

beforeAll(async () => {
  browser = await launchChromium('first score');
  if (!browser) return;
  const folder = await builtUi();
  simulator = await startHubSpotSimulator({ contacts: 30 });
  world = await createAdminWorld({
    env: { HUBSPOT_BASE_URL: simulator.url, POLL_INTERVAL: '1s' },
    page: { folder, waiting: () => null },
  });
  startWorker(world.app.steps, world.app.wakes);
  await world.app.wakes.start();
}, START_MS);
afterAll(async () => {
  await browser?.close();
  await world?.close();
  await simulator?.close();
}, START_MS);

test('an admin sets up, pastes a key, and reads why the best lead is what it is', async () => {
  if (!browser || !world || !simulator) return;
  const context = await browser.newContext({
    baseURL: world.url,
    viewport: DESKTOP,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto((await world.admin.setUpPath()) ?? '');
  await page.getByLabel('Your name').fill('Ada Admin');
  await page.getByLabel('E-mail address').fill('ada@plumbline.example');
  await page.getByLabel('Password', { exact: true }).fill('a sentence long enough');
  await page.getByRole('button', { name: 'Create the admin' }).click();

  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  await navigation.getByRole('link', { name: 'Accounts' }).click();
  await page.getByText('No CRM is connected yet').waitFor();
  await page.getByRole('button', { name: 'Connect a CRM…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect a CRM' });
  const key = dialog.getByLabel('HubSpot key', { exact: true });
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await dialog.getByText('Fill this in.').waitFor();
  await shoot(page, 'connect');
  await expectNoViolations(page);
  await key.fill('pat-na1-mistyped');
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await dialog.getByRole('alert').getByText('does not accept this key').waitFor();
  await key.fill(simulator.serviceKey);
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Read only: nothing is written into the CRM.').waitFor();
  await expectNoViolations(page);

  await navigation.getByRole('link', { name: 'Leads', exact: true }).click();
  const first = page.getByRole('table').getByRole('link').first();
  // The first load goes on by itself; the list is looked at anew until somebody is scored.
  const nobody = page.getByText('No lead is scored yet.');
  for (;;) {
    await first.or(nobody).first().waitFor();
    if (await first.isVisible()) break;
    await setTimeout(500);
    await page.reload();
  }
  const best = (await first.textContent()) ?? '';
  await first.click();
  await page.getByText('Sum of all lines').waitFor();
  const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? 'nobody';
  expect(best.startsWith(name)).toBe(true);
  expect(await page.getByText(/^Model b2b-default/).count()).toBe(1);
});
