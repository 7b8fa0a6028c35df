// TLS, passwords and brokers of MQTT 3.1.1.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { StartupError } from '../../src/errors.ts';
import { loadTlsFiles } from '../../src/mqtt/tls-files.ts';
import type { TlsOptions } from '../../src/mqtt/tls-files.ts';
import { eventually } from '../eventually.ts';
import { createCertificates, startMosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import { startOldBroker } from '../old-broker.ts';
import { startStrictBroker } from '../strict-broker.ts';
import { startConnection, STATE } from './connect.ts';

test('a broker of MQTT 3.1.1 is spoken to in MQTT 3.1.1, after one attempt in MQTT 5', async (t) => {
  const mosquitto = await startMosquitto(t);
  const broker = await startOldBroker(t, mosquitto);
  const observer = await observe(t, mosquitto);
  await observer.publish('oriel/camera/porch/set', 'stale', { retain: true });
  const { connection, connected, heard, log } = await startConnection(t, broker);
  await connected();
  assert.equal(connection.protocolVersion, 4);
  await observer.waitFor(STATE, ({ text }) => text === 'online');
  // MQTT 3.1.1 has no way not to be sent what is in store: it is marked.
  assert.equal((await heard('oriel/camera/porch/set')).isRetained, true);
  await observer.publish('oriel/bridge/request/cameras', '{}');
  assert.equal((await heard('oriel/bridge/request/cameras')).responseTopic, null);

  await mosquitto.kill();
  await eventually('disconnected', () => (connection.isConnected ? null : true));
  await mosquitto.start();
  await connected(2);
  assert.deepEqual(
    [...new Set(broker.levels.slice(1))],
    [4],
    'which version it speaks is remembered',
  );
  assert.equal(log.filter((line) => line.includes('going on with MQTT 3.1.1')).length, 1);
  await connection[Symbol.asyncDispose]();
  assert.equal((await (await observe(t, mosquitto)).waitFor(STATE)).text, 'offline');
});

test('TLS with a client certificate', async (t) => {
  const certificates = await createCertificates(t);
  const { ca, client } = certificates;
  const broker = await startMosquitto(t, { tls: { certificates, hasClientCertificates: true } });
  const { connected } = await startConnection(t, { ...broker, tls: true, ca, ...client });
  await connected();
  assert.match(broker.log(), /New client connected from \S+ as oriel_7f3a91c2 \(p5/);
});

test('a broker that wants a client certificate and gets none is refused access, in words', async (t) => {
  const certificates = await createCertificates(t);
  const broker = await startMosquitto(t, { tls: { certificates, hasClientCertificates: true } });
  const { logged } = await startConnection(t, { ...broker, tls: true, ca: certificates.ca });
  await logged('it wants a client certificate; set mqtt.cert and mqtt.key');
});

test('a certificate of an unknown authority is refused, unless the user wants it so', async (t) => {
  const broker = await startMosquitto(t, { tls: { certificates: await createCertificates(t) } });
  const strict = await startConnection(t, { ...broker, tls: true });
  await strict.logged('signed by an unknown authority; set mqtt.ca');
  assert.equal(strict.connects(), 0);
  await strict.connection[Symbol.asyncDispose]();
  const lax = await startConnection(t, { ...broker, tls: true, reject_unauthorized: false });
  await lax.connected();
});

test('TLS at a port without TLS, and no TLS at a port with it, fail in words', async (t) => {
  const certificates = await createCertificates(t);
  const plain = await startMosquitto(t);
  const secure = await startMosquitto(t, { tls: { certificates } });
  const { logged } = await startConnection(t, { ...plain, tls: true });
  await logged('before it began: check mqtt.port and mqtt.tls');
  const other = await startConnection(t, secure);
  await other.logged('before it began: check mqtt.port and mqtt.tls');
});

test('a password that is refused is said once, and taken when the broker knows it', async (t) => {
  const broker = await startMosquitto(t, { login: { username: 'oriel', password: 'another' } });
  const login = { username: 'oriel', password: 'hunter2-canary' };
  const isRefusals: boolean[] = [];
  const { connected, connects, log } = await startConnection(
    t,
    { ...broker, ...login },
    {
      reconnectInMs: ({ isRefusal }) => {
        isRefusals.push(isRefusal);
        return 50;
      },
    },
  );
  await eventually('three refusals', () => (isRefusals.length >= 3 ? true : null));
  assert.ok(isRefusals.every(Boolean));
  assert.equal(connects(), 0);
  await broker.setPassword(login.username, login.password);
  await connected();
  const said = log
    .map((line): { level: string; msg: string } => JSON.parse(line))
    .filter(({ level }) => level !== 'debug');
  assert.deepEqual(
    said.map(({ level, msg }) => `${level}: ${msg.split(':')[0]}`),
    ['warn: the MQTT broker does not let us in', 'info: connected to the MQTT broker'],
  );
  assert.doesNotMatch(log.join(''), /canary/);
});

test('commands that the broker does not let us hear are said to be missing', async (t) => {
  const broker = await startStrictBroker(t, (filter) => !filter.includes('/request/'));
  const { connection, log, logged } = await startConnection(t, broker);
  const line = await logged('refuses subscriptions: no commands from there');
  assert.deepEqual(JSON.parse(line).topics, ['oriel/bridge/request/#']);
  assert.equal(connection.isConnected, true);
  assert.equal(log.filter((each) => each.includes('"warn"')).length, 1);
});

async function writeFileIn(t: TestContext, name: string, text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'oriel-pem-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  const file = join(directory, name);
  await writeFile(file, text);
  return file;
}

async function problemOf(options: TlsOptions): Promise<string> {
  const error = await loadTlsFiles(options).then(
    () => assert.fail('the files were accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof StartupError);
  return error.message;
}

test('certificate files that are missing or wrong are named with their option, and not quoted', async (t) => {
  const { ca, client, server } = await createCertificates(t);
  const rubbish = await writeFileIn(t, 'rubbish.pem', 'hunter2');
  const folder = join(rubbish, '..');
  assert.deepEqual(await loadTlsFiles({}), {});
  assert.equal(
    await problemOf({ ca: '/no/ca.pem' }),
    'mqtt.ca: cannot read /no/ca.pem: no such file',
  );
  assert.equal(await problemOf({ ca: folder }), `mqtt.ca: cannot read ${folder}: it is a folder`);
  for (const [option, options] of [
    ['mqtt.ca', { ca: rubbish }],
    ['mqtt.cert', { ca, cert: rubbish, key: client.key }],
    ['mqtt.key', { ca, cert: client.cert, key: rubbish }],
    ['mqtt.key', { ca, cert: client.cert, key: server.key }],
  ] as const) {
    const message = await problemOf(options);
    assert.ok(message.startsWith(`${option}: `), message);
    assert.doesNotMatch(message, /hunter2/);
  }
});
