// Pages for the tests of a file: each in a context of its own, which shares nothing but the browser with others.

import { after } from 'node:test';
import type { TestContext } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { isComplaint, launchBrowser } from '../browser.ts';

let browser: Promise<Browser> | undefined;

after(async () => {
  await (await browser)?.close();
});

/** Ends with the test. */
export async function openContext(
  t: TestContext,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  browser ??= launchBrowser();
  const viewport = { width: 1000, height: 700 };
  const context = await (await browser).newContext({ viewport, ...options });
  t.after(() => context.close());
  return context;
}

export interface WatchedPage {
  readonly page: Page;
  /** What the page complained of on its console, and exceptions nobody caught. */
  readonly complaints: string[];
}

/** A new page, before it goes anywhere. */
export async function watchNewPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (isComplaint(message)) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}

/** Ends with the test. */
export async function openPage(t: TestContext, url: string): Promise<WatchedPage> {
  const watched = await watchNewPage(await openContext(t));
  await watched.page.goto(url);
  return watched;
}
