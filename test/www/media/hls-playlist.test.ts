import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choosePlaylist } from '../../../www/media/hls-playlist.ts';

test('short parts are for near networks, which must be known to be near', () => {
  assert.equal(choosePlaylist(true, 5).path, 'hls/near.m3u8');
  assert.equal(choosePlaylist(true, 60).path, 'hls/index.m3u8');
  assert.equal(choosePlaylist(true, null).path, 'hls/index.m3u8');
  assert.equal(choosePlaylist(false, 5).path, 'hls/index.m3u8');
});

test('a camera without short parts is played all the same', () => {
  assert.equal(choosePlaylist(true, 5).insteadAt(404), 'hls/index.m3u8');
  assert.equal(choosePlaylist(true, 5).insteadAt(503), null);
  assert.equal(choosePlaylist(true, 60).insteadAt(404), null);
});
