import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * The address bar's pop-ups are pages with a process of their own, drawn for each window though nobody sees
 * them: half of what a window costs. Then what Playwright turns off, for the last list alone counts.
 */
const FEATURES_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxAimPopup',
  'OptimizationGuideOnDeviceModel',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${FEATURES_OFF.join(',')}`,
];

/** Where the browser is: CHROMIUM_PATH, else where Debian puts it; null when it is not there. */
export function chromiumPath(): string | null {
  const path = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
  return existsSync(path) ? path : null;
}

/**
 * A browser, or null when the machine has none: then `what` is said not to have run, and with
 * CI=true, where the browser belongs to the machine, that is an error.
 */
export async function launchChromium(what: string): Promise<Browser | null> {
  const executablePath = chromiumPath();
  if (executablePath) return chromium.launch({ executablePath, args: FLAGS });
  if (process.env.CI === 'true') {
    throw new Error(`${what} needs chromium: apt-get install chromium, or set CHROMIUM_PATH`);
  }
  process.stdout.write(`not run: ${what} needs chromium\n`);
  return null;
}
