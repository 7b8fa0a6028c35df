import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { bestOf, offsetOf, ServerClock } from '../../../www/server/server-clock.ts';
import { serve } from '../serve.ts';

async function serveTime(t: TestContext, listener: RequestListener): Promise<string> {
  return `${await serve(t, listener)}api/time`;
}

test('the sample with the quickest round trip decides, half of it counted', () => {
  const best = bestOf([
    { sentAtMs: 1000, receivedAtMs: 1400, serverMs: 6350 },
    { sentAtMs: 2000, receivedAtMs: 2020, serverMs: 7010 },
    { sentAtMs: 3000, receivedAtMs: 3100, serverMs: 8099 },
  ]);
  assert.ok(best !== null);
  assert.equal(offsetOf(best), 5000);
});

test('a clock that nobody asked is unknown', () => {
  const clock = new ServerClock('http://127.0.0.1:9/');
  assert.deepEqual([bestOf([]), clock.nowMs(), clock.roundTripMs], [null, null, null]);
});

test('answers that come by another way save questions, and tell the round trip', async () => {
  const clock = new ServerClock('http://127.0.0.1:9/');
  const nowMs = performance.now();
  clock.add({ sentAtMs: nowMs - 100, receivedAtMs: nowMs, serverMs: nowMs + 4950 });
  clock.add({ sentAtMs: nowMs - 20, receivedAtMs: nowMs, serverMs: nowMs + 4990 });
  await clock.keepFresh(new AbortController().signal);
  assert.equal(clock.at(1000), 6000);
  assert.equal(clock.roundTripMs, 20);
});

test('a clock that was set is believed at once, however quick older answers were', () => {
  const clock = new ServerClock('http://127.0.0.1:9/');
  clock.add({ sentAtMs: 0, receivedAtMs: 10, serverMs: 5005 });
  clock.add({ sentAtMs: 1000, receivedAtMs: 1100, serverMs: 9050 });
  assert.equal(clock.at(2000), 10_000);
});

test('after a sleep, what was known of the clock does not count any more', async (t) => {
  // So that an answer is waited for, however long it takes.
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() });
  const url = await serveTime(t, (_, response) => response.end(new Date().toISOString()));
  const clock = new ServerClock(url);
  await clock.firstAnswer();
  assert.notEqual(clock.nowMs(), null);
  t.mock.timers.setTime(Date.now() + 60_000);
  assert.equal(clock.nowMs(), null);
  const askedAtMs = performance.now();
  await clock.firstAnswer();
  const sinceAnswerMs = (clock.nowMs() ?? 0) - Date.now();
  const sinceAskedMs = performance.now() - askedAtMs;
  assert.ok(sinceAnswerMs >= 0 && sinceAnswerMs <= sinceAskedMs, `${sinceAnswerMs}`);
});

test('what a proxy says instead of the server is no time', async (t) => {
  const url = await serveTime(t, (_, response) => response.writeHead(404).end('Error 404'));
  const clock = new ServerClock(url);
  await clock.firstAnswer();
  assert.equal(clock.nowMs(), null);
});

test('a server that is an hour ahead is known to be', async (t) => {
  const url = await serveTime(t, (_, response) =>
    response.end(new Date(Date.now() + 3_600_000).toISOString()),
  );
  const clock = new ServerClock(url);
  assert.equal(clock.nowMs(), null);
  await clock.keepFresh(new AbortController().signal);
  const earliest = Date.now() + 3_600_000;
  const told = clock.nowMs() ?? 0;
  const latest = Date.now() + 3_600_000;
  // Half a round trip, and a millisecond that is not told.
  const errorMs = (clock.roundTripMs ?? 0) / 2 + 2;
  assert.ok(told >= earliest - errorMs && told <= latest + errorMs, `${earliest}, ${told}`);
});

test('a fresh clock is not asked again, and players that ask at once share the answer', async (t) => {
  let requests = 0;
  const url = await serveTime(t, (_, response) => {
    requests++;
    response.end(new Date().toISOString());
  });
  const clock = new ServerClock(url);
  const { signal } = new AbortController();
  await Promise.all([clock.keepFresh(signal), clock.keepFresh(signal)]);
  const asked = requests;
  await clock.keepFresh(signal);
  assert.ok(asked > 1 && asked <= 5, `${asked}`);
  assert.equal(requests, asked);
});

test('a server that does not answer with a time leaves the clock unknown', async (t) => {
  const url = await serveTime(t, (_, response) => response.end('<html>'));
  const clock = new ServerClock(url);
  await clock.keepFresh(new AbortController().signal);
  assert.equal(clock.nowMs(), null);
});
