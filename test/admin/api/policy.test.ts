/** The built pages under their own security headers, in a real browser. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.js';
import { builtUi } from '../ui/support/built.js';
import { createAdminWorld, PASSWORD } from './admin-world.js';

const browser = await launchChromium('the pages under their security headers');

const refusalsOf = (page: Page): string[] => {
  const refusals: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) refusals.push(message.text());
  });
  return refusals;
};

test('the pages load and sign in, and the policy refuses only what is not theirs', async () => {
  if (browser === null) return;
  const folder = await builtUi();
  const world = await createAdminWorld({ page: { folder, waiting: () => null } });
  try {
    const { email } = await world.addUser('Ada', 'admin');
    const page = await browser.newPage();
    // Of a wait for a condition: only what never comes takes so long.
    page.setDefaultTimeout(120_000);
    const refusals = refusalsOf(page);
    await page.goto(`${world.url}/sign-in`);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation').first().waitFor();
    expect(refusals).toEqual([]);

    const ran = await page.evaluate(`new Promise((resolve) => {
        const script = document.createElement('script');
        script.textContent = 'window.planted = true';
        document.body.append(script);
        setTimeout(() => resolve(window.planted === true), 0);
      })`);
    expect(ran).toBe(false);
    expect(refusals.join()).toContain("script-src 'self'");
  } finally {
    await browser.close();
    await world.close();
  }
}, 240_000);
