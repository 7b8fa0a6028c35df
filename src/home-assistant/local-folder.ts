// Home Assistant shows what is in its folder `www` under /local, if that folder was there when it started.

import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export type LocalFolder = 'shown' | 'not_shown' | 'unknown';

const PATIENCE_MS = 5_000;

/**
 * Asks Home Assistant's own web server for a file that is surely there. Nobody has to log in for that, and
 * nothing secret is sent, so its certificate does not matter.
 * @param servers where it may listen: `http://homeassistant:8123`
 */
export async function findLocalFolder(
  servers: readonly string[],
  path: string,
  signal: AbortSignal,
): Promise<LocalFolder> {
  for (const server of servers) {
    const status = await askForStatus(new URL(path, server), signal);
    if (status === 200) return 'shown';
    if (status === 404) return 'not_shown';
  }
  return 'unknown';
}

/** @returns null where there is no answer */
function askForStatus(url: URL, signal: AbortSignal): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  const options = { method: 'HEAD', agent: false, timeout: PATIENCE_MS, signal } as const;
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { ...options, rejectUnauthorized: false })
      : requestHttp(url, options);
  request.on('response', (response) => {
    response.resume();
    resolve(response.statusCode ?? null);
  });
  request.on('timeout', () => request.destroy());
  request.on('error', () => resolve(null)).on('close', () => resolve(null));
  request.end();
  return promise;
}
