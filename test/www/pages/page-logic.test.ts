import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolOf, withProtocol } from '../../../www/pages/address.ts';
import { actionOf } from '../../../www/player/player-keys.ts';
import { areTilesRelaxed } from '../../../www/pages/tile-plan.ts';

test('the address names the protocol, and auto is not worth naming', () => {
  assert.equal(protocolOf('?protocol=dash'), 'dash');
  assert.equal(protocolOf('?protocol=smoke'), 'auto');
  assert.equal(protocolOf(''), 'auto');
  assert.equal(
    withProtocol('http://oriel/x/?a=1#top', 'hls'),
    'http://oriel/x/?a=1&protocol=hls#top',
  );
  assert.equal(withProtocol('http://oriel/?protocol=hls', 'auto'), 'http://oriel/');
});

test('up to four tiles play close to live, with LL-HLS up to two', () => {
  assert.deepEqual(
    [4, 5].map((tiles) => areTilesRelaxed('auto', tiles, false)),
    [false, true],
  );
  assert.deepEqual(
    [2, 3].map((tiles) => areTilesRelaxed('hls', tiles, false)),
    [false, true],
  );
});

test('all tiles play live, over one connection', () => {
  assert.equal(areTilesRelaxed('live', 12, false), false);
});

test('tiles that became relaxed stay so until there are clearly fewer', () => {
  assert.deepEqual(
    [4, 3].map((tiles) => areTilesRelaxed('auto', tiles, true)),
    [true, false],
  );
});

test('keys act on the player, unless somebody else wants them', () => {
  const plain = { ctrlKey: false, altKey: false, metaKey: false, isTaken: false };
  assert.deepEqual(
    [' ', 'm', 'F', 'l', 'x', 'Enter'].map((key) => actionOf({ ...plain, key })),
    ['togglePlay', 'toggleMute', 'toggleFullscreen', 'goLive', null, null],
  );
  assert.equal(actionOf({ ...plain, key: 'l', ctrlKey: true }), null);
  assert.equal(actionOf({ ...plain, key: ' ', isTaken: true }), null);
});
