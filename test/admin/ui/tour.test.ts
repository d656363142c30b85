import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../support/chromium.js';
import { storyRecord } from './mock-data.js';
import { type MockServer, startMockServer } from './mock-server.js';
import { builtUi } from './support/built.js';

jest.setTimeout(90_000);

const require = createRequire(import.meta.url);
const DESKTOP = { width: 1280, height: 860 };
const PHONE = { width: 360, height: 740 };

let built: string;
let browser: Browser | null = null;
let server: MockServer;
let pages: Page[] = [];

beforeAll(async () => {
  browser = await launchChromium('guided tour');
  if (browser) built = await builtUi();
});
afterAll(async () => {
  await browser?.close();
});
beforeEach(async () => {
  if (browser) server = await startMockServer(built);
});
afterEach(async () => {
  for (const page of pages) await page.context().close();
  pages = [];
  if (browser) await server.close();
});

/** A fresh page in an environment of its own; autoplay rests unless asked for. */
async function open(options: BrowserContextOptions = {}, query = 'idle=0'): Promise<Page> {
  if (!browser) throw new Error('no browser');
  const context = await browser.newContext({
    viewport: DESKTOP,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  pages.push(page);
  await page.goto(`${server.url}/demo?${query}`);
  return page;
}

/** Runs only where there is a browser; without one `launchChromium` has already said so. */
function pageTest(name: string, run: () => Promise<void>): void {
  test(name, async () => {
    if (browser) await run();
  });
}

const shown = (page: Page, testId: string): Promise<void> =>
  page.getByTestId(testId).waitFor({ state: 'visible' });
const act = (page: Page, id: string) => page.locator(`[data-act="${id}"]`);
const total = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('score').getAttribute('data-total'));
const untilTotal = (page: Page, value: number): Promise<void> =>
  page.locator(`[data-testid="score"][data-total="${value}"]`).waitFor();
const points = (page: Page): Promise<number[]> =>
  page
    .locator('[data-rule]')
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-points'))));
const ended = (page: Page): Promise<void> =>
  page.locator('[data-testid="stopwatch"][data-state="done"]').waitFor();
const names = (page: Page): Promise<string[]> =>
  page
    .locator('[data-testid="ranking"] tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-flip') ?? ''));

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: await readFile(require.resolve('axe-core'), 'utf8') });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const result = await axe.run();
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
    );
  });
}

/** Lines add up to the total in hundredths. */
async function expectToAddUp(page: Page): Promise<void> {
  const sum = await total(page);
  const lines = await points(page);
  expect(lines.reduce((all, line) => all + Math.round(line * 100), 0)).toBe(sum * 100);
}

const headline = async (page: Page): Promise<string> =>
  (await page
    .getByRole('region', { name: 'Guided tour' })
    .getByRole('heading', { level: 2 })
    .textContent()) ?? '';

pageTest('the lead is there, six points short, and its reasons add up', async () => {
  const page = await open();
  await shown(page, 'score');
  expect(new URL(page.url()).pathname).toBe('/leads/7');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Maya Lindqvist');
  await shown(page, 'record');
  expect(await headline(page)).toBe('Maya Lindqvist is 6 points short of MQL');
  expect(await total(page)).toBe(44);
  await expectToAddUp(page);
  expect(await page.getByRole('img', { name: /44 of 100/ }).count()).toBe(1);
  expect(await page.getByTestId('record').textContent()).toContain('Simulated HubSpot');
  // Thresholds by the names of their stages, in sentences of parts.
  await page.getByText('For MQL (50): asks for a demo: +50 -> 94, hot.').waitFor();
  await page.getByText(/^For SQL \(100\): nothing found .* they come to is 94\.$/).waitFor();
});

pageTest('she asks for a demo: points, stage, task and stopwatch', async () => {
  const page = await open({ reducedMotion: 'no-preference' });
  await shown(page, 'score');
  await act(page, 'demo-request').click();
  await untilTotal(page, 94);
  await ended(page);
  await expectToAddUp(page);
  expect(await headline(page)).toContain('now an MQL');
  const task = page.getByTestId('task');
  expect(await task.textContent()).toContain('+50 Asked for a demo or price');
  expect(await page.locator('[data-step="task"]').textContent()).toContain('402ms');
  await page.getByTestId('announcer').getByText(/./).waitFor({ state: 'attached' });
  await page.getByText('+50', { exact: true }).first().waitFor({ state: 'attached' });
});

pageTest('thirty days later the points have melted and the stage holds', async () => {
  const page = await open();
  await shown(page, 'score');
  await act(page, 'demo-request').click();
  await ended(page);
  await act(page, 'wait').click();
  await untilTotal(page, 56);
  await expectToAddUp(page);
  expect(await page.getByText(/The stage holds: MQL/).count()).toBe(1);
  await page.getByRole('button', { name: /^As of/ }).click();
  await page.getByRole('button', { name: 'In 90 days' }).click();
  await untilTotal(page, 30);
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await untilTotal(page, 94);
});

pageTest('sent three more times with a kill between: nothing doubled, nothing lost', async () => {
  const page = await open();
  await shown(page, 'score');
  await act(page, 'demo-request').click();
  await ended(page);
  await act(page, 'repeat-and-kill').click();
  await shown(page, 'verdict');
  const verdict = page.getByTestId('verdict');
  expect(await verdict.locator('dt').allTextContents()).toEqual([
    'sent',
    'ignored as repeats',
    'doubled',
    'lost',
  ]);
  expect(await verdict.locator('dd').allTextContents()).toEqual(['3', '3', '0', '0']);
  await page.locator('[data-counter="workerRestarts"][data-value="1"]').waitFor();
  await page.locator('[data-counter="duplicatesIgnored"][data-value="3"]').waitFor();
  expect(await page.getByTestId('task').count()).toBe(1);
  expect(await total(page)).toBe(94);
});

pageTest('what if: the list re-ranks as you type, Cancel brings it back', async () => {
  const page = await open();
  await shown(page, 'score');
  await act(page, 'what-if').click();
  const field = page.getByLabel('Points for “Viewed pricing”');
  expect(await field.inputValue()).toBe('30');
  await page.getByText('4 would become MQL, 2 owners would get tasks.').waitFor();
  const doubled = await names(page);
  expect(doubled).toHaveLength(25);
  await field.fill('60');
  await page.getByText(/^(?!4 )\d+ would become MQL/).waitFor();
  expect(await names(page)).not.toEqual(doubled);
  await field.fill('400');
  await page.getByText('A number from 0 to 100.').waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  expect(await page.getByTestId('what-if').count()).toBe(0);
  expect(await names(page)).toEqual([]);
  expect(await total(page)).toBe(44);
});

pageTest('everything works with the keyboard alone', async () => {
  const page = await open();
  await shown(page, 'score');
  const tabTo = async (target: string): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press('Tab');
      if ((await page.locator(`:is(${target}):focus`).count()) > 0) return;
    }
    throw new Error(`Tab never reaches ${target}`);
  };
  await tabTo('[data-act="demo-request"]');
  const ring = 'getComputedStyle(document.activeElement).outlineStyle';
  expect(await page.evaluate<string>(ring)).toBe('solid');
  await page.keyboard.press('Enter');
  await untilTotal(page, 94);
  await ended(page);
  await tabTo('[data-act="wait"]');
  await page.keyboard.press('Space');
  await untilTotal(page, 56);
  await tabTo('[data-act="what-if"]');
  await page.keyboard.press('Enter');
  await shown(page, 'what-if');
  await page.locator('[data-testid="what-if"] input:focus').waitFor();
  await tabTo('[data-testid="what-if"] button:not([tabindex="-1"])');
  await page.keyboard.press('Enter');
  await page.getByTestId('what-if').waitFor({ state: 'detached' });
  await page.locator('[data-act="what-if"]:focus').waitFor();
});

pageTest('left alone the four acts play one after another', async () => {
  const page = await open({}, 'idle=200&pause=1500');
  await page.route('**/leads/7?at=*', async (route) => {
    await page.waitForTimeout(2000);
    await route.continue();
  });
  await untilTotal(page, 94);
  await untilTotal(page, 56);
  await shown(page, 'verdict');
  await shown(page, 'what-if');
  await page.getByTestId('what-if').waitFor({ state: 'detached' });
  await page.locator('[data-testid="autoplay"][data-state="off"]').waitFor({ state: 'attached' });
});

pageTest('one click leads to the story in the other CRM', async () => {
  const record = {
    ...storyRecord(Date.now(), null),
    object: 'Lead',
    name: 'Ada Holm',
    tasks: [],
  };
  server.state.others = [
    {
      lead: '9',
      account: { crm: 'Salesforce', name: 'Demo org', news: 'events' },
      record,
      acts: ['campaign-response', 'conversion'],
      runs: [],
    },
  ];
  const page = await open();
  await page.route('**/api/v1/leads/9**', async (route) => {
    const url = route.request().url().replace('/leads/9', '/leads/7');
    const response = await route.fetch({ url });
    const body = (await response.json()) as Record<string, unknown>;
    await route.fulfill({ json: body.id === '7' ? { ...body, id: '9', name: 'Ada Holm' } : body });
  });
  await shown(page, 'record');
  expect(await act(page, 'demo-request').count()).toBe(1);
  await page.getByRole('link', { name: 'Ada Holm in Salesforce' }).click();
  await page.getByTestId('record').getByText('Simulated Salesforce').waitFor();
  expect(await page.getByTestId('record').textContent()).toContain('external client app');
  expect(await act(page, 'demo-request').count()).toBe(0);
  expect(await act(page, 'campaign-response').textContent()).toContain('Ada attends a webinar');
  expect(await act(page, 'conversion').count()).toBe(1);
  expect(await page.getByTestId('autoplay').getAttribute('data-state')).toBe('off');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Maya Lindqvist in HubSpot' }).click();
  await act(page, 'demo-request').waitFor();
});

pageTest('any interaction stops playing by itself, for good', async () => {
  const page = await open({}, 'idle=5000&pause=100');
  await shown(page, 'score');
  await page.locator('[data-testid="autoplay"][data-state="waiting"]').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('[data-testid="autoplay"][data-state="off"]').waitFor({ state: 'attached' });
  await page.waitForTimeout(5500);
  expect(await total(page)).toBe(44);
});

pageTest('a server that is not ready, then the lead', async () => {
  server.state.ready = false;
  const page = await open();
  await page.getByRole('heading', { name: /Filling the simulated CRM/ }).waitFor();
  server.state.ready = true;
  await shown(page, 'score');
  await shown(page, 'record');
});

pageTest('a server that goes away is told, and the page comes back with it', async () => {
  const page = await open();
  await shown(page, 'score');
  await page.locator('[data-testid="connection"][data-state="live"]').waitFor();
  const port = Number(new URL(server.url).port);
  await server.close();
  const notice = page.getByRole('alert').filter({ hasText: 'The demo’s server does not answer' });
  await notice.waitFor();
  expect(await act(page, 'demo-request').getAttribute('aria-disabled')).toBe('true');
  server = await startMockServer(built, port);
  server.state.askedAt = Date.now();
  await untilTotal(page, 94);
  await notice.waitFor({ state: 'detached' });
});

pageTest('a refused act says why', async () => {
  const page = await open();
  const other = await open();
  await shown(page, 'score');
  await shown(other, 'score');
  await page.route('**/acts/**', (route) =>
    route.fulfill({
      status: 409,
      json: { error: { code: 'act-running', message: 'Another act is running.' } },
    }),
  );
  await act(page, 'demo-request').click();
  await page.getByRole('alert').getByText('Another act is running.').waitFor();
  expect(await act(page, 'demo-request').getAttribute('aria-disabled')).toBe('false');
});

pageTest('names and lines are data, never markup', async () => {
  const hostile = '<img src=x onerror="window.hurt=1"><b>Ann</b>';
  const evil = { label: hostile, evidence: { jobTitle: hostile, [hostile]: hostile } };
  server.state.changePage = (page) => ({
    ...page,
    name: hostile,
    scores: page.scores.map((score) => ({
      ...score,
      lines: score.lines.map((line) => ({ ...line, ...evil })),
    })),
  });
  server.state.change = (story) => ({
    ...story,
    record: {
      ...story.record,
      name: hostile,
      company: hostile,
      properties: story.record.properties.map((property) => ({ ...property, value: hostile })),
    },
  });
  const page = await open();
  await shown(page, 'score');
  await shown(page, 'record');
  expect(await page.getByTestId('record').textContent()).toContain(hostile);
  expect(await page.locator('main img[src], main b').count()).toBe(0);
  expect(await page.evaluate<boolean>("'hurt' in window")).toBe(false);
});

pageTest('an answer of another shape is named, not drawn', async () => {
  server.state.change = (story) => story;
  const page = await open();
  await page.route('**/stories', (route) => route.fulfill({ json: { lead: 1 } }));
  await page.reload();
  await page.getByText('The server has another version than this page.').waitFor();
});

for (const locale of ['en-GB', 'de-DE']) {
  pageTest(`a narrow phone scrolls in one direction only, ${locale}`, async () => {
    const page = await open({ viewport: PHONE, hasTouch: true, isMobile: true, locale });
    await shown(page, 'score');
    await act(page, 'repeat-and-kill').tap();
    await shown(page, 'verdict');
    await act(page, 'what-if').tap();
    await shown(page, 'what-if');
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(PHONE.width);
  });
}

pageTest('numbers follow the reader’s locale', async () => {
  const page = await open({ locale: 'de-DE' });
  await shown(page, 'score');
  await page.getByRole('list', { name: 'Gründe' }).getByText('+14,25').waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  pageTest(`nothing stands in anybody’s way, ${colorScheme}`, async () => {
    const page = await open({ colorScheme });
    await shown(page, 'record');
    const background = await page.evaluate<string>(
      'getComputedStyle(document.body).backgroundColor',
    );
    expect(background).toBe(colorScheme === 'dark' ? 'rgb(15, 19, 23)' : 'rgb(246, 247, 249)');
    expect(await violations(page)).toEqual([]);
    await act(page, 'repeat-and-kill').click();
    await shown(page, 'verdict');
    await act(page, 'demo-request').click();
    await shown(page, 'task');
    await act(page, 'wait').click();
    await act(page, 'what-if').click();
    await page.getByText(/would become MQL, /).waitFor();
    expect(await violations(page)).toEqual([]);
  });
}
