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
import { firstLoads } from '../support/size.js';
import { PASSWORD, PEOPLE } from '../support/world.js';

const screens = setUpScreens('shell');

const navigation = (page: Page) => page.getByRole('navigation', { name: 'Main navigation' });

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

screens.test('a deep link asks to sign in, says what was wrong, and goes on', async ({ open }) => {
  const page = await open('/audit?what=user.create', { role: null });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await shoot(page, 'sign-in');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(await page.getByText('Please fill this in.').count()).toBe(2);
  await signIn(page, PEOPLE.admin.email, 'not the password');
  await page.getByRole('alert').getByText('Signing in did not work').waitFor();
  await expectNoViolations(page);
  await signIn(page, PEOPLE.admin.email, PASSWORD);
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  expect(new URL(page.url()).search).toBe('?what=user.create');
});

screens.test('nobody is sent to another site after signing in', async ({ open, world }) => {
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
    const page = await open(`/sign-in?${new URLSearchParams({ next })}`, { role: null });
    await signIn(page, PEOPLE.viewer.email, PASSWORD);
    await navigation(page).waitFor();
    expect(page.url().startsWith(`${world.url}/`)).toBe(true);
  }
});

screens.test('a failed sign-in by the provider is told', async ({ open }) => {
  const page = await open('/sign-in?problem=not-invited', { role: null });
  await page.getByRole('alert').getByText('Nobody has invited you yet.').waitFor();
});

screens.test('a viewer has no admin screens, neither by link nor by address', async ({ open }) => {
  const page = await open('/keys', { role: 'viewer' });
  await navigation(page).getByRole('link', { name: 'API keys' }).waitFor();
  for (const name of ['Users', 'Audit log', 'Retention']) {
    expect(await navigation(page).getByRole('link', { name }).count()).toBe(0);
  }
  await page.goto('/users');
  await page.getByText('It needs the role Admin; yours is Viewer.').waitFor();
  await expectNoViolations(page);
  await page.goto('/accounts');
  await page.getByTestId('account').waitFor();
  expect(await page.getByRole('button', { name: 'Turn off' }).count()).toBe(0);
});

screens.test('an unknown address says so and leads home', async ({ open }) => {
  const page = await open('/no/such/screen');
  await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
  await page.getByRole('link', { name: 'Go to the start' }).click();
  await navigation(page).locator('[aria-current="page"]').waitFor();
});

screens.test('a session that ended elsewhere asks to sign in and comes back', async ({ open }) => {
  const page = await open('/keys');
  await page.context().clearCookies();
  await navigation(page).getByRole('link', { name: 'Retention' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signIn(page, PEOPLE.admin.email, PASSWORD);
  await page.getByRole('heading', { name: 'Retention' }).waitFor();
});

screens.test('signing out leaves nothing to go back to', async ({ open }) => {
  const page = await open('/users');
  await page.getByRole('button', { name: 'Menu of Ada Admin' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.getByText(PEOPLE.editor.email).count()).toBe(0);
});

screens.test('the keyboard reaches everything, and focus follows the screen', async ({ open }) => {
  const page = await open('/accounts');
  const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  await page.locator('main:focus').waitFor();
  const link = navigation(page).getByRole('link', { name: 'Users' });
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Shift+Tab');
    if (await link.evaluate((element) => element === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await page.locator('h1:focus', { hasText: 'Users' }).waitFor();
  const menu = page.getByRole('button', { name: 'Menu of Ada Admin' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sign out' }).waitFor({ state: 'hidden' });
  expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
});

screens.test('colours and language are chosen, and stay', async ({ open }) => {
  const page = await open('/accounts');
  const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const bright = await background();
  await page.getByRole('button', { name: 'Menu of Ada Admin' }).click();
  await page.getByText('Dark', { exact: true }).click();
  await eventually(async () => (await background()) !== bright, true);
  await page.getByText('Deutsch').click();
  await page.getByRole('heading', { name: 'Konten' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Konten' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  expect(await background()).not.toBe(bright);
});

screens.test('German readers are greeted in German, with their numbers', async ({ open }) => {
  const page = await open('/accounts', { locale: 'de-AT' });
  await page.getByRole('heading', { name: 'Konten' }).waitFor();
  await page.getByText('Datensätze').first().waitFor();
  await page.goto('/users');
  await page.getByRole('button', { name: 'Jemanden einladen' }).waitFor();
});

screens.test('on a phone the navigation waits behind a button', async ({ open }) => {
  const page = await open('/accounts', { viewport: PHONE, scheme: 'dark' });
  expect(await navigation(page).isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Open the navigation' }).click();
  await navigation(page).waitFor();
  await expectNoViolations(page);
  await navigation(page).getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  await navigation(page).waitFor({ state: 'hidden' });
  await expectToFit(page);
});

screens.test('a server that is away is told, and the screen comes with it', async ({ open }) => {
  const page = await open('/retention');
  await page.route('**/api/v1/users*', (route) => route.abort());
  await navigation(page).getByRole('link', { name: 'Users' }).click();
  await page.getByRole('alert').getByText('The server does not answer.').waitFor();
  await page.unroute('**/api/v1/users*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText(PEOPLE.viewer.email).waitFor();
});

screens.test(
  'opened at any screen in any language, the first load stays under 300 kB of compressed JavaScript',
  async ({ folder }) => {
    const loads = firstLoads(folder);
    expect(loads.length).toBeGreaterThanOrEqual(2 * 17);
    expect(loads.filter(({ bytes }) => bytes > 300_000)).toEqual([]);
  },
);
