import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  LogBuffer,
  renderEntries,
  selectEntries,
  UNFILTERED,
} from '../../../../www/pages/log/log-buffer.ts';
import type { LogEntry, LogLine } from '../../../../www/pages/log/log-buffer.ts';
import { parseMessage } from '../../../../www/pages/log/log-socket.ts';

function line(number: number, more: Partial<LogLine> = {}): LogLine {
  const time = new Date(Date.UTC(2026, 10, 23, 10, 0, number)).toISOString();
  return { time, level: 'info', camera: null, text: `line ${number}`, ...more };
}

function textsOf(entries: readonly LogEntry[]): string[] {
  return entries.map((entry) => (entry.kind === 'line' ? entry.text : `lost ${entry.count}`));
}

test('only the newest lines are kept, and each has a number that never comes again', () => {
  const buffer = new LogBuffer(100);
  for (let number = 0; number < 1000; number++) buffer.add(line(number));
  const { entries } = buffer;
  assert.ok(entries.length >= 100 && entries.length <= 110, String(entries.length));
  assert.equal(entries.at(-1)?.number, 1000);
  assert.equal(buffer.newest, 1000);
  assert.equal(new Set(entries.map(({ number }) => number)).size, entries.length);
});

test('after a cut, no line comes twice and none is missing', () => {
  const buffer = new LogBuffer();
  buffer.catchUp([line(1), line(2), line(3)]);
  buffer.add(line(4));
  buffer.catchUp([line(2), line(3), line(4), line(5), line(6)]);
  assert.deepEqual(
    textsOf(buffer.entries),
    [1, 2, 3, 4, 5, 6].map((n) => `line ${n}`),
  );
  buffer.catchUp([line(5), line(6)]);
  assert.equal(buffer.entries.length, 6);
});

test('after a long cut or a restart of the server, all that is new is added', () => {
  const buffer = new LogBuffer();
  buffer.add(line(1));
  buffer.catchUp([line(50), line(51)]);
  buffer.catchUp([]);
  assert.deepEqual(textsOf(buffer.entries), ['line 1', 'line 50', 'line 51']);
});

test('lines are chosen by level, camera and words', () => {
  const buffer = new LogBuffer();
  buffer.add(line(1, { level: 'debug' }));
  buffer.add(line(2, { camera: 'porch', text: 'Live' }));
  buffer.add(line(3, { level: 'warn', camera: 'gate', text: 'no video' }));
  buffer.add(line(4, { level: 'fatal', text: 'of a level nobody knows' }));
  buffer.lose(7);
  const select = (filter: object) =>
    textsOf(selectEntries(buffer.entries, { ...UNFILTERED, ...filter }));
  assert.equal(select({}).length, 5);
  assert.deepEqual(select({ level: 'warn' }), ['no video', 'of a level nobody knows', 'lost 7']);
  assert.deepEqual(select({ camera: 'porch' }), ['Live', 'lost 7']);
  assert.deepEqual(select({ text: ' LIVE ' }), ['Live', 'lost 7']);
  assert.deepEqual(select({ text: 'gate' }), ['no video', 'lost 7'], 'the camera counts as words');
});

test('lines are copied as text', () => {
  const buffer = new LogBuffer();
  buffer.add(line(1, { level: 'warn', camera: 'gate', text: 'no video' }));
  buffer.lose(2);
  buffer.add(line(3));
  assert.equal(
    renderEntries(buffer.entries),
    '2026-11-23T10:00:01.000Z WARN [gate] no video\n… 2 lines left out\n2026-11-23T10:00:03.000Z INFO line 3',
  );
});

test('messages of a newer server are no reason to fail', () => {
  assert.equal(parseMessage('{"type":"party"}'), null);
  assert.equal(parseMessage(new ArrayBuffer(1)), null);
  assert.deepEqual(parseMessage('{"type":"lost","count":3}'), { type: 'lost', count: 3 });
});
