import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTurn } from '../../../www/server/turns.ts';

test('one comes after the other, also when one fails', async () => {
  const order: string[] = [];
  const act = async (name: string): Promise<string> => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${name} ends`);
    if (name === 'b') throw new Error('b fails');
    return name;
  };
  const turns = ['a', 'b', 'c'].map(async (name) => await inTurn('x', async () => await act(name)));
  const outcomes = await Promise.allSettled(turns);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(order, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('servers do not wait for each other', async () => {
  const silent = inTurn('x', async () => await new Promise<never>(() => {}));
  assert.equal(await inTurn('y', async () => await Promise.resolve('y')), 'y');
  void silent;
});

test('whoever takes too long is not waited for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  void inTurn('z', async () => await new Promise<never>(() => {}));
  const next = inTurn('z', async () => await Promise.resolve('next'));
  await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(4000);
  assert.equal(await next, 'next');
});
