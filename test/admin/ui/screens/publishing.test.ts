import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { saveDraft } from '../../../../src/store/drafts.js';
import { waitFor } from '../../../support/app-world.js';
import { expectNoViolations, expectToFit, PHONE, setUpScreens, shoot } from '../support/screens.js';
import type { AdminWorld } from '../support/world.js';

const MODEL = 'b2b-default';
const KEY = { kind: 'model', name: MODEL } as const;
const shipped = readFileSync(`config/scoring/${MODEL}.yaml`, 'utf8');
const raised = shipped.replace('thresholds: { mql: 50,', 'thresholds: { mql: 25,');
/** Directors who read something: an MQL at 25 points, none at 50. */
const READERS = 6;

const fill = (simulator: Simulator): void => {
  for (let at = 0; at < READERS; at += 1) {
    const { id } = simulator.acts().createContact({
      email: `reader${at}@buyer${at}.example`,
      firstname: 'Rita',
      lastname: `Reader ${at}`,
      jobtitle: 'Director of Marketing',
    });
    simulator.acts().fillForm(id, 'download');
  }
};

const screens = setUpScreens('publishing', { fill });

/** A draft as the editor saves it, on top of whatever is there. */
async function draft(world: AdminWorld, text: string, who = 'Emil Editor'): Promise<void> {
  const { pool } = world.app;
  const { workspace } = world.account;
  const [row] = await world.rows<{ revision: number }>(
    `select revision from drafts where ended is null and name = '${MODEL}'`,
  );
  const [force] = await world.rows<{ version: number }>(
    `select max(version) as version from documents where name = '${MODEL}'`,
  );
  const baseVersion = force?.version ?? null;
  const save = { text, who, baseRevision: row?.revision ?? null, baseVersion };
  const outcome = await saveDraft(pool, workspace, KEY, save);
  expect(outcome.saved).toBe(true);
}

const stages = async (world: AdminWorld): Promise<Record<string, string>> =>
  Object.fromEntries(
    (
      await world.rows<{ id: number; stage: string }>(
        `select id, stage from leads where fields ->> 'name.first' = 'Rita' order by id`,
      )
    ).map(({ id, stage }) => [id, stage]),
  );

const changed = (page: Page, change: string) =>
  page.locator(`[data-change="${change}"] dd`).first();

screens.test(
  'lower a threshold, see who moves, publish quietly, roll back',
  async ({ open, world }) => {
    await draft(world, raised);
    const page = await open('/publishing', { role: 'publisher' });
    await page.getByRole('link', { name: MODEL }).click();
    await page.getByText('threshold mql').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'publishing-document');
    await page.getByRole('link', { name: 'Preview and publish' }).click();
    await page.getByText(/^Exact: all/).waitFor();
    const moved = Number(await changed(page, 'stage').textContent());
    expect(moved).toBeGreaterThanOrEqual(READERS);
    expect(await changed(page, 'score').textContent()).toBe('0');
    await page.getByRole('row', { name: /Rita Reader 0/ }).waitFor();
    await expectNoViolations(page);
    await shoot(page, 'publishing-preview');

    const [before] = await world.rows<{ count: number }>('select count(*)::int from alerts');
    const button = page.getByRole('button', { name: 'Publish quietly' });
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel('Why').fill('fewer points are enough');
    await button.click();
    await page.getByRole('heading', { name: 'Version 2 is in force.' }).waitFor();
    await page.getByText('All leads are scored and everything is written.').waitFor();
    await expectNoViolations(page);
    await shoot(page, 'publishing-done');
    expect(new Set(Object.values(await stages(world)))).toEqual(new Set(['mql']));
    expect((await world.rows('select * from alerts')).length).toBe(before?.count);

    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('heading', { name: 'Version 3 is in force.' }).waitFor();
    await page.getByText('All leads are scored and everything is written.').waitFor();
    const [newest] = await world.rows<{ text: string; who: string; reason: string }>(
      `select text, who, reason from documents where name = '${MODEL}' order by version desc limit 1`,
    );
    expect(newest).toEqual({ text: shipped, who: 'Paula Publisher', reason: 'Back to version 1' });
    const versions = await world.rows(
      `select distinct version from scores where model = '${MODEL}'`,
    );
    expect(versions).toEqual([{ version: 3 }]);
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByText('Went back to version 1').waitFor();
    await expectNoViolations(page);
  },
);

screens.test(
  'a viewer sees the figures and cannot publish, by hand neither',
  async ({ open, world }) => {
    await draft(world, raised);
    const editor = await open(`/publishing/model/${MODEL}/preview`, { role: 'editor' });
    await editor.getByText(/^Exact: all/).waitFor();
    await editor.getByText(/^A publisher can publish this/).waitFor();
    const viewer = await open(`/publishing/model/${MODEL}/preview`, {
      role: 'viewer',
      viewport: PHONE,
      scheme: 'dark',
    });
    await viewer.getByText(/^Exact: all/).waitFor();
    expect(await viewer.getByRole('button', { name: /Publish/ }).count()).toBe(0);
    await expectNoViolations(viewer);
    await expectToFit(viewer);
    await shoot(viewer, 'publishing-preview-phone');
    const wish = { kind: 'model', name: MODEL, source: { version: 1 }, withoutPreview: true };
    const session = await viewer.context().request.get('/api/v1/session');
    const { csrf } = (await session.json()) as { csrf: string };
    const refused = await viewer.context().request.post('/api/v1/publications', {
      headers: { 'x-csrf-token': csrf },
      data: { ...wish, reason: 'by hand' },
    });
    expect(refused.status()).toBe(403);
  },
);

screens.test(
  'two editors: what one saved after the preview is not published unseen',
  async ({ open, world }) => {
    await draft(world, raised);
    const page = await open(`/publishing/model/${MODEL}/preview`, { role: 'publisher' });
    await page.getByText(/^Exact: all/).waitFor();
    await draft(world, `${raised}# one more thought\n`, 'Ada Admin');
    await page.getByLabel('Why').fill('as previewed');
    await page.getByRole('button', { name: 'Publish quietly' }).click();
    await page.getByText('Ada Admin saved the draft of b2b-default in the meantime').waitFor();
    expect(await world.rows('select * from drafts where ended is null')).toHaveLength(1);
  },
);

screens.test('what is planned is listed and can be cancelled', async ({ open, world }) => {
  await draft(world, `${raised}# for later\n`);
  const page = await open(`/publishing/model/${MODEL}/preview`, { role: 'publisher' });
  await page.getByText(/^Exact: all/).waitFor();
  await page.getByLabel('At a time').check();
  await page.getByLabel(/^Time/).fill('2099-01-01T08:00');
  await page.getByLabel('Why').fill('in good time');
  await page.getByRole('button', { name: 'Plan it' }).click();
  await page.getByRole('heading', { name: 'It is planned.' }).waitFor();
  await page.getByRole('link', { name: 'What was published and what is planned' }).click();
  await page.getByRole('button', { name: `Cancel the planned publication of ${MODEL}` }).click();
  await page.getByText('Cancelled', { exact: true }).waitFor();
  await expectNoViolations(page);
  await shoot(page, 'publishing');
  const [row] = await world.rows<{ state: string }>(
    'select state from publications order by id desc limit 1',
  );
  expect(row?.state).toBe('cancelled');
  await waitFor('nothing scheduled', async () => {
    const rows = await world.rows(`select * from publications where state = 'scheduled'`);
    return rows.length === 0;
  });
});

screens.test('a pilot is chosen by team, by list and by condition', async ({ open, world }) => {
  const text = shipped
    .replace(/(id: content,.*?points: )\d+/, '$111')
    .replace('\nlists:\n', '\nlists:\n  named: [Rita]\n');
  await draft(world, text);
  const page = await open(`/publishing/model/${MODEL}/preview?way=pilot`, { role: 'publisher' });
  const by = page.getByRole('radiogroup', { name: 'Whose leads' });
  await by.getByText('Teams', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Teams' }).click();
  await page.getByRole('option', { name: 'Inbound' }).click();
  await page.getByText(/^Exact: all/).waitFor();
  // The leads of this test have no owner, so they are in no team.
  await page.getByText('Who changes').waitFor();
  expect(await page.getByRole('row', { name: /Rita Reader/ }).count()).toBe(0);
  await expectNoViolations(page);
  await by.getByText('A list', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Leads whose' }).click();
  await page.getByRole('option', { name: /^First name/ }).click();
  await page.getByRole('combobox', { name: 'Stands in the list' }).click();
  await page.getByRole('option', { name: 'named' }).click();
  const moved = page
    .locator('[data-change="score"] dd')
    .first()
    .getByText(String(READERS), { exact: true });
  await moved.waitFor();
  await page.locator('[data-sides="reached"]').getByRole('row', { name: /^MQL/ }).waitFor();
  await expectNoViolations(page);
  await expectToFit(page);
  await shoot(page, 'publishing-pilot-list');
  await by.getByText('A condition', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Field', exact: true }).click();
  await page.getByRole('option', { name: /^First name/ }).click();
  await page.getByRole('combobox', { name: 'First name: comparison' }).click();
  await page.getByRole('option', { name: 'is', exact: true }).click();
  await page.getByRole('combobox', { name: 'First name: value' }).fill('Rita');
  await page.getByRole('button', { name: 'Preview for these leads' }).click();
  await moved.waitFor();
  await expectNoViolations(page);
  await shoot(page, 'publishing-pilot-condition');
  const phone = await open(`/publishing/model/${MODEL}/preview${new URL(page.url()).search}`, {
    role: 'editor',
    viewport: PHONE,
    scheme: 'dark',
    locale: 'de-AT',
  });
  await phone.getByText('Schwellen und Bänder').waitFor();
  await expectNoViolations(phone);
  await expectToFit(phone);
  await shoot(phone, 'publishing-pilot-phone');
});

screens.test('the outcome is shown when no stage moves, too', async ({ open, world }) => {
  const text = shipped.replace('thresholds: { mql: 50,', 'thresholds: { mql: 49,');
  await draft(world, text);
  const page = await open(`/publishing/model/${MODEL}/preview`, { role: 'publisher' });
  await page.getByText(/^Exact: all/).waitFor();
  expect(await changed(page, 'stage').textContent()).toBe('0');
  await page.getByLabel('Why').fill('one point less');
  // What else the page reads anew may take its time.
  await page.route('**/diff?*', () => undefined);
  await page.getByRole('button', { name: 'Publish quietly' }).click();
  await page.getByRole('heading', { name: /^Version \d+ is in force/ }).waitFor();
});
