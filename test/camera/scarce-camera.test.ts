// Cameras that few can have at a time: those that send to a port of ours, and those that take few viewers.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import type { Camera } from '../../src/camera/camera.ts';
import { createSourceProbe } from '../../src/camera/source-probe.ts';
import { NoVideoError } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { startRtspServer } from '../rtsp-server.ts';
import { changeOptions, createCamera, until } from './camera-under-test.ts';

/** @returns the source that takes what a camera sends until the end of the test */
async function startSender(t: TestContext): Promise<string> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => void socket.close(resolve));
  const address = `udp://127.0.0.1:${port}`;
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=15'];
  const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '8'];
  const output = ['-pix_fmt', 'yuv420p', '-f', 'mpegts', `${address}?pkt_size=1316`];
  const sender = execa('ffmpeg', ['-v', 'error', ...picture, ...x264, ...output], {
    reject: false,
    stdio: 'ignore',
  });
  t.after(async () => {
    sender.kill('SIGKILL');
    await sender;
  });
  return address;
}

test('a camera that sends to Oriel takes other options, and whoever asks is told why not to look', async (t) => {
  const source = await startSender(t);
  const camera = createCamera(t, { options: { source, video: 'h264' } });
  camera.activate();
  await until(camera, 'live');

  const log = createLog({ level: 'silent', format: 'json' });
  const probe = createSourceProbe({ programs: { ffprobe: 'ffprobe' }, log });
  const signal = AbortSignal.timeout(20_000);
  await assert.rejects(probe(camera.options, signal), (error) => {
    assert.ok(error instanceof NoVideoError);
    assert.match(error.message, /another program already takes what is sent to this port/);
    return true;
  });

  assert.equal(await camera.configure(changeOptions(camera, { resolution: '80x46' })), 'restart');
  assert.equal(camera.status.status, 'live');
  const { window } = camera.presentation.renditions[0] ?? assert.fail();
  await window.changes.until(
    () => (window.segments.at(-1)?.sequence.width === 80 ? true : null),
    AbortSignal.timeout(10_000),
  );
});

test('one that takes a single viewer, which Oriel is, takes other options', async (t) => {
  const server = await startRtspServer(t, { viewers: 1, gop: 5 });
  const camera = createCamera(t, { options: { source: server.url } });
  camera.activate();
  await until(camera, 'live');
  const change = changeOptions(camera, { rtsp_transport: 'udp' });
  assert.equal(await camera.configure(change), 'restart');
  assert.equal(camera.status.status, 'live');
  await seeNewFrames(camera);
});

async function seeNewFrames(camera: Camera): Promise<void> {
  const { window } = camera.presentation.renditions[0] ?? assert.fail();
  const newest = window.segments.at(-1)?.number ?? -1;
  await window.changes.until(
    () => window.segments.find(({ number }) => number > newest) ?? null,
    AbortSignal.timeout(10_000),
  );
}
