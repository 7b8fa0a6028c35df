// What is in a source, said before a camera is kept.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { eventually } from '../eventually.ts';
import { childrenOf } from '../processes.ts';
import { startRtspServer } from '../rtsp-server.ts';
import { startTestApp, temporaryDirectory } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const PASSWORD = 'c4n4ry-pa55';

interface Report {
  readonly found: Readonly<Record<string, unknown>>;
  readonly plan: Readonly<Record<string, unknown>>;
  readonly notes: readonly { readonly code: string }[];
}

interface Failure {
  readonly code: string;
  readonly reason: string;
  readonly message: string;
  readonly details: readonly { readonly path: string }[];
}

function ask(app: TestApp, body: object, signal: AbortSignal | null = null): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return app.get('api/probe', { method: 'POST', headers, body: JSON.stringify(body), signal });
}

async function reportOf(app: TestApp, body: object): Promise<Report> {
  const response = await ask(app, body);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text) as Report;
}

async function failureOf(response: Response): Promise<readonly [number, Failure]> {
  const text = await response.text();
  assert.doesNotMatch(text, new RegExp(PASSWORD));
  return [response.status, (JSON.parse(text) as { error: Failure }).error];
}

/** An ffprobe that says nothing and does not end. */
async function silentProbe(t: TestContext): Promise<string> {
  const ffprobe = join(await temporaryDirectory(t), 'ffprobe');
  await writeFile(ffprobe, '#!/bin/sh\nsleep 60\n', { mode: 0o755 });
  return ffprobe;
}

test('a real camera is looked into, new or known, and its password stays where it is', async (t) => {
  const login = { user: 'admin', password: PASSWORD };
  const server = await startRtspServer(t, { ...login, codec: 'h264', bframes: 2, audio: true });
  const cameras = [{ id: 'porch', source: server.url, enabled: false }];
  const app = await startTestApp(t, { cameras });
  const { found, plan, notes } = await reportOf(app, { source: server.url });
  assert.deepEqual([found['format'], found['codec']], ['rtsp', 'h264']);
  assert.ok(Number(found['width']) > 0 && Number(found['height']) > 0);
  assert.notEqual(found['audio'], null);
  assert.equal(plan['video'], 'copy');
  assert.equal(plan['video_reason'], 'browsers_play_it');
  assert.deepEqual(
    notes.map(({ code }) => code),
    ['b_frames'],
  );
  // The page knows the source as it is shown.
  const shown = server.url.replace(/\/\/.*@/, '//***@');
  const known = await reportOf(app, { id: 'porch', source: shown, fps: 5, audio: 'none' });
  assert.deepEqual(known.plan, {
    video: 'h264',
    video_reason: 'options_need_encoding',
    audio: 'none',
  });
  const [status, failure] = await failureOf(await ask(app, { source: shown }));
  assert.deepEqual([status, failure.code], [400, 'invalid_options']);
  const wrong = server.url.replace(PASSWORD, `${PASSWORD}x`);
  const [denied, reason] = await failureOf(await ask(app, { id: 'porch', source: wrong }));
  assert.deepEqual(
    [denied, reason.code, reason.reason],
    [409, 'source_unreachable', 'unauthorized'],
  );
  assert.equal(reason.details[0]?.path, 'source');
  assert.match(await (await app.get('api/cameras')).text(), /"status":"stopped"/);
});

test('what cannot be had is named, and nothing of it is kept', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const expected: readonly (readonly [object, number, string, string | undefined])[] = [
    [{ source: `rtsp://u:${PASSWORD}@127.0.0.1:9/` }, 409, 'source_unreachable', 'unreachable'],
    [{ source: 'file:/nothing/here.mp4' }, 409, 'source_unreachable', 'not_found'],
    [{ source: 'v4l2:/dev/video99' }, 409, 'source_unreachable', 'not_found'],
    [{ source: 'file:/etc/passwd' }, 409, 'source_unreachable', 'no_video'],
    [{ source: 'gopher://x' }, 400, 'invalid_options', undefined],
    [{}, 400, 'invalid_options', undefined],
    [{ source: 'test:', id: 'No!' }, 400, 'invalid_options', undefined],
    [[], 400, 'invalid_payload', undefined],
  ];
  for (const [body, status, code, reason] of expected) {
    const [got, failure] = await failureOf(await ask(app, body));
    assert.deepEqual([got, failure.code, failure.reason], [status, code, reason]);
  }
  assert.equal((await reportOf(app, { source: 'test:' })).found['width'], 640);
  assert.match(await (await app.get('api/cameras')).text(), /"cameras":\[\]/);
});

test('two sources are looked into at a time; whoever leaves makes room', async (t) => {
  const ffprobe = await silentProbe(t);
  const app = await startTestApp(t, { cameras: [] }, { ffprobe });
  const leave = new AbortController();
  const source = 'rtsp://127.0.0.1:9/';
  const waiting = [0, 1].map(() => ask(app, { source }, leave.signal));
  const probes = (): Promise<number[]> => childrenOf(process.pid, 'ffprobe');
  await eventually('two run', async () => ((await probes()).length === 2 ? true : null));
  const third = await ask(app, { source });
  assert.equal(third.headers.get('retry-after'), '2');
  const [status, { code }] = await failureOf(third);
  assert.deepEqual([status, code], [429, 'busy']);
  leave.abort();
  for (const each of waiting) await assert.rejects(each);
  await eventually('none runs', async () => ((await probes()).length === 0 ? true : null));
  await eventually('there is room', async () =>
    (await ask(app, { source: 'test:' })).status === 200 ? true : null,
  );
});

test('nobody searches a network with it', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  for (let count = 0; count < 30; count++) {
    assert.equal((await ask(app, { source: 'test:' })).status, 200);
  }
  const [status, { code }] = await failureOf(await ask(app, { source: 'test:' }));
  assert.deepEqual([status, code], [429, 'busy']);
});

test('it is no way into the machine for pages of other sites', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const headers = { 'content-type': 'application/json', origin: 'https://evil.example' };
  const init = { method: 'POST', headers, body: '{"source":"test:"}' };
  assert.equal((await app.get('api/probe', init)).status, 403);
  assert.equal((await app.get('api/probe')).status, 405);
});
