import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { execa } from 'execa';
import { parseSource } from '../src/source.ts';

test('ffmpeg sends the camera the password that was typed, whatever characters it has', async (t) => {
  const credentials: string[] = [];
  const camera = createServer((request, response) => {
    const [, base64] = request.headers.authorization?.split(' ') ?? [];
    if (base64 !== undefined) credentials.push(Buffer.from(base64, 'base64').toString());
    response.writeHead(401, { 'www-authenticate': 'Basic realm="camera"' }).end();
  });
  camera.listen(0, '127.0.0.1');
  t.after(() => camera.close());
  await once(camera, 'listening');
  const address = camera.address();
  assert.ok(typeof address === 'object' && address !== null);

  const typed: [string, string][] = [
    ['a@b:c', 'a@b:c'],
    ['a/b', 'a/b'],
    ['a#b?c', 'a#b?c'],
    ['100%', '100%'],
    ['a%zz', 'a%zz'],
    ['a%40b%2F', 'a@b/'],
    ['ä€&=+', 'ä€&=+'],
  ];
  for (const [password, expected] of typed) {
    const source = parseSource(`http://user:${password}@127.0.0.1:${address.port}/x`);
    assert.ok(source.kind === 'network');
    await execa('ffmpeg', ['-nostdin', '-i', source.url], { reject: false, timeout: 10_000 });
    assert.equal(credentials.pop(), `user:${expected}`);
  }
});
