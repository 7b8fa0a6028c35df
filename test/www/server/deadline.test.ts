import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { test } from 'node:test';
import { withDeadline } from '../../../www/server/deadline.ts';

async function untilAborted(signal: AbortSignal): Promise<string> {
  if (!signal.aborted) await once(signal, 'abort');
  return 'aborted';
}

test('what takes too long is ended', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const ended = withDeadline(1000, null, untilAborted);
  t.mock.timers.tick(1000);
  assert.equal(await ended, 'aborted');
});

test('it ends with another signal, also with one that is aborted already', async () => {
  const user = new AbortController();
  const ended = withDeadline(60_000, user.signal, untilAborted);
  user.abort();
  assert.equal(await ended, 'aborted');
  assert.equal(await withDeadline(60_000, user.signal, untilAborted), 'aborted');
});

test('nothing is left of it when it is over', async () => {
  const { signal } = new AbortController();
  await assert.rejects(withDeadline(60_000, signal, async () => Promise.reject(new Error('no'))));
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});
