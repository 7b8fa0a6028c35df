import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../../src/mqtt/outbox.ts';

function createOutbox(limit: number) {
  const sent: string[] = [];
  const acknowledgements: (() => void)[] = [];
  const outbox = new Outbox<string>({
    limit,
    send: (message, onAcknowledged) => {
      sent.push(message);
      acknowledgements.push(onAcknowledged);
    },
  });
  return { outbox, sent, acknowledge: () => acknowledgements.shift()?.() };
}

// MQTT 5, section 4.9: the send quota is the Receive Maximum, and grows by one with each PUBACK.
test('never more messages are on their way than the broker allows, and all go in their order', () => {
  const { outbox, sent, acknowledge } = createOutbox(2);
  for (const message of ['a', 'b', 'c', 'd']) outbox.push(message);
  assert.deepEqual(sent, ['a', 'b']);
  acknowledge();
  assert.deepEqual(sent, ['a', 'b', 'c']);
  acknowledge();
  acknowledge();
  outbox.push('e');
  assert.deepEqual(sent, ['a', 'b', 'c', 'd', 'e']);
});

test('it is drained when the last message has been acknowledged, at once when there is none', async () => {
  const { outbox, acknowledge } = createOutbox(1);
  await outbox.drained();
  outbox.push('a');
  outbox.push('b');
  let isDrained = false;
  const drained = outbox.drained().then(() => (isDrained = true));
  acknowledge();
  await Promise.resolve();
  assert.equal(isDrained, false);
  acknowledge();
  await drained;
});

test('what has not been sent is forgotten with the connection, however much it is', () => {
  const { outbox, sent, acknowledge } = createOutbox(1);
  for (let index = 0; index < 100_000; index++) outbox.push(String(index));
  outbox.clear();
  acknowledge();
  assert.deepEqual(sent, ['0']);
});
