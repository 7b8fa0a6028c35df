import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStderrLog } from '../../src/ffmpeg/stderr-log.ts';
import { StderrTail } from '../../src/ffmpeg/stderr-tail.ts';
import { createLog } from '../../src/log.ts';

function createTail() {
  const heard: string[] = [];
  return { heard, tail: new StderrTail((line) => heard.push(line)) };
}

test('lines are put together from pieces, even within a character', () => {
  const { heard, tail } = createTail();
  const bytes = Buffer.from('one\ntwo é\r\nthree');
  for (const byte of bytes) tail.push(Buffer.from([byte]));
  assert.deepEqual(heard, ['one', 'two é']);
  tail.end();
  assert.deepEqual(tail.lines, ['one', 'two é', 'three']);
});

test('progress that overwrites its line is many lines, empty ones are none', () => {
  const { heard, tail } = createTail();
  tail.push(Buffer.from('a\rb\r\n\n  \nc\n'));
  assert.deepEqual(heard, ['a', 'b', 'c']);
});

test('of many lines the last remain', () => {
  const { tail } = createTail();
  for (let index = 0; index < 10_000; index++) tail.push(Buffer.from(`line ${index}\n`));
  tail.end();
  assert.ok(tail.lines.length >= 50 && tail.lines.length <= 100);
  assert.equal(tail.lines.at(-1), 'line 9999');
});

test('a line without end is cut, and the next line is whole again', () => {
  const { tail } = createTail();
  for (let index = 0; index < 1000; index++) tail.push(Buffer.from('x'.repeat(1000)));
  tail.push(Buffer.from('\nnext\n'));
  tail.end();
  assert.deepEqual(
    tail.lines.map((line) => line.length),
    [4096, 4],
  );
});

function createRecorder(level: 'debug' | 'warn' = 'debug') {
  const records: { level: string; line?: string; lines?: number }[] = [];
  const log = createLog({
    level,
    format: 'json',
    destination: { write: (line: string) => void records.push(JSON.parse(line)) },
  });
  let nowMs = 0;
  const say = createStderrLog(log, ['s3cret'], () => nowMs);
  return { records, say, pass: (ms: number) => (nowMs += ms) };
}

test('errors are warnings, the rest is for those who debug', () => {
  const { records, say } = createRecorder();
  say('[rtsp @ 0x1] [error] method DESCRIBE failed');
  say('[mp4 @ 0x1] [warning] Timestamps are unset');
  say('[h264 @ 0x1] [error] non-existing PPS 0 referenced');
  assert.deepEqual(
    records.map(({ level }) => level),
    ['warn', 'debug', 'debug'],
  );
});

test('the password is not in the log', () => {
  const { records, say } = createRecorder();
  say("[error] Impossible to open 'rtsp://ann:s3cret@10.0.0.5/a', says s3cret");
  assert.doesNotMatch(JSON.stringify(records), /s3cret/);
  assert.match(records[0]?.line ?? '', /10\.0\.0\.5/);
});

test('a long line is shortened after its password is hidden', () => {
  const { records, say } = createRecorder();
  say(`[error] ${'x'.repeat(480)} rtsp://ann:${'s3cret'.repeat(100)}@10.0.0.5/a`);
  assert.doesNotMatch(JSON.stringify(records), /s3c/);
  assert.equal(records[0]?.line?.length, 500);
});

test('of many lines ten are logged in ten seconds, and then how many there were', () => {
  const { records, say, pass } = createRecorder();
  for (let index = 0; index < 1000; index++) say(`[error] ${index}`);
  assert.equal(records.length, 10);
  pass(10_000);
  say('[error] again');
  assert.equal(records.length, 12);
  assert.equal(records[10]?.lines, 990);
});
