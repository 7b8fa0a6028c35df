// The camera decides what its address answers with. None of it may open anything of this machine.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createFolder, makeVideo, serve } from './media.ts';
import { assertByTheClock, record } from './recording.ts';

const H264 = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '10', '-t', '1'];

function secretVideo(folder: string): Promise<string> {
  return makeVideo(join(folder, 'secret.ts'), [...H264, '-f', 'mpegts']);
}

/** Both ways to open an address: as an argument, and by script. */
function bothWays(origin: string, path: string): string[] {
  return [`${origin}${path}`, `${origin.replace('//', '//ann:s3cret@')}${path}`];
}

async function refuses(t: TestContext, type: string, body: string): Promise<void> {
  const origin = await serve(t, (_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  for (const source of bothWays(origin, '/video')) {
    await assert.rejects(record(source, 1), { code: 'no_video' }, source);
  }
}

test('a playlist from the network opens no file', async (t) => {
  const path = await secretVideo(await createFolder(t));
  const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n';
  await refuses(t, 'application/vnd.apple.mpegurl', `${playlist}file://${path}\n#EXT-X-ENDLIST\n`);
});

test('a script from the network opens no file', async (t) => {
  const path = await secretVideo(await createFolder(t));
  await refuses(t, 'text/plain', `ffconcat version 1.0\nfile 'file:${path}'\n`);
});

test('a session description from the network opens no port', async (t) => {
  const description = 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n';
  await refuses(
    t,
    'application/sdp',
    `${description}m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n`,
  );
});

test('a camera that redirects to a file opens none', async (t) => {
  const path = await secretVideo(await createFolder(t));
  const origin = await serve(t, (_request, response) => {
    response.writeHead(302, { location: `file://${path}` }).end();
  });
  for (const source of bothWays(origin, '/video')) await assert.rejects(record(source, 1));
});

test('a file that is a script opens nothing else', async (t) => {
  const folder = await createFolder(t);
  const path = await secretVideo(folder);
  const script = join(folder, 'a.mp4');
  await writeFile(script, `ffconcat version 1.0\nfile '${path}'\n`);
  await assert.rejects(record(`file:${script}`, 1), { code: 'no_video' });
});

test('HLS and plain files from the network play', async (t) => {
  const video = await readFile(await secretVideo(await createFolder(t)));
  const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nvideo.ts\n#EXT-X-ENDLIST\n';
  const origin = await serve(t, (request, response) => {
    response.end(request.url === '/video.ts' ? video : playlist);
  });
  for (const path of ['/video.ts', '/a.m3u8']) {
    for (const source of bothWays(origin, path)) {
      const { format, packets } = await record(source, 10);
      assert.match(format.codec, /^avc1\./);
      assert.equal(packets[0]?.isKey, true);
    }
  }
});

test('bare H.264 over TCP, as small senders offer it, plays by the clock', async (t) => {
  const path = join(await createFolder(t), 'a.h264');
  await makeVideo(path, [
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-bf',
    '0',
    '-g',
    '10',
    '-aud',
    '1',
    '-t',
    '4',
    '-f',
    'h264',
  ]);
  const units = splitAccessUnits(await readFile(path));
  let sentAtMs: number[] = [];
  const server = createServer((socket) => {
    // The probe has had a connection of its own.
    const sent = (sentAtMs = [] as number[]);
    const timer = setInterval(() => {
      socket.write(units[sent.length % units.length] ?? '');
      sent.push(performance.now());
    }, 1000 / 15);
    socket.on('error', () => {}).on('close', () => clearInterval(timer));
  }).listen(0, '127.0.0.1');
  t.after(() => void server.close());
  await new Promise((resolve) => void server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const { packets } = await record(`tcp://127.0.0.1:${port}`, 40);
  assertByTheClock(packets, sentAtMs, [20, 35]);
});

/** ISO/IEC 14496-10, 7.4.1.2.3: an access unit begins with its delimiter, type 9. */
function splitAccessUnits(stream: Buffer): Buffer[] {
  const delimiter = Buffer.from([0, 0, 0, 1, 9]);
  const starts: number[] = [];
  for (let at = stream.indexOf(delimiter); at >= 0; at = stream.indexOf(delimiter, at + 1)) {
    starts.push(at);
  }
  return starts.map((start, index) => stream.subarray(start, starts[index + 1]));
}
