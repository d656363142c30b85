import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ListedLead } from '../../../../src/admin/api/contract.js';
import { waitFor } from '../../../support/app-world.js';
import {
  expectNoViolations,
  expectToFit,
  PHONE,
  type Screens,
  setUpScreens,
  shoot,
} from '../support/screens.js';

const screens = setUpScreens('leads', { simulator: { contacts: 60 } });

/** Wherever it is shown it must stay text. */
const NASTY = '<img src=x onerror="window.hacked=1">';

/** Somebody with a script for a name and a rule-made reason asks for a demo; once for all tests. */
let story: Promise<string> | undefined;

async function tell({ world }: Screens): Promise<string> {
  const [record] = await world.rows<{ record: string; lead: number }>(
    `select record, lead from records where object = 'contacts' and lead is not null order by id limit 1`,
  );
  const id = record?.record ?? '';
  const acts = world.simulator.acts();
  acts.edit('contacts', id, {
    firstname: NASTY,
    lastname: 'Aaronson',
    jobtitle: `Director of Marketing ${NASTY}`,
  });
  acts.behave(id, { kind: 'page_view', at: Date.now() - 3_600_000, page: '/pricing' });
  acts.fillForm(id, 'demo');
  await waitFor('the demo request to be scored', async () => {
    await world.settle();
    const [row] = await world.rows(
      `select 1 from activities a join leads l on l.id = a.lead
       where a.type = 'demo_request' and l.search like '%aaronson%'`,
    );
    return row !== undefined;
  });
  return String(record?.lead);
}
const storyLead = (given: Screens): Promise<string> => {
  story ??= tell(given);
  return story;
};

const notHacked = async (page: Page): Promise<void> =>
  expect(await page.evaluate('window.hacked')).toBeUndefined();

screens.test('somebody finds out why a lead is hot, from the overview on', async (given) => {
  const lead = await storyLead(given);
  const page = await given.open('/overview', { role: 'viewer' });
  await page.getByText('Live', { exact: true }).waitFor();
  await expectNoViolations(page);
  await shoot(page, 'overview');
  const band = page.getByRole('list', { name: 'By band' }).getByRole('link').first();
  const counted = await band.getAttribute('data-count');
  await band.click();
  await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
  await page.getByText(`${counted} lead`).first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('aaronson');
  const row = page.getByRole('link', { name: /Aaronson/ });
  await row.waitFor();
  await waitFor(
    'the other leads to go',
    async () => (await page.locator('tbody tr').count()) === 1,
  );
  await expectNoViolations(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Aaronson/, level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/leads/${lead}`);

  const reasons = page.getByRole('list', { name: 'Reasons' });
  await reasons.getByText(/demo/i).first().waitFor();
  const points: number[] = [];
  for (const line of await reasons.locator('li[data-points]').all()) {
    points.push(Number(await line.getAttribute('data-points')));
  }
  const total = Number(await page.getByTestId('score').getAttribute('data-total'));
  expect(Math.round(points.reduce((sum, one) => sum + one * 100, 0))).toBe(total * 100);
  await page.getByRole('region', { name: 'What happened' }).getByText('Demo requested').waitFor();
  const sources = page.getByRole('region', { name: 'Where the fields come from' });
  await sources.getByText('jobtitle', { exact: true }).waitFor();
  await page
    .getByRole('region', { name: 'Stages' })
    .getByText(/by the rule/)
    .first()
    .waitFor();
  await page
    .getByRole('region', { name: 'Written into the CRM' })
    .getByText('plumbline_score', { exact: true })
    .waitFor();
  await notHacked(page);
  await expectNoViolations(page);
  await shoot(page, 'lead');
  await page.getByRole('link', { name: 'Leads' }).last().click();
  await row.waitFor();
});

screens.test(
  'filters stand in the address as chips, can be taken away and saved as a view',
  async (given) => {
    await storyLead(given);
    const page = await given.open('/leads?stage=mql&from=10', { role: 'editor' });
    await page.getByRole('button', { name: /^Stage: MQL/ }).waitFor();
    const all = await page.request.get('/api/v1/leads?stage=mql&from=10');
    const { items } = (await all.json()) as { items: ListedLead[] };
    await waitFor(
      'the rows',
      async () => (await page.locator('tbody tr').count()) === items.length,
    );
    await shoot(page, 'leads-filtered');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: /Save this view/ }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(`My MQLs ${NASTY}`);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/saved\.$/).waitFor();
    await page.getByRole('button', { name: /^Stage: MQL/ }).click();
    await page.waitForURL((url) => !url.searchParams.has('stage'));
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: /My MQLs/ }).click();
    await page.waitForURL((url) => url.searchParams.get('stage') === 'mql');
    await notHacked(page);
    await expectNoViolations(page);
  },
);

screens.test(
  'j and k go through the list, the heading sorts, a file holds what is shown',
  async (given) => {
    await storyLead(given);
    const page = await given.open('/leads', { role: 'viewer' });
    await page.locator('tbody tr').first().waitFor();
    const focused = () => page.evaluate('document.activeElement.closest("tr")?.rowIndex');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focused()).toBe(2);
    await page.keyboard.press('k');
    expect(await focused()).toBe(1);
    await page.getByRole('button', { name: 'Sort by Lead' }).click();
    await page.waitForURL((url) => url.searchParams.get('sort') === 'name');
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /CSV/ }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('leads.csv');
  },
);

screens.test('the page as of a past moment says so, and comes back to now', async (given) => {
  const lead = await storyLead(given);
  const page = await given.open(`/leads/${lead}`, { role: 'viewer' });
  await page.getByRole('button', { name: 'As of' }).click();
  await page.getByRole('button', { name: '7 days ago' }).click();
  await page.getByText(/This is how the lead stood/).waitFor();
  expect(new URL(page.url()).searchParams.has('at')).toBe(true);
  await expectNoViolations(page);
  await shoot(page, 'lead-past');
  await page.getByRole('status').getByRole('button', { name: 'Now' }).click();
  await page.getByRole('region', { name: 'Score' }).waitFor();
});

screens.test('a suggested duplicate is merged and taken apart again', async (given) => {
  const lead = await storyLead(given);
  const { world } = given;
  await world.rows(
    `insert into suggestions (workspace, lead_a, lead_b, reason)
     select workspace, least(id, $1), greatest(id, $1), 'address' from leads
     where id <> $1 and merged_into is null order by id desc limit 1`,
    [lead],
  );
  const looking = await given.open(`/leads/${lead}`, { role: 'viewer' });
  const shown = looking.getByRole('region', { name: 'The same person?' });
  await shown.waitFor();
  expect(await shown.getByRole('button').count()).toBe(0);
  const page = await given.open(`/leads/${lead}`, { role: 'editor' });
  await page.getByRole('button', { name: 'Make them one' }).click();
  await page.getByText(/^One lead with/).waitFor();
  await page.getByRole('button', { name: 'Take apart…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take this lead apart' });
  await dialog.getByRole('checkbox').last().check();
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Move to a new lead' }).click();
  await page.getByText('A new lead was made.').waitFor();
});

screens.test(
  'two persons are said to be two, and that is taken back within the offer',
  async (given) => {
    const lead = await storyLead(given);
    const rows = () =>
      given.world.rows<{ dismissed: boolean }>(
        'select dismissed from suggestions where record = 4711 order by lead_a, lead_b',
      );
    await given.world.rows(
      `insert into suggestions (workspace, lead_a, lead_b, reason, record)
     select workspace, least(id, $1), greatest(id, $1), 'merge', 4711 from leads
     where id <> $1 and merged_into is null order by id desc offset 3 limit 1`,
      [lead],
    );
    const page = await given.open(`/leads/${lead}`, { role: 'editor' });
    const region = page.getByRole('region', { name: 'The same person?' });
    await region.getByRole('button', { name: 'Two persons' }).click();
    await region.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await region.getByRole('button', { name: 'Two persons' }).click();
    expect(await rows()).toEqual([{ dismissed: false }]);
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();
    await waitFor('the pair to be dismissed', async () => (await rows())[0]?.dismissed === true);
  },
);

screens.test('everything fits a phone, in the dark, in German', async (given) => {
  const lead = await storyLead(given);
  for (const path of ['/overview', '/leads?band=hot', `/leads/${lead}`]) {
    const page = await given.open(path, { scheme: 'dark', viewport: PHONE, locale: 'de-DE' });
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await expectToFit(page);
    await expectNoViolations(page);
    await shoot(page, `phone${path.replaceAll(/\W/g, '-')}`);
  }
});
