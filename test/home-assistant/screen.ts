// Home Assistant's frontend in Chromium, as a user who has logged in.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { isComplaint, launchBrowser } from '../browser.ts';
import { clientId } from './onboarding.ts';
import type { Login } from './onboarding.ts';

const FOLDER =
  process.env['ORIEL_SCREENSHOTS'] ?? fileURLToPath(new URL('screens', import.meta.url));

export interface Screen {
  readonly page: Page;
  /** What the page complained of on its console, and exceptions nobody caught. */
  readonly complaints: readonly string[];
  /** @param path like `/config/devices` */
  goTo(path: string): Promise<void>;
  /** Puts a picture into the folder that `ORIEL_SCREENSHOTS` names, or into `screens`. */
  capture(name: string): Promise<void>;
}

export interface ScreenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly isDark?: boolean;
}

/** Ends with the test. @param url of Core */
export async function openScreen(
  t: TestContext,
  url: string,
  { width = 1200, height = 800, isDark = false, ...login }: Login & ScreenOptions,
): Promise<Screen> {
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const colorScheme = isDark ? 'dark' : 'light';
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (isComplaint(message)) complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.addInitScript(
    ([key, value]) => localStorage.setItem(key ?? '', value ?? ''),
    ['hassTokens', JSON.stringify(renderTokens(url, login))],
  );
  return {
    page,
    complaints,
    goTo: async (path) => {
      await page.goto(url + path);
      await page.locator('home-assistant-main').waitFor();
    },
    capture: async (name) => {
      await mkdir(FOLDER, { recursive: true });
      // Not in the middle of a fade.
      await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' });
    },
  };
}

/** As the frontend keeps them. */
function renderTokens(url: string, { tokens }: Login): object {
  return {
    ...tokens,
    hassUrl: url,
    clientId: clientId(url),
    expires: Date.now() + tokens.expires_in * 1000,
    ha_auth_provider: 'homeassistant',
  };
}
