import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { Changes } from '../../src/packager/changes.ts';

const GONE = new Error('the viewer left');

test('those who wait are woken in the order they came', async () => {
  const changes = new Changes();
  const { signal } = new AbortController();
  const woken: number[] = [];
  const all = [1, 2, 3].map((number) => changes.next(signal).then(() => woken.push(number)));
  assert.equal(changes.waiting, 3);
  changes.notify();
  assert.equal(changes.waiting, 0);
  await Promise.all(all);
  assert.deepEqual(woken, [1, 2, 3]);
});

test('a change wakes once', async () => {
  const changes = new Changes();
  const { signal } = new AbortController();
  changes.notify();
  const next = changes.next(signal);
  assert.equal(changes.waiting, 1, 'a change before does not count');
  changes.notify();
  await next;
  changes.notify();
  assert.equal(changes.waiting, 0);
});

test('a viewer who leaves stops waiting, with the reason, and the others go on', async () => {
  const changes = new Changes();
  const leaving = new AbortController();
  const staying = new AbortController();
  const left = changes.next(leaving.signal);
  const stayed = changes.next(staying.signal);
  leaving.abort(GONE);
  await assert.rejects(left, GONE);
  assert.equal(changes.waiting, 1);
  changes.notify();
  await stayed;
});

test('who has left already does not wait at all', async () => {
  const changes = new Changes();
  const next = changes.next(AbortSignal.abort(GONE));
  assert.equal(changes.waiting, 0);
  await assert.rejects(next, GONE);
});

test('nothing is left on a signal that outlives many waits', async () => {
  const changes = new Changes();
  const { signal } = new AbortController();
  for (let round = 0; round < 100; round++) {
    const next = changes.next(signal);
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    changes.notify();
    await next;
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  assert.equal(changes.waiting, 0);
});

test('what is there already is found without a wait', async () => {
  const changes = new Changes();
  assert.equal(await changes.until(() => 'here', new AbortController().signal), 'here');
  assert.equal(changes.waiting, 0);
});

test('what comes later is found at the change that brings it, and no change is missed', async () => {
  const changes = new Changes();
  const { signal } = new AbortController();
  let value = 0;
  let looks = 0;
  const found = changes.until(() => {
    looks++;
    return value >= 3 ? value : null;
  }, signal);
  for (let step = 0; step < 3; step++) {
    assert.equal(changes.waiting, 1);
    value++;
    changes.notify();
    await Promise.resolve();
    await Promise.resolve();
  }
  assert.equal(await found, 3);
  assert.equal(looks, 4);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('two changes in one go wake a reader who sees the second', async () => {
  const changes = new Changes();
  let value: string | null = null;
  const found = changes.until(() => value, new AbortController().signal);
  changes.notify();
  value = 'late';
  changes.notify();
  assert.equal(await found, 'late');
});

test('an error of the look ends the wait', async () => {
  const changes = new Changes();
  let isBroken = false;
  const { signal } = new AbortController();
  const found = changes.until(() => {
    if (isBroken) throw GONE;
    return null;
  }, signal);
  isBroken = true;
  changes.notify();
  await assert.rejects(found, GONE);
  assert.equal(changes.waiting, 0);
});
