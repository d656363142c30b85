/**
 * Tests in a browser at the running app.
 *
 *     const screens = setUpScreens('users');
 *     screens.test('…', async ({ open, world }) => {
 *       const page = await open('/users', { role: 'admin' });
 *       await expectNoViolations(page);
 *       await shoot(page, 'users');
 *     });
 *
 * One app a test file, one browser context a call of `open`. Without chromium every test of the file
 * passes unrun, which is said once.
 */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '../../../../src/admin/api/contract/endpoint.js';
import { waitFor } from '../../../support/app-world.js';
import { launchChromium } from '../../../support/chromium.js';
import { builtUi } from './built.js';
import {
  type AdminWorld,
  type AdminWorldOptions,
  createAdminWorld,
  PASSWORD,
  PEOPLE,
} from './world.js';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** For conditions that come; only what never comes takes so long. */
const PATIENCE_MS = 60_000;
const START_MS = 400_000;
// A browser beside a database on a busy machine takes its time; nothing is measured against it.
jest.setTimeout(300_000);

export interface OpenOptions {
  /** Signed in as somebody of this role; null as nobody. Default admin. */
  readonly role?: Role | null;
  readonly scheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly locale?: string;
  readonly context?: BrowserContextOptions;
}

export interface Screens {
  readonly world: AdminWorld;
  /** The built user interface. */
  readonly folder: string;
  /** A page of its own at a path of the app, its first screen drawn. */
  open(path: string, options?: OpenOptions): Promise<Page>;
}

/** Registers what starts and stops the app and the browser around a test file. */
export function setUpScreens(
  suite: string,
  options: AdminWorldOptions = {},
): { test(name: string, run: (screens: Screens) => Promise<void>): void } {
  let browser: Browser | null = null;
  let world: AdminWorld | undefined;
  let folder = '';
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium(suite);
    if (!browser) return;
    folder = await builtUi();
    world = await createAdminWorld(folder, options);
  }, START_MS);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    // An exception that nobody caught is a defect, whatever the test looked at.
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  }, START_MS);

  const open: Screens['open'] = async (path, opened = {}) => {
    if (!browser || !world) throw new Error('no browser');
    const { role = 'admin', scheme = 'light', viewport = DESKTOP, locale = 'en-GB' } = opened;
    const context = await browser.newContext({
      baseURL: world.url,
      viewport,
      locale,
      colorScheme: scheme,
      reducedMotion: 'reduce',
      ...opened.context,
    });
    contexts.push(context);
    if (role !== null) await signIn(context, role);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    return page;
  };
  return {
    test: (name, run) =>
      test(name, async () => {
        if (browser && world) await run({ world, folder, open });
      }),
  };
}

async function signIn(context: BrowserContext, role: Role): Promise<void> {
  const { email } = PEOPLE[role];
  const answer = await context.request.post('/api/v1/session', {
    data: { email, password: PASSWORD },
  });
  expect([role, answer.status()]).toEqual([role, 200]);
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** WCAG 2.2 AA, as far as a machine can judge it, of what is drawn now. */
export async function expectNoViolations(page: Page): Promise<void> {
  // Half a megabyte to read: once for each document.
  if (!(await page.evaluate("'axe' in globalThis"))) {
    await page.evaluate(await readFile(axe, 'utf8'));
  }
  // A colour on its way to another is neither of the two.
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const moving = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.all(moving.map((one) => one.finished.catch(() => undefined)));
  });
  const found = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    // All violations; of what passes the nodes are not described, which nobody reads.
    const { violations } = await axe.run({ runOnly: rules, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
    );
  }, RULES);
  expect(found).toEqual([]);
}

/** Waits until what is read is as expected; says what it was last when that never comes. */
export async function eventually<T>(read: () => Promise<T>, expected: T): Promise<void> {
  let last = await read();
  await waitFor(
    'a value to be as expected',
    async () => {
      last = await read();
      return isDeepStrictEqual(last, expected);
    },
    PATIENCE_MS,
  ).catch(() => {});
  expect(last).toEqual(expected);
}

/** Nothing sticks out: the page scrolls in one direction only, and ends where its content does. */
export async function expectToFit(page: Page): Promise<void> {
  const [wide, room] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(wide).toBeLessThanOrEqual(room);
  const [long, end] = await page.evaluate<[number, number]>(
    `[document.documentElement.scrollHeight, Math.max(document.documentElement.clientHeight,
      Math.ceil(document.getElementById('root').getBoundingClientRect().bottom + scrollY) + 1)]`,
  );
  expect(long).toBeLessThanOrEqual(end);
}

/** A picture of the page in the folder that SCREENSHOTS names; without it none is kept. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
