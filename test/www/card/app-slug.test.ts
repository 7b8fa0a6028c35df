import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slugOfScript } from '../../../www/card/app-slug.ts';

test('the card’s own address tells the app it came with', () => {
  const url = 'http://ha.local/local/oriel/oriel-card.js';
  assert.equal(slugOfScript(`${url}?app=a1b2c3d4_oriel&v=1`), 'a1b2c3d4_oriel');
  assert.equal(slugOfScript(url), null);
  assert.equal(slugOfScript(`${url}?app=../../core`), null);
});
