import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { waitForPicture } from '../../src/home-assistant/camera-links.ts';
import { CoreError } from '../../src/home-assistant/core-error.ts';

test('an answer without a picture that is cut off is no picture, and no more', async () => {
  await using server = createServer((_req, res) => {
    res.writeHead(503, { 'content-type': 'application/json', 'content-length': 1000 });
    res.write('{"error":', () => res.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const place = { hostname: 'oriel', port: address.port };
  const camera = { id: 'porch', secret: 'x' };
  const waiting = waitForPicture(place, camera, AbortSignal.timeout(10_000));
  await assert.rejects(waiting, (error) => {
    assert.ok(error instanceof CoreError, String(error));
    assert.deepEqual(
      [error.code, error.message],
      ['no_picture', 'the camera gives no picture yet'],
    );
    return true;
  });
});
