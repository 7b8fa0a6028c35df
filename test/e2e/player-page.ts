// What tests of a page with players wait for and read.

import type { Page } from 'playwright-core';
import { countPlaying, readBadges } from '../browser.ts';
import { eventually } from '../eventually.ts';

export const PATIENCE_MS = 30_000;

export async function awaitPlaying(page: Page, count = 1): Promise<void> {
  await eventually(
    `${count} playing`,
    async () => ((await countPlaying(page)) === count ? true : null),
    PATIENCE_MS,
  );
}

export async function awaitBadge(
  page: Page,
  pattern: RegExp,
  withinMs = PATIENCE_MS,
): Promise<string> {
  return await eventually(
    `a badge like ${pattern}`,
    async () => (await readBadges(page)).find((text) => pattern.test(text)) ?? null,
    withinMs,
  );
}

interface CameraFacts {
  readonly status: string;
  readonly window_seconds: number;
  readonly viewers: number;
  readonly delay_ms: { readonly p50: number } | null;
}

export async function readCamera(url: string, id: string): Promise<CameraFacts> {
  return (await (await fetch(`${url}api/cameras/${id}`)).json()) as CameraFacts;
}

export async function awaitLive(url: string, id: string): Promise<void> {
  await eventually(
    `${id} is live`,
    async () => ((await readCamera(url, id)).status === 'live' ? true : null),
    PATIENCE_MS,
  );
}

/** Until there is so much to go back to. */
export async function awaitWindow(url: string, id: string, seconds: number): Promise<void> {
  await eventually(
    `${seconds} s to go back to`,
    async () => ((await readCamera(url, id)).window_seconds >= seconds ? true : null),
    PATIENCE_MS,
  );
}
