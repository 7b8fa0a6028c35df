import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTargetLatency } from '../../../www/media/manifest-latency.ts';

test("the manifest's target latency is read in seconds", () => {
  assert.equal(readTargetLatency({ ServiceDescription: [{ Latency: [{ target: 6000 }] }] }), 6);
  assert.equal(readTargetLatency({ ServiceDescription: { Latency: { target: 400 } } }), 0.4);
});

test('a manifest that says nothing of it asks for nothing', () => {
  const silent = [{}, null, { ServiceDescription: [] }, { ServiceDescription: [{ Latency: 'x' }] }];
  for (const manifest of silent) assert.equal(readTargetLatency(manifest), null);
});
