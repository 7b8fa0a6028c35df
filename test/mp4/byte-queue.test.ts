import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteQueue } from '../../src/mp4/byte-queue.ts';
import { createRandom } from '../random.ts';
import { assertSameBytes } from '../same-bytes.ts';

test('bytes leave in the order they came, whatever the sizes', () => {
  const random = createRandom(1);
  const source = Buffer.from(Array.from({ length: 5_000 }, () => random(256)));
  const queue = new ByteQueue();
  const taken: Buffer[] = [];
  let pushed = 0;
  let left = source.length;
  while (left > 0) {
    const chunk = source.subarray(pushed, pushed + random(40));
    pushed += chunk.length;
    queue.push(Buffer.from(chunk));
    const size = random(30);
    const peeked = queue.peek(size);
    const seen = peeked && Buffer.from(peeked);
    const bytes = queue.take(size);
    assert.deepEqual(bytes, seen, 'peek and take see the same');
    if (bytes) taken.push(bytes);
    left -= bytes?.length ?? 0;
    assert.equal(queue.length, pushed - (source.length - left));
  }
  assertSameBytes(Buffer.concat(taken), source);
});

test('nothing is taken while there is too little', () => {
  const queue = new ByteQueue();
  queue.push(Buffer.from('abc'));
  queue.push(Buffer.alloc(0));
  assert.equal(queue.peek(4), null);
  assert.equal(queue.take(4), null);
  assert.equal(queue.length, 3);
  queue.push(Buffer.from('d'));
  assert.equal(queue.take(4)?.toString(), 'abcd');
  assert.equal(queue.length, 0);
});

test('what came in one piece is not copied', () => {
  const queue = new ByteQueue();
  const chunk = Buffer.from('abcdef');
  queue.push(chunk);
  const first = queue.take(2);
  const rest = queue.take(4);
  assert.equal(first?.buffer, chunk.buffer);
  assert.equal(rest?.buffer, chunk.buffer);
  assert.deepEqual([first?.toString(), rest?.toString()], ['ab', 'cdef']);
});
