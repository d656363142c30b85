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
import { PASSWORD, PEOPLE } from '../support/world.js';

const screens = setUpScreens('settings');

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const notice = (page: Page, text: string) => page.getByText(text);

screens.test('an invited person chooses a password by the link and is in', async ({ open }) => {
  const page = await open('/users');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  expect(await dialog.getByText('Please fill this in.').count()).toBe(2);
  await dialog.getByLabel('Name').fill('Nora <b>New</b>');
  await dialog.getByLabel('E-mail address').fill('nora@plumbline.example');
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByLabel('One-time link').inputValue();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await row(page, 'Nora <b>New</b>').getByText('Invited').waitFor();

  const { pathname, search } = new URL(link);
  const theirs = await open(pathname + search, { role: null });
  await expectNoViolations(theirs);
  await theirs.getByLabel('New password').fill('my own long sentence');
  await theirs.getByRole('button', { name: 'Save and sign in' }).click();
  await theirs.getByRole('button', { name: 'Menu of Nora <b>New</b>' }).waitFor();

  await page.reload();
  await row(page, 'Nora <b>New</b>').getByText('Active').waitFor();
});

screens.test('a role is changed in place and changed back by Undo', async ({ open }) => {
  const page = await open('/users');
  const role = page.getByRole('combobox', { name: 'Role of Emil Editor' });
  await role.click();
  await page.getByRole('option', { name: /Publisher/ }).click();
  await notice(page, 'Emil Editor is now Publisher.').waitFor();
  await eventually(() => role.inputValue(), 'Publisher');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await notice(page, 'Undone.').waitFor();
  await eventually(() => role.inputValue(), 'Editor');
});

screens.test('a disabled person is out at once, and may come back', async ({ open }) => {
  const theirs = await open('/keys', { role: 'publisher' });
  const page = await open('/users');
  await page.getByRole('button', { name: 'Actions for Paula Publisher' }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await notice(page, 'Paula Publisher can no longer sign in.').waitFor();
  await row(page, 'Paula Publisher').getByText('Disabled').waitFor();
  await theirs.reload();
  await theirs.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Paula Publisher').getByText('Active').waitFor();
  // Nobody can shut themselves out.
  expect(await page.getByRole('button', { name: 'Actions for Ada Admin' }).count()).toBe(0);
});

screens.test(
  'a key is shown once, works, and is revoked unless undone',
  async ({ open, world }) => {
    const page = await open('/keys', { role: 'editor' });
    await page.getByText('No keys yet').waitFor();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('nightly export');
    await dialog.getByRole('combobox', { name: 'May at most' }).click();
    expect(await page.getByRole('option').count()).toBe(2);
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    const secret = await page.getByLabel('API key', { exact: true }).inputValue();
    await shoot(page, 'api-key');
    await expectNoViolations(page);
    const asKey = () =>
      fetch(`${world.url}/api/v1/keys`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await asKey()).status).not.toBe(401);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await row(page, 'nightly export').waitFor();
    expect(await page.content()).not.toContain(secret);

    const revoke = page.getByRole('button', { name: 'Revoke nightly export' });
    await revoke.click();
    await row(page, 'nightly export').getByText('Revoked').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await revoke.waitFor();
    expect((await asKey()).status).not.toBe(401);
    await revoke.click();
    await page.getByRole('alert').getByRole('button').last().click();
    await eventually(async () => (await asKey()).status, 401);
  },
);

screens.test('leaving the page revokes what was waiting for Undo', async ({ open, world }) => {
  const page = await open('/keys', { role: 'viewer' });
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('soon gone');
  await dialog.getByRole('button', { name: 'Make a key' }).click();
  const secret = await page.getByLabel('API key', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await page.getByRole('button', { name: 'Revoke soon gone' }).click();
  await page.goto('about:blank');
  const asKey = () =>
    fetch(`${world.url}/api/v1/keys`, { headers: { authorization: `Bearer ${secret}` } });
  await eventually(async () => (await asKey()).status, 401);
});

screens.test(
  'an account tells how it is; write-back shows what it would make',
  async ({ open }) => {
    const page = await open('/accounts');
    const account = page.getByTestId('account');
    await account.getByText('nothing waits').waitFor();
    await shoot(page, 'accounts');
    await account.getByRole('button', { name: 'Turn off' }).click();
    await account.getByText('Read only: nothing is written into the CRM.').waitFor();
    await account.getByRole('button', { name: 'Turn on…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('plumbline_score', { exact: true }).waitFor();
    await expectNoViolations(page);
    await dialog.getByRole('button', { name: 'Turn on', exact: true }).click();
    await account.getByText('Scores, grades and stages are written into the CRM.').waitFor();
  },
);

screens.test('what stands in the way of write-back is not said to be there', async ({ open }) => {
  const page = await open('/accounts');
  const account = page.getByTestId('account');
  await account.getByRole('button', { name: 'Turn off' }).click();
  const reason = 'The connected user may not make fields.';
  await page.route('**/accounts/*/write-back', (route) =>
    route.request().method() === 'GET'
      ? route.fulfill({
          json: { steps: [{ property: 'plumbline_score', action: 'refuse', reason }] },
        })
      : route.fallback(),
  );
  await account.getByRole('button', { name: 'Turn on…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(reason).waitFor();
  await dialog.getByText('This cannot be turned on until').waitFor();
  expect(await dialog.textContent()).not.toContain('there already');
  expect(await dialog.getByRole('button', { name: 'Turn on' }).isDisabled()).toBe(true);
  await page.unroute('**/accounts/*/write-back');
  await page.reload();
  await account.getByRole('button', { name: 'Turn on…' }).click();
  await dialog.getByRole('button', { name: 'Turn on', exact: true }).click();
  await account.getByText('Scores, grades and stages are written into the CRM.').waitFor();
});

screens.test('what is news since the page was drawn is not in the future', async ({ open }) => {
  const page = await open('/accounts');
  const account = page.getByTestId('account');
  await account.getByText('nothing waits').waitFor();
  const now = Date.now() + 600_000;
  const completeAt = new Date(now - 30_000).toISOString();
  await page.clock.setFixedTime(now);
  await page.route('**/api/v1/accounts', async (route) => {
    const response = await route.fetch();
    const { items } = (await response.json()) as { items: { firstLoad: object }[] };
    for (const item of items) item.firstLoad = { ...item.firstLoad, completeAt };
    await route.fulfill({ response, json: { items } });
  });
  await account.getByRole('button', { name: 'Turn off' }).click();
  const when = account.locator(`time[datetime="${completeAt}"]`);
  await when.waitFor();
  expect(await when.textContent()).toBe('30 sec ago');
  await page.getByRole('button', { name: 'Undo' }).click();
  await account.getByText('Scores, grades and stages are written into the CRM.').waitFor();
});

screens.test('an account that needs a hand says what to do first', async ({ open, world }) => {
  await world.rows(
    `update accounts set state = 'reconnect', problem = 'HubSpot refuses the key. Connect again.'`,
  );
  try {
    const page = await open('/accounts');
    const account = page.getByTestId('account');
    await account.getByText('HubSpot refuses the key. Connect again.').waitFor();
    const command = account.getByLabel('Command that puts it right');
    expect(await command.inputValue()).toBe('plumbline connect hubspot');
    await expectNoViolations(page);
  } finally {
    await world.rows(`update accounts set state = 'connected', problem = null`);
  }
});

screens.test('the audit log has every change, filtered by the address', async ({ open }) => {
  const page = await open('/audit');
  const line = page.getByRole('button', { name: /Changed a user/ }).first();
  await line.click();
  const entry = page.getByTestId('entry');
  await entry
    .getByRole('row')
    .filter({ hasText: /role|disabled/ })
    .first()
    .waitFor();
  await shoot(page, 'audit');
  await expectNoViolations(page);
  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Made an API key' }).click();
  await page.waitForURL('**/audit?what=key.create');
  await page
    .getByRole('button', { name: /Changed a user/ })
    .first()
    .waitFor({ state: 'detached' });
  const copy = await open('/audit?what=key.create');
  await copy.getByText('nightly export').waitFor();
  expect(await copy.getByRole('button', { name: /Changed a user/ }).count()).toBe(0);
  await copy.getByRole('button', { name: 'Clear the filters' }).click();
  await copy
    .getByRole('button', { name: /Changed a user/ })
    .first()
    .waitFor();
});

screens.test(
  'retention says what it deletes, waits for Undo, and guards edits',
  async ({ open }) => {
    const page = await open('/retention');
    const audit = page.getByRole('combobox', { name: 'Keep: Audit log' });
    await audit.click();
    await page.getByRole('option', { name: '2 years' }).click();
    await page.getByText(/^Everything before .* is deleted from then on/).waitFor();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('dialog').getByText('Leave without saving?').waitFor();
    await expectNoViolations(page);
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => audit.inputValue(), 'For good');

    await audit.click();
    await page.getByRole('option', { name: 'Other…' }).click();
    const days = page.getByRole('textbox', { name: 'Days: Audit log' });
    await days.fill('7');
    await page.getByText('A whole number from 30 to 3,650.').waitFor();
    await days.fill('400');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Users' }).click();
    await page.getByRole('heading', { name: 'Users' }).waitFor();
    await page.reload();
    const kept = async () => (await page.request.get('/api/v1/retention')).json();
    await eventually(async () => (await kept()).days.audit, 400);
    await page.goto('/retention');
    await eventually(() => days.inputValue(), '400');
  },
);

screens.test('one’s own password is changed with the former one', async ({ open }) => {
  const page = await open('/profile', { role: 'viewer' });
  const submit = page.getByRole('button', { name: 'Change the password' });
  await page.getByLabel('Current password').fill('not the password');
  await page.getByLabel('New password').fill('another long sentence');
  await submit.click();
  await page.getByRole('alert').getByText('The password was not changed').waitFor();
  await page.getByLabel('Current password').fill(PASSWORD);
  await submit.click();
  await notice(page, 'Your password is changed.').waitFor();
  await page.getByLabel('Current password').fill('another long sentence');
  await page.getByLabel('New password').fill(PASSWORD);
  await submit.click();
  await eventually(() => page.getByLabel('Current password').inputValue(), '');
  const again = await open('/profile', { role: 'viewer' });
  await again.getByText(PEOPLE.viewer.email).first().waitFor();
});

for (const scheme of ['light', 'dark'] as const) {
  screens.test(`nothing stands in anybody’s way, ${scheme}`, async ({ open }) => {
    const page = await open('/users', { scheme });
    const phone = await open('/users', { scheme, viewport: PHONE });
    for (const path of ['/users', '/keys', '/accounts', '/audit', '/retention', '/profile']) {
      for (const one of [page, phone]) {
        await one.goto(path);
        await one.getByRole('heading', { level: 1 }).waitFor();
        await one.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
        await expectNoViolations(one);
        await expectToFit(one);
      }
      await shoot(page, `${path.slice(1)}-${scheme}`);
      await shoot(phone, `${path.slice(1)}-${scheme}-phone`);
    }
  });
}

// The account is gone for whatever would come after it.
screens.test('disconnecting says what will be, and what is left to do', async ({ open, world }) => {
  const page = await open('/accounts');
  const account = page.getByTestId('account');
  await account.getByRole('button', { name: 'Disconnect…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^Nothing is read from HubSpot/).waitFor();
  await dialog.getByRole('radio', { name: 'Erase' }).check();
  await dialog.getByRole('button', { name: 'Disconnect and erase' }).waitFor();
  await expectNoViolations(page);
  await shoot(page, 'disconnect');
  await dialog.getByRole('radio', { name: 'Keep' }).check();
  await dialog.getByRole('button', { name: 'Disconnect', exact: true }).click();
  await account.getByText(/^Disconnected: nothing is read or written/).waitFor();
  expect(await account.getByRole('button', { name: 'Turn off' }).count()).toBe(0);
  await expectNoViolations(page);
  await shoot(page, 'disconnected');
  expect(
    await world.rows('select state, writes from accounts where crm = $1', ['hubspot']),
  ).toEqual([{ state: 'left', writes: false }]);
});
