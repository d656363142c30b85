/** The model editor in a browser, at the running app with a simulated CRM. */
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  eventually,
  expectNoViolations,
  expectToFit,
  PHONE,
  setUpScreens,
  shoot,
} from '../support/screens.js';

const screens = setUpScreens('model');

/** Begins a draft of its own for a test. */
async function begin(page: Page, name: string, ready = 'b2b-default'): Promise<void> {
  const session = await page.request.get('/api/v1/session');
  const { csrf } = (await session.json()) as { csrf: string };
  const answer = await page.request.post(`/api/v1/documents/model/${name}/draft`, {
    data: { ready },
    headers: { 'x-csrf-token': csrf },
  });
  expect(answer.status()).toBe(201);
  await page.goto(`/model/${name}`);
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

async function draftOf(page: Page, name: string): Promise<string> {
  const answer = await page.request.get(`/api/v1/documents/model/${name}/draft`);
  return ((await answer.json()) as { draft: { text: string } }).draft.text;
}

/** The head of a rule's card: its points, its label, its sentence. */
const ruleCard = (page: Page, label: string, expanded?: boolean) =>
  page
    .getByRole('button', {
      name: new RegExp(`^\\S+ ${label}`),
      ...(expanded !== undefined && { expanded }),
    })
    .first();

const saved = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'Draft saved' }).first().waitFor();
const part = (page: Page, name: RegExp) =>
  page
    .getByRole('navigation', { name: 'Parts of the model' })
    .getByRole('button', { name })
    .click();
const live = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click();

screens.test('a rule is edited by the keyboard alone, and comments stay', async ({ open }) => {
  const page = await open('/model', { role: 'editor' });
  await begin(page, 'by-keyboard');
  const before = await draftOf(page, 'by-keyboard');
  const card = ruleCard(page, 'Director or above', false);
  await card.focus();
  await page.keyboard.press('Enter');
  const label = page.getByRole('textbox', { name: 'Label' });
  await label.waitFor();
  while (!(await label.evaluate((node) => node === node.ownerDocument.activeElement))) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('End');
  await page.keyboard.type(' of sales');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.getByText('+17').first().waitFor();
  await page.keyboard.press('Escape');
  const closed = ruleCard(page, 'Director or above of sales', false);
  await closed.waitFor();
  expect(await closed.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  await saved(page);
  const after = await draftOf(page, 'by-keyboard');
  const changed = after.split('\n').filter((line) => !before.split('\n').includes(line));
  expect(changed).toEqual([
    '  - { id: executive, dimension: fit, label: Director or above of sales, when: { field: seniority, in: [c_level, vp, director] }, points: 17 }',
  ]);
});

screens.test('pin an example and break it', async ({ open }) => {
  const page = await open('/model/b2b-default', { role: 'editor' });
  await page
    .getByRole('button', { name: /^Pin .* as an example$/ })
    .first()
    .click();
  await page.getByText('All 12 pinned leads are as expected.').waitFor();
  await saved(page);
  const text = await draftOf(page, 'b2b-default');
  const pinned = text.slice(text.lastIndexOf('- { name:'));
  expect(pinned).toContain('expect: { total:');
  expect(pinned).not.toMatch(/name\.first|@(?!company\.example)/);
  // The total of every lead is another one now.
  await part(page, /^Dimensions and total/);
  await page.getByRole('textbox', { name: 'Total: at most' }).fill('5');
  await page.getByText(/pinned leads are not as expected/).waitFor();
  await page.getByRole('button', { name: /^Lead 12, .*total: \d+ expected, now 5/ }).waitFor();
  await live(page, /^Leads/);
  await page
    .getByText(/Of \d+ leads [1-9]\d* have another score, [1-9]\d* another band\./)
    .waitFor();
  await shoot(page, 'model-broken-example');
  await page.locator('main').getByRole('button', { name: 'Undo', exact: true }).click();
  await live(page, /^Pinned/);
  await page.getByText('All 12 pinned leads are as expected.').waitFor();
  // The preview leads from what it refuses to where that is corrected.
  await page.getByRole('button', { name: 'Redo', exact: true }).click();
  await page.getByText(/pinned leads are not as expected/).waitFor();
  await saved(page);
  await page.getByRole('link', { name: 'Preview and publish' }).click();
  await page.getByRole('link', { name: 'Correct them' }).click();
  await page.getByRole('heading', { name: 'Pinned leads' }).waitFor();
  await page.getByText(/pinned leads are not as expected/).waitFor();
  await part(page, /^Dimensions and total/);
  await page.getByRole('textbox', { name: 'Total: at most' }).fill('100');
  await page.getByText('All 12 pinned leads are as expected.').waitFor();
  await saved(page);
});

screens.test(
  'conditions are built of real fields and say how many leads they hold for',
  async ({ open }) => {
    const page = await open('/model', { role: 'editor' });
    await begin(page, 'conditions', 'starter');
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const form = page.getByRole('group', { name: 'New rule' });
    await form.getByRole('combobox', { name: 'Field', exact: true }).click();
    await page.getByRole('option', { name: /^Seniority/ }).click();
    await form.getByRole('combobox', { name: 'Seniority: comparison' }).click();
    await page.getByRole('option', { name: 'is', exact: true }).click();
    await form.getByRole('combobox', { name: 'Seniority: value' }).fill('director');
    await form
      .getByText(/^[1-9]\d* leads$/)
      .first()
      .waitFor();
    await form.getByRole('button', { name: 'And', exact: true }).click();
    await form.getByText('Any of these').click();
    await page.getByText('seniority is director or country is known').first().waitFor();
    await saved(page);
    expect(await draftOf(page, 'conditions')).toMatch(
      /id: new-rule, .*when: \{ any: \[ \{ field: seniority, eq: director \}, \{ field: country, exists: true \} \] \}/,
    );
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Actions of New rule' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByText('Removed New rule.').waitFor();
    expect(await ruleCard(page, 'New rule').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await ruleCard(page, 'New rule').waitFor();
  },
);

screens.test(
  'activities, ages and guards: the curve is drawn and told in a table',
  async ({ open }) => {
    const page = await open('/model', { role: 'editor' });
    await begin(page, 'ages', 'starter');
    await part(page, /^Rules: engagement/);
    await page.getByRole('button', { name: /^\+50.*Asked for a demo/ }).click();
    const curve = page.getByRole('table', { name: 'What is left of the points' });
    await curve.waitFor();
    expect(await curve.getByRole('cell').first().textContent()).toBe('50');
    await page.getByRole('combobox', { name: 'How points age' }).click();
    await page.getByRole('option', { name: 'Evenly down to nothing' }).click();
    await ruleCard(page, 'Asked for a demo.*fades to nothing over 60 days').waitFor();
    await page.getByRole('button', { name: /^More/ }).click();
    await page.getByRole('button', { name: 'Only when …' }).click();
    await ruleCard(page, 'Asked for a demo.*only when country is known').waitFor();
    await part(page, /^Thresholds/);
    await page.getByRole('heading', { name: 'Grades of engagement' }).waitFor();
    await expectNoViolations(page);
    await part(page, /^Rules: engagement/);
    await ruleCard(page, 'Asked for a demo').click();
    await curve.waitFor();
    await shoot(page, 'model-decay');
    await expectNoViolations(page);
  },
);

screens.test(
  'the text and the parts are one document; a mistake is shown at its line',
  async ({ open }) => {
    const page = await open('/model', { role: 'editor' });
    await begin(page, 'as-text', 'starter');
    await page.getByText('YAML', { exact: true }).click();
    const text = page.getByRole('textbox', { name: 'The model as YAML' });
    await text.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.insertText('nonsense: 1\n');
    await live(page, /^Issues/);
    await page
      .getByText(/unknown key "nonsense"/)
      .first()
      .waitFor();
    await page.locator('.cm-lint-marker-error').first().waitFor();
    await expectNoViolations(page);
    await page.locator('main').getByRole('button', { name: 'Undo', exact: true }).click();
    await page
      .getByText(/unknown key "nonsense"/)
      .first()
      .waitFor({ state: 'detached' });
    await page.getByText('Parts', { exact: true }).click();
    await page.getByText('Manager or above').waitFor();
  },
);

screens.test('of two editors the second is told, and nothing is lost', async ({ open }) => {
  const first = await open('/model', { role: 'editor' });
  await begin(first, 'two', 'starter');
  const second = await open('/model/two', { role: 'admin' });
  await second.getByText('Manager or above').waitFor();
  await part(first, /^Dimensions and total/);
  await part(second, /^Dimensions and total/);
  await first.getByRole('textbox', { name: 'Description' }).fill('Of the first');
  await saved(first);
  await second.getByRole('textbox', { name: 'Description' }).fill('Of the second');
  await second
    .getByRole('alert')
    .getByText(/Emil Editor saved another version/)
    .waitFor();
  await expectNoViolations(second);
  expect(await draftOf(second, 'two')).toContain('description: Of the first');
  await second.getByRole('button', { name: 'Go on with the version of Emil Editor' }).click();
  const description = second.getByRole('textbox', { name: 'Description' });
  expect(await description.inputValue()).toBe('Of the first');
  await second.locator('main').getByRole('button', { name: 'Undo', exact: true }).click();
  expect(await description.inputValue()).toBe('Of the second');
  await saved(second);
  expect(await draftOf(second, 'two')).toContain('description: Of the second');
});

screens.test('a viewer sees everything and changes nothing', async ({ open }) => {
  const page = await open('/model/b2b-default', { role: 'viewer' });
  await ruleCard(page, 'Director or above').click();
  expect(await page.getByRole('textbox', { name: 'Label' }).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Add a rule' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /as an example$/ }).count()).toBe(0);
  await page.goto('/model');
  await page.getByRole('link', { name: /b2b-default/ }).waitFor();
  expect(await page.getByRole('button', { name: 'New model' }).count()).toBe(0);
});

screens.test('a spreadsheet becomes a model; rows that are not read are told', async ({ open }) => {
  const page = await open('/model', { role: 'editor' });
  await page.getByRole('button', { name: 'New model' }).click();
  await page.getByRole('menuitem', { name: 'From a spreadsheet of assets' }).click();
  const buffer = Buffer.from('Asset;Percent\nWhite paper;30\nDemo request;100\nPodcast;5\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'assets.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('textbox', { name: 'Name' }).fill('from-sheet');
  await page.getByRole('button', { name: 'Read the sheet' }).click();
  await page.getByText('2 rows read, 1 not; 2 rules.').waitFor();
  await page.getByRole('row', { name: /4 not read "Podcast" names no act/ }).waitFor();
  await expectNoViolations(page);
  await shoot(page, 'model-import');
  await page.getByRole('button', { name: 'Create the model' }).click();
  await page.getByRole('heading', { name: 'from-sheet', level: 1 }).waitFor();
  await part(page, /^Rules: engagement/);
  await page.getByText('White paper').first().waitFor();
});

screens.test('an interview becomes a model', async ({ open }) => {
  const page = await open('/model', { role: 'editor' });
  await page.getByRole('button', { name: 'New model' }).click();
  await page.getByRole('menuitem', { name: 'By an interview' }).click();
  await page.getByRole('textbox', { name: /Asked for a demo/ }).fill('100');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /Asked for a price/ }).fill('80');
  await page.keyboard.press('Enter');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Finish here' }).click();
  await page.getByText(/^2 answers\./).waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('interviewed');
  await page.getByRole('button', { name: 'Create the model' }).click();
  await page.getByRole('heading', { name: 'interviewed', level: 1 }).waitFor();
  expect(await draftOf(page, 'interviewed')).toMatch(/Asked for a price,.* percent: 80/);
});

/** Every part of the ready model, with an entry open where there are some. */
const VIEWS = [
  'part=dimensions',
  'part=groups',
  'part=rules:fit&open=size-near',
  'part=rules:engagement&open=product-then-price',
  'part=rules:engagement&open=silent',
  'part=population',
  'part=disqualify&open=competitor&live=issues',
  'part=levels',
  'part=segments&open=enterprise',
  'part=lists',
  'part=examples&open=0&live=examples',
];

screens.test('every part is accessible in light and dark', async ({ open }) => {
  const page = await open('/model', { role: 'editor' });
  await page.getByRole('link', { name: /b2b-default/ }).waitFor();
  // To draw everything in other colours costs more than a page: the last one's come first.
  let [first, second] = ['light', 'dark'] as ['light' | 'dark', 'light' | 'dark'];
  const inBoth = async (name: string): Promise<void> => {
    for (const colorScheme of [first, second]) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      await expectNoViolations(page);
      await shoot(page, `${name}-${colorScheme}`);
    }
    [first, second] = [second, first];
  };
  await inBoth('models');
  for (const [index, view] of VIEWS.entries()) {
    await page.goto(`/model/b2b-default?${view}`);
    await page.getByRole('tab', { name: /^Issues/ }).waitFor();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await inBoth(`model-${index}`);
  }
});

screens.test('the editor fits a phone', async ({ open }) => {
  const page = await open('/model/b2b-default', { role: 'editor', viewport: PHONE });
  await ruleCard(page, 'Director or above').click();
  await page.getByRole('textbox', { name: 'Label' }).waitFor();
  await expectToFit(page);
  await expectNoViolations(page);
  await shoot(page, 'model-phone');
});

screens.test(
  'a segment gets bands, grades and a rule of its own, and gives them back',
  async ({ open }) => {
    const page = await open('/model', { role: 'editor' });
    await begin(page, 'own-tables', 'starter');
    await part(page, /^Segments/);
    await page.getByRole('button', { name: 'Add a segment' }).click();
    const segment = page.getByRole('group', { name: 'segment', exact: true });
    await page.getByText('is empty: give a field and an operator').first().waitFor();
    await segment.getByRole('combobox', { name: 'Field', exact: true }).click();
    await page
      .getByRole('option', { name: /^Source/ })
      .first()
      .click();
    await eventually(() => page.getByText('is empty: give a field and an operator').count(), 0);
    await segment.getByRole('switch', { name: 'Bands of its own' }).press('Space');
    const bands = segment.getByRole('region', { name: 'Bands of its own' });
    await bands.getByRole('textbox', { name: 'hot from' }).fill('33');
    await segment.getByRole('switch', { name: 'Grades of its own' }).press('Space');
    const grades = segment.getByRole('region', { name: 'Grades of fit', exact: true });
    await grades.getByRole('textbox', { name: 'A from' }).fill('44');
    await segment.getByRole('combobox', { name: 'A rule counts otherwise here' }).click();
    await page.getByRole('option').first().click();
    await segment.getByRole('switch', { name: 'Counts nothing here' }).press('Space');
    await segment.getByRole('textbox', { name: 'Points', exact: true }).fill('9');
    await saved(page);
    await eventually(
      async () => /bands: \{[^}]*hot: (33|\{ from: 33)/.test(await draftOf(page, 'own-tables')),
      true,
    );
    const text = await draftOf(page, 'own-tables');
    expect(text).toMatch(/grades: \{ fit: \{ A: 44/);
    expect(text).toMatch(/rules: \{ [\w-]+: \{ points: 9/);
    await expectNoViolations(page);
    await expectToFit(page);
    await shoot(page, 'model-segment');
    await segment.getByRole('switch', { name: 'Bands of its own' }).press('Space');
    await segment.getByRole('switch', { name: 'Grades of its own' }).press('Space');
    await eventually(
      async () => / {2}- \{ id: segment.*(bands|grades)/.test(await draftOf(page, 'own-tables')),
      false,
    );
  },
);

screens.test('a rule and a dimension get other names everywhere, and back', async ({ open }) => {
  const page = await open('/model', { role: 'editor' });
  await begin(page, 'other-names', 'b2b-default');
  const before = await draftOf(page, 'other-names');
  await ruleCard(page, 'Director or above', false).click();
  const id = page.getByRole('textbox', { name: 'Id', exact: true });
  await id.fill('not a name');
  await page.getByText('Letters, digits, "-", "_" and "."').waitFor();
  await id.fill('directors');
  await page.keyboard.press('Enter');
  await page.getByText('executive is called directors now').waitFor();
  expect(await id.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  await eventually(async () => (await draftOf(page, 'other-names')).includes('executive'), false);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await eventually(async () => (await draftOf(page, 'other-names')) === before, true);
  await part(page, /^Dimensions and total/);
  await page.getByRole('textbox', { name: 'Name of fit' }).fill('match');
  await page.keyboard.press('Tab');
  await page
    .getByRole('navigation', { name: 'Parts of the model' })
    .getByRole('button', { name: /^Rules: match/ })
    .waitFor();
  await eventually(async () => /dimension: fit\b/.test(await draftOf(page, 'other-names')), false);
});

screens.test(
  'the list of models follows what others did when the window comes back',
  async ({ open }) => {
    const page = await open('/model', { role: 'editor' });
    await page.getByRole('link', { name: /^b2b-default/ }).waitFor();
    const other = await open('/model', { role: 'admin' });
    await begin(other, 'made-elsewhere', 'starter');
    expect(await page.getByRole('link', { name: /^made-elsewhere/ }).count()).toBe(0);
    await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
    await page.getByRole('link', { name: /^made-elsewhere/ }).waitFor();
  },
);
