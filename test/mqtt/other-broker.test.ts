// A broker that is not known at the start, or becomes another one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrokerOptions, ConnectionDeps } from '../../src/mqtt/connection.ts';
import { eventually } from '../eventually.ts';
import { findFreePort, startMosquitto } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import { startConnection, STATE } from './connect.ts';

function optionsOf({ host, port }: { host: string; port: number }): BrokerOptions {
  return { host, port, tls: false, reject_unauthorized: true };
}

const UNKNOWN: Partial<ConnectionDeps> = { broker: null };

test('the broker before is told that we are gone, the next one that we are there', async (t) => {
  const [first, second] = [await startMosquitto(t), await startMosquitto(t)];
  const [onFirst, onSecond] = [await observe(t, first), await observe(t, second)];
  const { connection, connects } = await startConnection(t, { host: 'unused' }, UNKNOWN);
  assert.equal(connection.isConnected, false);
  connection.useBroker(optionsOf(first));
  await onFirst.waitFor(STATE, ({ text }) => text === 'online');
  connection.useBroker(optionsOf(second));
  await onSecond.waitFor(STATE, ({ text }) => text === 'online');
  await onFirst.waitFor(STATE, ({ text }) => text === 'offline');
  assert.equal(connects(), 2);
});

test('another broker is gone to at once, however long the wait for the one before', async (t) => {
  const broker = await startMosquitto(t);
  let failures = 0;
  const { connection } = await startConnection(
    t,
    { host: 'unused' },
    { ...UNKNOWN, onFailure: () => failures++, reconnectInMs: () => 60_000 },
  );
  connection.useBroker(optionsOf({ host: '127.0.0.1', port: await findFreePort() }));
  await eventually('it fails', () => (failures === 1 ? true : null));
  connection.useBroker(optionsOf(broker));
  await eventually('connected', () => (connection.isConnected ? true : null));
});

test('a connection that never learns of a broker ends when it is told to', async (t) => {
  const { connection } = await startConnection(t, { host: 'unused' }, UNKNOWN);
  await connection[Symbol.asyncDispose]();
  assert.equal(connection.isConnected, false);
});
