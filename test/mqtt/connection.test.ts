import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { ConnectionDeps } from '../../src/mqtt/connection.ts';
import { MAX_PAYLOAD_BYTES } from '../../src/mqtt/publication.ts';
import { eventually } from '../eventually.ts';
import { startMosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import { startConnection, STATE } from './connect.ts';

test('the state is online while connected, and offline after a clean end', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const { connection, connected } = await startConnection(t, broker);
  await connected();
  await observer.waitFor(STATE, ({ text }) => text === 'online');
  assert.equal(connection.protocolVersion, 5);
  await connection[Symbol.asyncDispose]();
  const late = await observe(t, broker);
  const state = await late.waitFor(STATE);
  assert.equal(state.text, 'offline');
  assert.equal(state.packet.retain, true);
  assert.match(broker.log(), /Received DISCONNECT from oriel_7f3a91c2/);
  assert.deepEqual(observer.textsOn(STATE), ['online', 'offline'], 'no will on top');
});

test('a command comes with the topic for its answer, and the answer says which it belongs to', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const { connection, connected, heard } = await startConnection(t, broker);
  await connected();
  await observer.waitFor(STATE);
  const correlationData = Buffer.from([0, 255, 7]);
  await observer.publish('oriel/bridge/request/health_check', '{"a":1}', {
    properties: { responseTopic: 'answers/1', correlationData },
  });
  const command = await heard('oriel/bridge/request/health_check');
  assert.equal(command.payload?.toString(), '{"a":1}');
  assert.equal(command.isRetained, false);
  assert.equal(command.responseTopic, 'answers/1');
  connection.publish({
    topic: command.responseTopic ?? '',
    payload: 'yes',
    correlationData: command.correlationData,
  });
  const answer = await observer.waitFor('answers/1');
  assert.deepEqual(answer.packet.properties?.correlationData, correlationData);
});

test('a command is heard as soon as the state says online', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const { heard } = await startConnection(t, broker);
  await observer.waitFor(STATE);
  await observer.publish('oriel/camera/porch/set', '{}');
  await heard('oriel/camera/porch/set');
});

test('a command the broker has in store is not delivered, one that is to be stored is marked', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  await observer.publish('oriel/bridge/request/restart', 'stale', { retain: true });
  const { messages, connected, heard } = await startConnection(t, broker);
  await connected();
  await observer.waitFor(STATE);
  await observer.publish('oriel/camera/porch/set', '{}', { retain: true });
  assert.equal((await heard('oriel/camera/porch/set')).isRetained, true);
  assert.deepEqual(
    messages.map(({ topic }) => topic),
    ['oriel/camera/porch/set'],
  );
});

test('of a payload of more than 64 KiB only its arrival is told', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const { connected, heard } = await startConnection(t, broker);
  await connected();
  await observer.waitFor(STATE);
  await observer.publish('oriel/bridge/request/fits', Buffer.alloc(MAX_PAYLOAD_BYTES));
  await observer.publish('oriel/bridge/request/large', Buffer.alloc(MAX_PAYLOAD_BYTES + 1));
  assert.equal((await heard('oriel/bridge/request/fits')).payload?.length, MAX_PAYLOAD_BYTES);
  assert.equal((await heard('oriel/bridge/request/large')).payload, null);
});

test('a broker that is gone and comes back finds us, and gets nothing old', async (t) => {
  const broker = await startMosquitto(t);
  let value = 1;
  const { connection, connected, disconnects, log, logged } = await startConnection(t, broker, {
    onConnect: () =>
      connection.publish({ topic: 'value', payload: `${value}`, qos: 1, isRetained: true }),
  });
  await connected();
  await (await observe(t, broker)).waitFor('value');
  await broker.kill();
  await eventually('disconnected', () => (connection.isConnected ? null : true));
  value = 2;
  connection.publish({ topic: 'value', payload: 'old', qos: 1, isRetained: true });
  connection.publish({ topic: 'old', payload: 'old', qos: 0 });
  await logged('connection refused');
  await broker.start();
  await connected(2);
  const observer = await observe(t, broker);
  assert.equal((await observer.waitFor('value')).text, '2');
  await observer.waitFor(STATE, ({ text }) => text === 'online');
  assert.deepEqual(observer.textsOn('value'), ['2']);
  assert.deepEqual(observer.textsOn('old'), []);
  assert.equal(disconnects(), 1);
  const said = log.filter((line) => line.includes('connected to the MQTT broker'));
  assert.equal(said.length, 2);
});

for (const hasPersistence of [true, false]) {
  test(`what is retained is right after a restart of a broker ${hasPersistence ? 'that keeps' : 'that forgets'} it`, async (t) => {
    const broker = await startMosquitto(t, { hasPersistence });
    const { connection, connected } = await startConnection(t, broker, {
      onConnect: () => connection.publish({ topic: 'now', payload: 'x', qos: 1, isRetained: true }),
    });
    await connected();
    connection.publish({ topic: 'kept', payload: 'x', qos: 1, isRetained: true });
    await (await observe(t, broker)).waitFor('kept');
    await broker.stop();
    await broker.start();
    await connected(2);
    const observer = await observe(t, broker);
    await observer.waitFor('now');
    await observer.waitFor(STATE, ({ text }) => text === 'online');
    assert.deepEqual(observer.textsOn('kept'), hasPersistence ? ['x'] : []);
  });
}

test('a program that is killed leaves offline behind by its will, and no password in its output', async (t) => {
  const broker = await startMosquitto(t, {
    login: { username: 'oriel', password: 'hunter2-canary' },
  });
  const observer = await observe(t, broker, { username: 'oriel', password: 'hunter2-canary' });
  const program = fileURLToPath(new URL('../programs/mqtt-connection.ts', import.meta.url));
  const child = execa(process.execPath, [program, String(broker.port), 'doomed'], {
    env: { DEBUG: 'mqttjs*' },
    reject: false,
    all: true,
  });
  t.after(() => child.kill('SIGKILL'));
  await observer.waitFor(STATE, ({ text }) => text === 'online');
  child.kill('SIGKILL');
  const { all } = await child;
  await observer.waitFor(STATE, ({ text }) => text === 'offline');
  assert.match(all, /connected to the MQTT broker/);
  assert.doesNotMatch(all, /canary/);
});

test('who starts anew under the same client ID ends up online, whatever the will of the old one says', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const old = await startConnection(t, broker, { reconnectInMs: () => 60_000 });
  await old.connected();
  const young = await startConnection(t, broker);
  await young.connected();
  await eventually('all three', () => (observer.textsOn(STATE).length >= 3 ? true : null));
  assert.deepEqual(observer.textsOn(STATE), ['online', 'offline', 'online']);
  assert.equal((await (await observe(t, broker)).waitFor(STATE)).text, 'online');
});

test('two programs with one client ID are told so, and no longer hurry', async (t) => {
  const broker = await startMosquitto(t);
  const paces: boolean[] = [];
  const reconnectInMs: ConnectionDeps['reconnectInMs'] = ({ isRefusal }) => {
    paces.push(isRefusal);
    return 50;
  };
  const one = await startConnection(t, broker, { reconnectInMs });
  const other = await startConnection(t, broker, { reconnectInMs });
  await Promise.all([one, other].map(({ logged }) => logged('another program has our client ID')));
  assert.equal(paces[0], false);
  assert.equal(paces.at(-1), true);
});

test('a broker that hangs does not hold up the end for long', async (t) => {
  const broker = await startMosquitto(t);
  const { connection, connected } = await startConnection(t, broker);
  await connected();
  broker.pause();
  t.after(() => broker.resume());
  // Two seconds; a broker that does not answer would be noticed after half a minute.
  const before = performance.now();
  await connection[Symbol.asyncDispose]();
  const tookMs = performance.now() - before;
  assert.ok(tookMs < 10_000, `${tookMs} ms`);
});

test('without a broker the end is at once, also in the middle of an attempt', async (t) => {
  // Accepts and says nothing.
  const sockets: Socket[] = [];
  const mute = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    mute.close();
  });
  const { port } = mute.address() as AddressInfo;
  const { connection } = await startConnection(t, { host: '127.0.0.1', port });
  await once(mute, 'connection');
  // Less than for the goodbye to a broker that hangs: two seconds, by a timer.
  let isLate = false;
  const late = setTimeout(() => (isLate = true), 2_000);
  await connection[Symbol.asyncDispose]();
  clearTimeout(late);
  assert.ok(!isLate);
  await connection[Symbol.asyncDispose]();
});

test('a picture for a broker that does not read is dropped, not piled up', async (t) => {
  const broker = await startMosquitto(t);
  const observer = await observe(t, broker);
  const { connection, connected } = await startConnection(t, broker);
  await connected();
  broker.pause();
  t.after(() => broker.resume());
  const picture = Buffer.alloc(512 * 1024);
  for (let index = 0; index < 200; index++) {
    connection.publish({ topic: 'picture', payload: picture });
    if (index % 20 === 0) await delay(1);
  }
  connection.publish({ topic: 'end', payload: '', qos: 1 });
  broker.resume();
  await observer.waitFor('end');
  const arrived = observer.textsOn('picture').length;
  assert.ok(arrived > 0 && arrived < 40, `${arrived} of 200 pictures`);
});

test('a refused publication is said once', async (t) => {
  const broker = await startMosquitto(t, { settings: ['max_packet_size 20000'] });
  const { connection, connected, log, logged } = await startConnection(t, broker);
  await connected();
  const observer = await observe(t, broker);
  const large = Buffer.alloc(30_000);
  connection.publish({ topic: 'large/1', payload: large });
  connection.publish({ topic: 'large/2', payload: large, qos: 1 });
  connection.publish({ topic: 'small', payload: 'x' });
  await observer.waitFor('small');
  const line = await logged('refuses a message');
  assert.match(line, /"warn".*large\/1/);
  const warnings = log.filter((each) => each.includes('"warn"'));
  assert.equal(warnings.length, 1);
  assert.equal(connection.isConnected, true);
});
