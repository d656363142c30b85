import { expect, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  eventually,
  expectNoViolations,
  expectToFit,
  PHONE,
  type Screens,
  setUpScreens,
  shoot,
} from '../support/screens.js';

jest.setTimeout(300_000);

const screens = setUpScreens('mapping screens', { way: 'key', simulator: { contacts: 60 } });

/** The draft as it is saved. */
async function draftText({ world }: Screens): Promise<string> {
  const rows = await world.rows<{ text: string }>(
    "select text from drafts where kind = 'mapping' and ended is null",
  );
  return rows[0]?.text ?? '';
}

/** Waits until the saved draft has a text, or no longer has it. */
const saved = (own: Screens, text: string, has = true) =>
  eventually(async () => (await draftText(own)).includes(text), has);

async function contacts(own: Screens, view = 'fields', options = {}): Promise<Page> {
  const path = `/mappings/${own.world.account.id}/contacts?view=${view}`;
  const page = await own.open(path, options);
  await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  return page;
}

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });

screens.test('The objects of every account lead to their mapping', async ({ open }) => {
  const page = await open('/mappings', { role: 'viewer' });
  await page.getByText(/fields, \d+ activities/).waitFor();
  await shoot(page, 'mappings');
  await expectNoViolations(page);
  await page.getByRole('link', { name: 'Contacts' }).click();
  await row(page, 'Job title').waitFor();
  expect(await page.getByText('You may look, not change').count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Add a field' }).count()).toBe(0);
});

screens.test(
  'A line shows property, transform, field and what it makes of a record',
  async (own) => {
    for (const scheme of ['light', 'dark'] as const) {
      const page = await contacts(own, 'fields', { scheme });
      await page.getByText('Phone Number').first().waitFor();
      await page.getByRole('button', { name: 'Edit Country (ISO 3166-1 alpha-2)' }).click();
      await page.getByRole('heading', { name: 'Step by step' }).waitFor();
      await expectNoViolations(page);
      await shoot(page, `mapping-fields-${scheme}`);
    }
    const phone = await contacts(own, 'fields', { viewport: PHONE });
    await phone.getByText('Phone Number').first().waitFor();
    await expectToFit(phone);
    await shoot(phone, 'mapping-fields-phone');
  },
);

screens.test(
  'A mistake is named in its line, and put right with the name most likely meant',
  async (own) => {
    const page = await contacts(own, 'yaml', { role: 'editor' });
    const line = page.locator('.cm-line', { hasText: 'jobTitle: jobtitle' });
    const preview = (role: 'button' | 'link') =>
      page.getByRole(role, { name: 'Preview and publish' });
    await eventually(() => preview('button').isDisabled(), true);
    await line.click();
    await page.keyboard.press('Home');
    await page.keyboard.type('x');
    await page.getByText('1 to put right').waitFor();
    await eventually(() => preview('button').isDisabled(), true);
    await page.locator('.cm-lintRange-error').first().waitFor();
    const colours = await page.evaluate<string[]>(
      "[...new Set([...document.querySelectorAll('.cm-line span')].map((one) => getComputedStyle(one).color))]",
    );
    expect(colours.length).toBeGreaterThan(2);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoViolations(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectNoViolations(page);
    await shoot(page, 'mapping-yaml');
    await expectNoViolations(page);

    await page.getByText('Fields', { exact: true }).click();
    await page.getByText('With problems', { exact: true }).click();
    await page.getByText('unknown lead field "xjobTitle"').waitFor();
    await eventually(() => page.getByRole('row').count(), 2);
    await page.getByRole('button', { name: 'Edit xjobTitle' }).click();
    await page.getByRole('button', { name: 'Use jobTitle' }).waitFor();
    await shoot(page, 'mapping-problem');
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Use jobTitle' }).click();
    await page.getByText('1 to put right').waitFor({ state: 'detached' });
    expect(await preview('link').getAttribute('href')).toMatch(
      /\/publishing\/mapping\/\w+\/preview$/,
    );
    const text = await draftText(own);
    expect(text).toContain('jobTitle: jobtitle                      # seniority and department');

    await page.getByText('Mapped', { exact: true }).click();
    await page.getByRole('button', { name: 'Close Job title' }).waitFor();
    const steps = page.getByRole('list').filter({ hasText: 'trim' });
    await steps.first().waitFor();
  },
);

screens.test('A field is mapped from its values, tried, taken back and kept again', async (own) => {
  const page = await contacts(own, 'fields', { role: 'editor' });
  await page.getByText('Not mapped', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Search properties and fields' }).fill('zip');
  await page.getByRole('button', { name: 'Map Postal Code' }).click();
  const field = page.getByRole('combobox', { name: 'Into the lead field' });
  await field.click();
  await field.fill('zone');
  await page.getByRole('option', { name: 'New field custom.zone' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await saved(own, 'custom.zone: zip');

  await page.getByRole('button', { name: 'Add a transform' }).click();
  await page.getByRole('combobox', { name: 'Transform 1' }).click();
  await page.getByRole('option', { name: /^lower/ }).click();
  await saved(own, 'custom.zone: { from: zip, as: lower }');

  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await saved(own, 'custom.zone', false);
  await page
    .getByRole('alert')
    .or(page.locator('.mantine-Notification-root'))
    .getByRole('button', { name: 'Undo' })
    .click();
  await saved(own, 'custom.zone: { from: zip, as: lower }');

  await page.getByText('Changes', { exact: true }).click();
  await page.getByText('custom.zone: { from: zip, as: lower }').waitFor();
  await shoot(page, 'mapping-changes');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Discard the draft' }).click();
  await page.getByText('The draft says what is in force.').waitFor();
  await eventually(() => draftText(own), '');
});

screens.test('Activities and writes have forms of their own', async (own) => {
  const page = await contacts(own, 'activities', { role: 'editor' });
  await page.getByRole('button', { name: /^Edit demo_request/ }).click();
  await page.getByRole('button', { name: 'Add an attribute' }).waitFor();
  await shoot(page, 'mapping-activities');
  await expectNoViolations(page);
  await page.goto(`/mappings/${own.world.account.id}/contacts?view=writes`);
  await page.getByRole('button', { name: 'Edit Score' }).click();
  await page.getByRole('textbox', { name: 'Smallest fall, points' }).fill('7');
  await saved(own, 'score: { to: plumbline_score, minChange: 7,');
  await shoot(page, 'mapping-writes');
  await expectNoViolations(page);
  await page.goto(`/mappings/${own.world.account.id}/contacts?view=history`);
  await page.getByRole('row', { name: /In force|in force/ }).waitFor();
  await shoot(page, 'mapping-history');
  await expectNoViolations(page);
});

screens.test(
  'Of two who edit one draft the second is told, and both texts are kept',
  async (own) => {
    const [first, second] = [
      await contacts(own, 'writes', { role: 'editor' }),
      await contacts(own, 'writes', { role: 'publisher' }),
    ];
    const fill = async (page: Page, points: string) => {
      await page.getByRole('button', { name: 'Edit Score' }).click();
      await page.getByRole('textbox', { name: 'Smallest fall, points' }).fill(points);
    };
    await fill(first, '11');
    await saved(own, 'minChange: 11,');
    await fill(second, '12');
    await second.getByText('Emil Editor saved this draft while you were working on it.').waitFor();
    await shoot(second, 'mapping-conflict');
    await expectNoViolations(second);
    expect(await draftText(own)).toContain('minChange: 11,');
    await second.getByRole('button', { name: 'Mine' }).click();
    await saved(own, 'minChange: 12,');
    const kept = await own.world.rows<{ text: string }>('select text from draft_revisions');
    expect(kept.some(({ text }) => text.includes('minChange: 11,'))).toBe(true);

    await first.getByRole('textbox', { name: 'Smallest fall, points' }).fill('13');
    await first.getByRole('button', { name: 'Theirs' }).click();
    await eventually(
      () => first.getByRole('textbox', { name: 'Smallest fall, points' }).inputValue(),
      '12',
    );
  },
);
