import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Device } from '../../src/mqtt/discovery.ts';
import { eventually } from '../eventually.ts';
import { startMosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import type { Observer, Seen } from '../mqtt-observer.ts';
import { startOldBroker } from '../old-broker.ts';
import { startStrictBroker } from '../strict-broker.ts';
import { bridgeDevice, cameraDevice, contextOf } from './devices.ts';
import { assertSettled, QUICK, startAnnouncer, topicOf } from './start-announcer.ts';
import type { Address } from './start-announcer.ts';

const PORCH = 'oriel_7f3a91c2_porch';
const porch = cameraDevice({ id: 'porch' });
const garden = cameraDevice({ id: 'garden', name: 'Garden' });
const bridge = bridgeDevice();

function componentsIn({ text }: Seen): string[] {
  return Object.keys(JSON.parse(text).cmps);
}

/** Devices a broker has in store: what a newcomer gets. */
async function storedAt(t: TestContext, broker: Address): Promise<Set<string>> {
  const newcomer = await observe(t, broker);
  await newcomer.publish('end', '');
  await newcomer.waitFor('end');
  const stored = newcomer.messages.filter(
    ({ topic, packet }) => topic.includes('/device/') && packet.retain,
  );
  return new Set(stored.map(({ topic }) => topic.split('/')[2] ?? ''));
}

/** Another client's connection is not in step with ours. */
async function expectStored(t: TestContext, broker: Address, devices: string[]): Promise<void> {
  const expected = new Set(devices);
  const look = async () => (isDeepStrictEqual(await storedAt(t, broker), expected) ? true : null);
  await eventually('the right devices', look, 3_000).catch(() => {});
  assert.deepEqual(await storedAt(t, broker), expected);
}

async function keep(observer: Observer, device: Device): Promise<void> {
  const payload = JSON.stringify(device.payload);
  await observer.publish(topicOf(device.id), payload, { retain: true });
}

test('all devices are announced on connect, the bridge first, and stay at the broker', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker, { filter: 'homeassistant/#' });
  const { announced } = await startAnnouncer(t, broker, { devices: [bridge, porch, garden] });
  await announced();
  await observer.waitFor(topicOf(garden.id));
  assert.deepEqual(
    observer.messages.map(({ topic, text }) => [topic, JSON.parse(text)]),
    [bridge, porch, garden].map(({ id, payload }) => [topicOf(id), payload]),
  );
  await expectStored(t, broker, [bridge.id, porch.id, garden.id]);
});

test('a device that goes before it was announced is forgotten like any other', async (t) => {
  const broker = await startMosquitto(t);
  const { announcer, announced, forgotten } = await startAnnouncer(t, broker, {
    devices: [bridge, porch],
  });
  announcer.setDevices([bridge]);
  await announced();
  await eventually('forgotten', () => (forgotten.length > 0 ? true : null));
  assert.deepEqual(forgotten, [PORCH]);
  await expectStored(t, broker, [bridge.id]);
});

test('fifty cameras are announced at a pace of two seconds for all, in one message each', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker, { filter: 'homeassistant/#' });
  const cameras = Array.from({ length: 50 }, (_, index) => cameraDevice({ id: `camera${index}` }));
  const { announced, sentOf } = await startAnnouncer(t, broker, {
    devices: [bridge, ...cameras],
    timing: {},
  });
  await announced();
  const atMs = cameras.map(({ id }) => sentOf(id)[0]?.atMs ?? NaN);
  const pausesMs = atMs.slice(1).map((ms, index) => ms - (atMs[index] ?? NaN));
  // The middle one: a machine that is busy for a moment says nothing of the pace.
  const pauseMs = pausesMs.toSorted((a, b) => a - b)[pausesMs.length >> 1] ?? NaN;
  t.diagnostic(`a camera each ${pauseMs.toFixed(1)} ms`);
  assert.ok(50 * pauseMs < 2_000, `${pauseMs} ms from camera to camera`);
  await observer.waitFor(topicOf('oriel_7f3a91c2_camera49'));
  assert.equal(observer.messages.length, 51);
});

test('what is left of an earlier time is cleared, what belongs to others stays', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const neighbour = cameraDevice(
    { id: 'porch' },
    contextOf({
      topics: { ...contextOf().topics, instance: '7f3a91c3' },
    }),
  );
  await keep(observer, cameraDevice({ id: 'gone' }));
  await keep(observer, porch);
  await keep(observer, neighbour);
  // Somebody else's that looks like ours, and something of ours that is no configuration.
  const alien = { ...garden.payload, o: { name: 'zigbee2mqtt' } };
  await observer.publish(topicOf('oriel_7f3a91c2_alien'), JSON.stringify(alien), { retain: true });
  await observer.publish(topicOf('oriel_7f3a91c2_broken'), '{', { retain: true });
  await observer.publish(topicOf('0x1234'), '[1]', { retain: true });
  const { announced } = await startAnnouncer(t, broker, { devices: [bridge, porch] });
  await announced();
  await observer.waitFor(topicOf('oriel_7f3a91c2_gone'), ({ text }) => text === '');
  await expectStored(t, broker, [
    '0x1234',
    bridge.id,
    'oriel_7f3a91c2_alien',
    'oriel_7f3a91c2_broken',
    PORCH,
    neighbour.id,
  ]);
});

test('entities that an earlier version had go in two steps', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  await keep(observer, porch);
  await observer.waitFor(topicOf(PORCH));
  const small = cameraDevice({ id: 'porch' }, contextOf({}, ['snapshot', 'clip']));
  const { sentOf, whenSent } = await startAnnouncer(t, broker, { devices: [bridge, small] });
  const last = await whenSent(PORCH, (text) => text === JSON.stringify(small.payload));
  const [removal, ...rest] = sentOf(PORCH);
  assert.ok(removal);
  assert.deepEqual(rest, [last]);
  const { audio, latency, renditions, ...others } = JSON.parse(removal.text).cmps;
  assert.deepEqual([audio, latency, renditions], [{ p: 'select' }, { p: 'sensor' }, { p: 'text' }]);
  assert.deepEqual(others, small.payload.cmps);
  assertSettled(removal, last);
  await observer.waitFor(topicOf(PORCH), ({ text }) => text === last.text);
  assert.deepEqual(
    observer.textsOn(topicOf(PORCH)).slice(1),
    [removal, last].map(({ text }) => text),
  );
});

test('a camera that is renamed in a hurry is announced at once and with its last name', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker, { filter: topicOf(PORCH) });
  const { announcer, announced, sentOf } = await startAnnouncer(t, broker, {
    devices: [bridge, porch],
  });
  await announced();
  await delay(QUICK.settleMs);
  const named = (name: string) => [bridge, cameraDevice({ id: 'porch', name })];
  for (let index = 0; index < 100; index++) announcer.setDevices(named(`Name ${index}`));
  await observer.waitFor(topicOf(PORCH), ({ text }) => text.includes('Name 99'));
  for (let index = 0; index < 100; index++) announcer.setDevices(named(`Other ${index}`));
  await observer.waitFor(topicOf(PORCH), ({ text }) => text.includes('Other 99'));
  assert.equal(observer.messages.length, 3);
  const [, second, third] = sentOf(PORCH);
  assertSettled(second, third);
  announcer.setDevices(named('Other 99'));
  await delay(2 * (QUICK.settleMs ?? 0));
  assert.equal(observer.messages.length, 3, 'nothing has changed');
});

test('a change is said once more, in case it got lost', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker, { filter: topicOf(PORCH) });
  const { announcer, announced } = await startAnnouncer(t, broker, {
    devices: [bridge, porch],
    timing: {
      ...QUICK,
      settleMs: 1,
      repeatMs: 100,
    },
  });
  await announced();
  announcer.setDevices([bridge, cameraDevice({ id: 'porch', name: 'New' })]);
  await eventually('said twice', () => (observer.messages.length >= 3 ? true : null));
  await delay(300);
  assert.deepEqual(
    observer.messages.map(({ text }) => JSON.parse(text).dev.name),
    ['Porch', 'New', 'New'],
  );
});

test('a camera that is removed is cleared, one that comes back waits until that has settled', async (t) => {
  const broker = await startMosquitto(t);
  const { announcer, announced, forgotten, sentOf, whenSent } = await startAnnouncer(t, broker, {
    devices: [bridge, porch],
  });
  await announced();
  announcer.setDevices([bridge]);
  const cleared = await whenSent(PORCH, (text) => text === '');
  announcer.setDevices([bridge, porch]);
  const again = await whenSent(PORCH, (text) => text !== '' && sentOf(PORCH).length > 2);
  assertSettled(cleared, again);
  assert.equal(sentOf(PORCH).length, 3);
  assert.deepEqual(forgotten, []);
  await expectStored(t, broker, [bridge.id, porch.id]);
});

test('a camera that is gone is forgotten when that has settled, or else at the end', async (t) => {
  const broker = await startMosquitto(t);
  const { announcer, announced, forgotten, forgottenAtMs, whenSent } = await startAnnouncer(
    t,
    broker,
    { devices: [bridge, porch, garden] },
  );
  await announced();
  announcer.setDevices([bridge, garden]);
  const cleared = await whenSent(PORCH, (text) => text === '');
  assert.deepEqual(forgotten, []);
  await eventually('porch is forgotten', () => (forgotten.length > 0 ? true : null));
  assertSettled(cleared, { atMs: forgottenAtMs[0] ?? NaN });
  assert.deepEqual(forgotten, [PORCH]);
  announcer.setDevices([bridge]);
  await whenSent(garden.id, (text) => text === '');
  assert.deepEqual(forgotten, [PORCH]);
  await announcer[Symbol.asyncDispose]();
  assert.deepEqual(forgotten, [PORCH, garden.id]);
});

test('a camera that goes again before it was announced again is forgotten', async (t) => {
  const broker = await startMosquitto(t);
  const { announcer, announced, forgotten, sentOf, whenSent } = await startAnnouncer(t, broker, {
    devices: [bridge, porch],
  });
  await announced();
  announcer.setDevices([bridge]);
  await whenSent(PORCH, (text) => text === '');
  announcer.setDevices([bridge, porch]);
  announcer.setDevices([bridge]);
  await eventually('porch is forgotten', () => (forgotten.length > 0 ? true : null));
  assert.deepEqual(forgotten, [PORCH]);
  assert.equal(sentOf(PORCH).length, 2);
});

test('what was announced under another prefix is cleared there', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const payload = JSON.stringify(porch.payload);
  const former = [`elsewhere/device/${PORCH}/config`, `at/home/device/${PORCH}/config`];
  const alien = 'elsewhere/device/oriel_7f3a91c3_porch/config';
  for (const topic of [...former, alien]) {
    await observer.publish(topic, payload, { retain: true });
  }
  const { announced } = await startAnnouncer(t, broker, { devices: [bridge, porch] });
  await announced();
  for (const topic of former) await observer.waitFor(topic, ({ text }) => text === '');
  await observer.waitFor(topicOf(PORCH), ({ text }) => text === payload);
  assert.deepEqual(observer.textsOn(alien), [payload]);
});

test('a camera removed while the broker is away is gone when it comes back', async (t) => {
  for (const hasPersistence of [true, false]) {
    const broker = await startMosquitto(t, { hasPersistence });
    const { announcer, announced, connection, whenSent } = await startAnnouncer(t, broker, {
      devices: [bridge, porch],
    });
    await announced();
    await broker.stop();
    await eventually('disconnected', () => (connection.isConnected ? null : true));
    announcer.setDevices([bridge, garden]);
    await broker.start();
    await announced(2);
    // Home Assistant knows it, whether the broker does or not.
    await whenSent(PORCH, (text) => text === '');
    await expectStored(t, broker, [bridge.id, garden.id]);
  }
});

test('births of Home Assistant in a row are answered with one announcement, after a while', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker, { filter: topicOf(PORCH) });
  const { announcer, announced, announcedAtMs } = await startAnnouncer(t, broker, {
    devices: [bridge, porch],
    timing: {
      ...QUICK,
      birthDelayInMs: () => 200,
    },
  });
  await announced();
  const before = performance.now();
  for (let index = 0; index < 5; index++) announcer.onBirth();
  await announced(2);
  assert.ok((announcedAtMs[1] ?? 0) - before >= 190);
  await delay(400);
  assert.equal(announcedAtMs.length, 2);
  assert.deepEqual(observer.textsOn(topicOf(PORCH)), Array(2).fill(JSON.stringify(porch.payload)));
});

test('a refresh restores what somebody has cleared, and takes away what somebody has put there', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const { announcer, announced } = await startAnnouncer(t, broker, { devices: [bridge, porch] });
  await announced();
  await observer.publish(topicOf(PORCH), '', { retain: true });
  await keep(observer, cameraDevice({ id: 'ghost' }));
  announcer.refresh();
  await announced(2);
  await expectStored(t, broker, [bridge.id, PORCH]);
});

test('it works at a broker of MQTT 3.1.1 too', async (t) => {
  const mosquitto = await startMosquitto(t);
  const observer = await observe(t, mosquitto);
  await keep(observer, cameraDevice({ id: 'gone' }));
  const { announced } = await startAnnouncer(t, await startOldBroker(t, mosquitto), {
    devices: [bridge, porch],
  });
  await announced();
  await observer.waitFor(topicOf('oriel_7f3a91c2_gone'), ({ text }) => text === '');
  await delay(2 * (QUICK.settleMs ?? 0));
  await expectStored(t, mosquitto, [bridge.id, PORCH]);
  assert.equal(observer.textsOn(topicOf(PORCH)).length, 1);
  assert.ok(componentsIn(await observer.waitFor(topicOf(PORCH))).includes('status'));
});

test('a removal that was interrupted is finished by the next start', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const half = { ...porch.payload, cmps: { ...porch.payload.cmps, old: { p: 'sensor' } } };
  await observer.publish(topicOf(PORCH), JSON.stringify(half), { retain: true });
  await startAnnouncer(t, broker, { devices: [bridge, porch] });
  const whole = JSON.stringify(porch.payload);
  await observer.waitFor(topicOf(PORCH), ({ text }) => text === whole);
});

test('where looking for stale devices is forbidden, the others are announced all the same', async (t) => {
  const broker = await startStrictBroker(t, (filter) => !filter.includes('/device/+/'));
  const observer = await observe(t, broker, { protocolVersion: 4, filter: topicOf(PORCH) });
  const { announced } = await startAnnouncer(t, broker, { devices: [bridge, porch] });
  await announced();
  await observer.waitFor(topicOf(PORCH));
});

test('what a slow broker sends late is looked at all the same', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker, { filter: 'homeassistant/#' });
  const { announcer, announced } = await startAnnouncer(t, broker, { devices: [bridge, porch] });
  await announced();
  const found = { isRetained: true, responseTopic: null, correlationData: null };
  const gone = cameraDevice({ id: 'gone' });
  const old = { ...porch.payload, cmps: { old: { p: 'sensor' } } };
  for (const [id, payload] of [
    [gone.id, gone.payload],
    [PORCH, old],
  ] as const) {
    const topic = topicOf(id);
    announcer.onDeviceConfig({ ...found, topic, payload: Buffer.from(JSON.stringify(payload)) });
  }
  await observer.waitFor(topicOf(gone.id), ({ text }) => text === '');
  await observer.waitFor(topicOf(PORCH), (seen) => componentsIn(seen).includes('old'));
  const whole = JSON.stringify(porch.payload);
  await observer.waitFor(topicOf(PORCH), ({ text }) => text === whole);
});
