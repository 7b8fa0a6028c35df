// Cameras that come, go and are shown with their options.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCHEMA_FACTS } from '../../src/config/schema-facts.ts';
import { LiveClient } from '../live-client.ts';
import { startTestApp } from '../running-app.ts';
import type { TestApp } from '../running-app.ts';

const OFF = { id: 'demo', source: 'test:', enabled: false };
const CANARY = 'c4n4ry-pa55';
const SECRET = `rtsp://admin:${CANARY}@127.0.0.1:9/stream?token=${CANARY}`;
const SHOWN = 'rtsp://***@127.0.0.1:9/stream?token=***';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Failure {
  readonly error: {
    readonly code: string;
    readonly details?: readonly { readonly path: string; readonly message: string }[];
  };
}

async function send(
  app: TestApp,
  [method, path]: readonly [string, string],
  body: unknown = null,
): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const init = { method, headers, body: body === null ? null : JSON.stringify(body) };
  const response = await app.get(path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function sourceOf(app: TestApp, id: string): Promise<unknown> {
  const { text } = await send(app, ['GET', `api/cameras/${id}/options`]);
  return (JSON.parse(text) as { options: { source: string } }).options.source;
}

test('a camera is added, plays, and is removed again', async (t) => {
  const app = await startTestApp(t, { cameras: [OFF] });
  const added = await send(app, ['POST', 'api/cameras'], { id: 'gate', source: 'test:', fps: 10 });
  assert.equal(added.status, 201);
  const { camera } = JSON.parse(added.text) as { camera: { id: string; status: string } };
  assert.equal(camera.id, 'gate');
  const place = new URL(added.headers.get('location') ?? '', new URL('api/cameras', app.url));
  assert.equal((await fetch(place)).status, 200);
  assert.equal((await app.get('cameras/gate/hls/index.m3u8')).status, 200);
  const client = await new LiveClient(t, `${app.url}cameras/gate/live`).open();
  await client.hearFragments(1);
  const removed = await send(app, ['DELETE', 'api/cameras/gate']);
  assert.deepEqual([removed.status, removed.text], [204, '']);
  assert.equal((await client.hear('error'))['code'], 'camera_removed');
  for (const path of ['api/cameras/gate', 'cameras/gate/snapshot.jpg?age=any']) {
    const gone = await send(app, ['GET', path]);
    assert.match(gone.text, /"code":"camera_not_found"/, path);
  }
  assert.equal((await send(app, ['DELETE', 'api/cameras/gate'])).status, 404);
  const { text } = await send(app, ['GET', 'api/cameras']);
  assert.doesNotMatch(text, /gate/);
});

test('what cannot be added is refused as a whole, and the answer says why', async (t) => {
  const app = await startTestApp(t, { cameras: [OFF] });
  const add = async (body: unknown): Promise<readonly [number, Failure['error']]> => {
    const { status, text } = await send(app, ['POST', 'api/cameras'], body);
    return [status, (JSON.parse(text) as Failure).error];
  };
  const [status, repeated] = await add(OFF);
  assert.deepEqual([status, repeated.code], [409, 'already_exists']);
  const [wrongStatus, wrong] = await add({ id: 'No!', source: `rtsp:/${CANARY}`, fsp: 10 });
  assert.deepEqual([wrongStatus, wrong.code], [400, 'invalid_options']);
  assert.deepEqual(wrong.details?.map(({ path }) => path).toSorted(), ['fsp', 'id', 'source']);
  assert.doesNotMatch(JSON.stringify(wrong), new RegExp(CANARY));
  const [, missing] = await add({});
  assert.deepEqual(missing.details?.map(({ path }) => path).toSorted(), ['id', 'source']);
  assert.equal((await add([OFF]))[0], 400);
  const { text } = await send(app, ['GET', 'api/cameras']);
  assert.equal((JSON.parse(text) as { cameras: object[] }).cameras.length, 1);
});

test('a camera that is not enabled is not started, and the answer says what to do', async (t) => {
  const app = await startTestApp(t, { cameras: [OFF] });
  for (const action of ['start', 'restart']) {
    const { status, text } = await send(app, ['POST', `api/cameras/demo/${action}`]);
    const { error } = JSON.parse(text) as { error: { code: string; message: string } };
    assert.deepEqual([status, error.code], [409, 'camera_disabled']);
    assert.match(error.message, /enabled to true/);
  }
  const { text } = await send(app, ['GET', 'api/cameras/demo']);
  assert.match(text, /"status":"stopped"/);
});

test('options are shown without their secrets, which stay when the shown source comes back', async (t) => {
  const cameras = [{ id: 'porch', source: SECRET, enabled: false }];
  const app = await startTestApp(t, { cameras });
  const { text } = await send(app, ['GET', 'api/cameras/porch/options']);
  const { options } = JSON.parse(text) as { options: Record<string, unknown> };
  const { id, source, enabled, part_ms: partMs } = options;
  assert.deepEqual([id, source, enabled, partMs], ['porch', SHOWN, false, 200]);
  const patch = (body: object): Promise<Answer> => send(app, ['PATCH', 'api/cameras/porch'], body);
  const renamed = await patch({ ...options, name: 'Porch' });
  assert.equal(renamed.status, 200);
  assert.deepEqual((JSON.parse(renamed.text) as { to: object }).to, { name: 'Porch' });
  // Other hosts, paths and spellings of what is not known any more.
  for (const guess of [
    SHOWN.replace('127.0.0.1', '10.0.0.5'),
    SHOWN.replace('***@', 'admin:***@'),
    SHOWN.replace('***@', ''),
    'rtsp://***@127.0.0.1:9/',
  ]) {
    const refused = await patch({ source: guess });
    assert.equal(refused.status, 400, guess);
    const { error } = JSON.parse(refused.text) as Failure;
    assert.equal(error.code, 'invalid_options');
    assert.equal(error.details?.[0]?.path, 'source');
    assert.match(error.details[0].message, /write the user name and password again/);
  }
  assert.equal(await sourceOf(app, 'porch'), SHOWN);
  assert.equal((await patch({ source: 'rtsp://u:p@10.0.0.5/***' })).status, 200);
  assert.equal(await sourceOf(app, 'porch'), 'rtsp://***@10.0.0.5/***');
  const copy = { id: 'copy', source: SHOWN };
  assert.match((await send(app, ['POST', 'api/cameras'], copy)).text, /"path":"source"/);
});

test('the schema of a camera’s options is that of the options file', async (t) => {
  const app = await startTestApp(t, { cameras: [] });
  const { status, text } = await send(app, ['GET', 'api/schema']);
  assert.equal(status, 200);
  assert.deepEqual(JSON.parse(text), SCHEMA_FACTS.camera);
});
