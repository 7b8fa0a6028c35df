import assert from 'node:assert/strict';

/**
 * `assert.deepEqual` says how two buffers differ by the shortest way from one to the other, and takes gigabytes and
 * minutes for it with those that are as large as a video's.
 */
export function assertSameBytes(
  actual: Uint8Array,
  expected: Uint8Array | undefined,
  message = 'other bytes',
): void {
  assert.ok(expected, `${message}: nothing to compare with`);
  const at = actual.findIndex((byte, index) => byte !== expected[index]);
  const { length } = actual;
  const isSame = at === -1 && length === expected.length;
  assert.ok(isSame, `${message}: ${length} instead of ${expected.length}, other at ${at}`);
}
