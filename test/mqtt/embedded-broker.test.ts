import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { StartupError } from '../../src/errors.ts';
import { startEmbeddedBroker } from '../../src/mqtt/embedded-broker.ts';
import { findFreePort } from '../mosquitto.ts';
import { observe } from '../mqtt-observer.ts';
import { startConnection, STATE } from './connect.ts';

test('the bridge finds the embedded broker, which speaks MQTT 3.1.1', async (t) => {
  await using broker = await startEmbeddedBroker();
  assert.equal(broker.host, '127.0.0.1');
  const { connection, connected, heard } = await startConnection(t, broker);
  await connected();
  assert.equal(connection.protocolVersion, 4);
  const observer = await observe(t, broker, { protocolVersion: 4 });
  assert.equal((await observer.waitFor(STATE)).text, 'online');
  await observer.publish('oriel/bridge/request/cameras', '{}');
  assert.equal((await heard('oriel/bridge/request/cameras')).payload?.toString(), '{}');
  await connection[Symbol.asyncDispose]();
  await observer.waitFor(STATE, ({ text }) => text === 'offline');
});

test('the port the user wants is taken, and given back at the end', async () => {
  const port = await findFreePort();
  {
    await using broker = await startEmbeddedBroker(port);
    assert.equal(broker.port, port);
  }
  await using again = await startEmbeddedBroker(port);
  assert.equal(again.port, port);
});

test('a port that another program has is a start-up error, without a wish another one is taken', async () => {
  await using first = await startEmbeddedBroker();
  await assert.rejects(
    startEmbeddedBroker(first.port),
    (error) =>
      error instanceof StartupError && error.message.includes(`port ${first.port} is taken`),
  );
  await using second = await startEmbeddedBroker();
  assert.notEqual(second.port, first.port);
});

test('the end waits for nobody, not even for those who only hold the line', async () => {
  const broker = await startEmbeddedBroker();
  const socket = connect(broker.port, broker.host);
  socket.on('error', () => {});
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  // Nothing is sent any more by either side: without an end of ours, it would last for ever.
  await broker[Symbol.asyncDispose]();
  await closed;
  await broker[Symbol.asyncDispose]();
});
