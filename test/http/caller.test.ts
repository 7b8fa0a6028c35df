// Who asks, and what they are told of themselves.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { startTestApp } from '../running-app.ts';

interface CallerAnswer {
  readonly may_change: boolean;
  readonly reason: string | null;
}

/** As a program or browser would ask, header by header. */
function askAs(url: URL, headers: Readonly<Record<string, string>>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request(url, { headers }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    response.on('end', () => resolve(text)).on('error', reject);
  })
    .on('error', reject)
    .end();
  return promise;
}

test('the list of cameras says whether its reader may change them, and why not', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const url = new URL('api/cameras', app.url);
  const callerAs = async (headers: Readonly<Record<string, string>>): Promise<CallerAnswer> =>
    (JSON.parse(await askAs(url, headers)) as { caller: CallerAnswer }).caller;
  const trusted = { may_change: true, reason: null };
  // A program, a page over HTTPS, and one over HTTP, whose browser names no site.
  assert.deepEqual(await callerAs({}), trusted);
  assert.deepEqual(await callerAs({ 'sec-fetch-site': 'same-origin' }), trusted);
  assert.deepEqual(await callerAs({ host: '192.168.1.3:8099' }), trusted);
  const foreign = { may_change: false, reason: 'changes are taken from Oriel’s own pages only' };
  assert.deepEqual(await callerAs({ 'sec-fetch-site': 'cross-site' }), foreign);
  assert.deepEqual(await callerAs({ origin: 'https://evil.example' }), foreign);
});

test('a name that an attacker lets point here reads no tokens', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const answer = await askAs(new URL('api/tokens', app.url), { host: 'evil.example:8099' });
  assert.match(answer, /"code":"forbidden"/);
});
