import { expect } from '@jest/globals';
import { expectNoViolations, setUpScreens, shoot } from '../support/screens.js';

const screens = setUpScreens('first run', { people: false });

screens.test('nobody is sent to the set-up, and a wrong token is refused', async ({ open }) => {
  const page = await open('/leads', { role: null });
  await page.waitForURL('**/setup');
  await page.getByLabel('Set-up token').fill('wrong');
  await page.getByLabel('Your name').fill('Ada Admin');
  await page.getByLabel('E-mail address').fill('ada@plumbline.example');
  await page.getByLabel('Password', { exact: true }).fill('a sentence long enough');
  await page.getByRole('button', { name: 'Create the admin' }).click();
  await page.getByRole('alert').getByText('The set-up did not work').waitFor();
});

screens.test('the printed address makes the first admin, once', async ({ open, world }) => {
  if (world.setUpUrl === null) throw new Error('no set-up address');
  const { pathname, search } = new URL(world.setUpUrl);
  const page = await open(pathname + search, { role: null });
  await shoot(page, 'first-run');
  await expectNoViolations(page);
  const password = page.getByLabel('Password', { exact: true });
  await page.getByRole('button', { name: 'Create the admin' }).click();
  await page.getByText('Please fill this in.').first().waitFor();
  await page.getByLabel('Your name').fill('Ada Admin');
  await page.getByLabel('E-mail address').fill('ada@plumbline.example');
  await password.fill('short');
  await page.getByRole('button', { name: 'Create the admin' }).click();
  await page.getByText('Use at least 12 characters.').waitFor();
  expect(await password.getAttribute('aria-invalid')).toBe('true');
  await expectNoViolations(page);
  await password.fill('a sentence long enough');
  await page.getByRole('button', { name: 'Create the admin' }).click();
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
  await page.getByRole('button', { name: 'Menu of Ada Admin' }).waitFor();

  // Whoever comes later signs in; the used address makes nobody else.
  const other = await open(pathname + search, { role: null });
  await other.getByRole('heading', { name: 'Sign in', level: 1 }).waitFor();
});
