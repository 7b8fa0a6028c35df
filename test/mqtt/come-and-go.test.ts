// Cameras that come and go faster than Oriel can answer.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { findFreePort, startMosquitto } from '../mosquitto.ts';
import type { Mosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import type { Observer } from '../mqtt-observer.ts';
import { childrenOf } from '../processes.ts';
import { startTestApp } from '../running-app.ts';

const GATE = { id: 'gate', source: 'test:', resolution: '320x180', fps: 5 };
const DEVICE = 'homeassistant/device/oriel_7f3a91c2_gate/config';

interface Setup {
  readonly broker: Mosquitto;
  readonly observer: Observer;
}

async function setUp(t: TestContext, cameras: readonly object[]): Promise<Setup> {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const mqtt = { host: broker.host, port: broker.port };
  await startTestApp(t, { cameras, mqtt, http: { lan_port: await findFreePort() } });
  await observer.waitFor('oriel/bridge/state', ({ text }) => text === 'online');
  return { broker, observer };
}

/** All at once; resolves with the answers in their order. */
async function askAll(
  { observer }: Setup,
  requests: readonly (readonly [string, object])[],
): Promise<string[]> {
  const answers = requests.map(async ([what, values], index) => {
    const transaction = `${index} ${Math.random()}`;
    const payload = JSON.stringify({ ...values, transaction });
    void observer.publish(`oriel/bridge/request/${what}`, payload);
    const isIt = ({ text }: { text: string }): boolean => text.includes(transaction);
    const { text } = await observer.waitFor(`oriel/bridge/response/${what}`, isIt);
    return text;
  });
  return Promise.all(answers);
}

const ADD = ['camera/add', GATE] as const;
const REMOVE = ['camera/remove', { id: 'gate' }] as const;

function eventTypes({ observer }: Setup): string[] {
  return observer.textsOn('oriel/bridge/event').map((text) => {
    return (JSON.parse(text) as { event_type: string }).event_type;
  });
}

async function gateTokens(setup: Setup): Promise<string[]> {
  const [answer = ''] = await askAll(setup, [['token/list', {}]]);
  const { data } = JSON.parse(answer) as {
    data: { tokens: { camera: string | null; path: string }[] };
  };
  return data.tokens.filter(({ camera }) => camera === 'gate').map(({ path }) => path);
}

test('a camera that is removed and added again at once is there, with a token of its own', async (t) => {
  const setup = await setUp(t, [GATE]);
  const { observer } = setup;
  await observer.waitFor('oriel/camera/gate/availability', ({ text }) => text === 'online');
  const [before] = await gateTokens(setup);
  const answers = await askAll(setup, [
    REMOVE,
    ['camera/add', { ...GATE, name: 'Second' }],
    ['camera/options', { id: 'gate', window_seconds: 20 }],
  ]);
  for (const answer of answers) assert.match(answer, /"status":"ok"/);
  const options = await observer.waitFor('oriel/camera/gate/options', ({ text }) =>
    text.includes('"window_seconds":20'),
  );
  assert.match(options.text, /"name":"Second"/);
  assert.deepEqual(eventTypes(setup), ['camera_removed', 'camera_added']);
  const after = await gateTokens(setup);
  assert.equal(after.length, 1);
  assert.notEqual(after[0], before);
  const { atMs: removedAtMs } = await observer.waitFor('oriel/bridge/event', ({ text }) =>
    text.includes('"camera_removed"'),
  );
  await observer.waitFor('oriel/camera/gate/availability', ({ text, atMs }) => {
    return text === 'online' && atMs > removedAtMs;
  });
  assert.equal((await childrenOf(process.pid, 'ffmpeg')).length, 1);
});

test('a camera that is added and removed at once leaves nothing', async (t) => {
  const setup = await setUp(t, []);
  const { broker, observer } = setup;
  for (const gate of [GATE, { ...GATE, enabled: false }]) {
    const answers = await askAll(setup, [['camera/add', gate], REMOVE]);
    for (const answer of answers) assert.match(answer, /"status":"ok"/);
    assert.deepEqual(await gateTokens(setup), []);
  }
  assert.deepEqual(eventTypes(setup), [
    'camera_added',
    'camera_removed',
    'camera_added',
    'camera_removed',
  ]);
  await observer.waitFor(DEVICE, ({ text }) => text === '');
  await observer.waitFor('oriel/camera/gate/urls', ({ text }) => text === '');
  const late = await observe(t, broker, { filter: 'oriel/camera/#' });
  await late.publish('oriel/camera/end', '');
  await late.waitFor('oriel/camera/end');
  assert.deepEqual(
    late.messages.map(({ topic }) => topic),
    ['oriel/camera/end'],
  );
  assert.deepEqual(await childrenOf(process.pid, 'ffmpeg'), []);
});

test('of two that add the same camera at once, one is told that it is there', async (t) => {
  const setup = await setUp(t, []);
  const [first = '', second = '', third = ''] = await askAll(setup, [ADD, ADD, REMOVE]);
  assert.match(first, /"status":"ok"/);
  assert.match(second, /already_exists/);
  assert.match(third, /"status":"ok"/);
  const [fourth = ''] = await askAll(setup, [REMOVE]);
  assert.match(fourth, /not_found/);
});
