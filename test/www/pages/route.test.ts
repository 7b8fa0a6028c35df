import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRoute } from '../../../www/pages/route.ts';

test('the fragment of the address says what is shown', () => {
  assert.deepEqual(parseRoute(''), { view: 'home', camera: null });
  assert.deepEqual(parseRoute('#'), { view: 'home', camera: null });
  assert.deepEqual(parseRoute('#add'), { view: 'add', camera: null });
  assert.deepEqual(parseRoute('#log?camera=porch'), { view: 'log', camera: 'porch' });
  assert.deepEqual(parseRoute('#constructor'), { view: 'home', camera: null });
});
