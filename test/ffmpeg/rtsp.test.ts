// A real camera server, and ffmpeg as Oriel runs it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { renderCommand } from '../../src/ffmpeg/arguments.ts';
import { probeSource } from '../../src/ffmpeg/probe.ts';
import type { ProbeContext } from '../../src/ffmpeg/probe.ts';
import { runFfmpeg } from '../../src/ffmpeg/process.ts';
import { collectSecrets, parseSource } from '../../src/source.ts';
import { startRtspServer } from '../rtsp-server.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';
import { assertFormat, dtsSteps, keyframeSeconds, record, SILENT_LOG } from './recording.ts';

const PASSWORD = "it's-s3cret";

/** Presentation times, first to last. */
function shownOrder(packets: readonly { pts: number }[]): number[] {
  return packets.map(({ pts }) => pts).toSorted((a, b) => a - b);
}

function steps(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

function probe(url: string, more: Partial<ProbeContext> = {}) {
  const source = parseSource(url);
  const secrets = collectSecrets(url);
  return probeSource({
    program: 'ffprobe',
    source,
    options: CAMERA_OPTIONS,
    purpose: 'report',
    secrets,
    signal: new AbortController().signal,
    log: SILENT_LOG,
    ...more,
  });
}

test('H.264 of a camera is copied, with sound left out', async (t) => {
  const { url } = await startRtspServer(t, { audio: true, gop: 10 });
  const { format, packets } = await record(url, 40);
  assertFormat(format, 640, 360);
  assert.equal(packets[0]?.isKey, true);
  // The first frame comes without a time, and its duration is lost.
  const [, ...rest] = dtsSteps(packets);
  assert.ok(
    rest.every((step) => Math.abs(step - 3600) < 400),
    rest.join(' '),
  );
  assert.ok(keyframeSeconds(packets).length >= 3);
});

test('a camera over UDP plays', async (t) => {
  const { url } = await startRtspServer(t, { gop: 10 });
  const { packets } = await record(url, 20, { rtsp_transport: 'udp' });
  assert.ok(packets.length >= 20);
});

test('the probe tells codec, size, rate, B-frames and sound', async (t) => {
  const { url } = await startRtspServer(t, { audio: true, bframes: 2, fps: 20 });
  const report = await probe(url);
  const { format, codec, profile, width, fps, reorderFrames, audio } = report;
  assert.deepEqual([format, codec, profile], ['rtsp', 'h264', 'Main']);
  assert.deepEqual([width, fps, reorderFrames, audio?.codec], [640, 20, 2, 'aac']);
  // What waits for no rate: this camera says it beforehand.
  assert.deepEqual(await probe(url, { purpose: 'prepare' }), report);
});

for (const auth of ['basic', 'digest'] as const) {
  test(`a camera with a password plays (${auth}), and nobody sees the password in ps`, async (t) => {
    const server = await startRtspServer(t, { user: 'ann', password: PASSWORD, auth, gop: 10 });
    const url = server.url.replace(PASSWORD, encodeURIComponent(PASSWORD));
    const seen: string[] = [];
    const look = setInterval(() => seen.push(...ffmpegCommandLines()), 20);
    const { format, packets } = await record(url, 30);
    clearInterval(look);
    assert.match(format.codec, /^avc1\./);
    const [, ...rest] = dtsSteps(packets);
    assert.ok(
      rest.every((step) => Math.abs(step - 3600) < 400),
      rest.join(' '),
    );
    assert.ok(
      seen.some((line) => line.includes('concat')),
      'ffmpeg was seen',
    );
    assert.ok(seen.every((line) => !/s3cret/.test(line)));
  });
}

/** Arguments of this program's own ffmpeg and ffprobe processes, as `ps` shows them. */
function ffmpegCommandLines(): string[] {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(read(`/proc/${pid}/status`)))
    .map((pid) => read(`/proc/${pid}/cmdline`))
    .filter((line) => /^ff(?:mpeg|probe)\0/.test(line));
}

for (const codec of ['h264', 'h265'] as const) {
  for (const user of [undefined, 'ann']) {
    const way = user === undefined ? 'as an argument' : 'by script';
    test(`${codec} with B-frames is copied with its times, ${way}`, async (t) => {
      const login = user === undefined ? {} : { user, password: PASSWORD };
      const server = await startRtspServer(t, { codec, bframes: 2, gop: 25, ...login });
      const url = server.url.replace(PASSWORD, encodeURIComponent(PASSWORD));
      const { packets } = await record(url, 50, { video: 'copy' });
      assert.ok(
        dtsSteps(packets).every((step) => step > 0),
        'decode times rise',
      );
      const settled = packets.slice(8);
      assert.deepEqual(new Set(dtsSteps(settled)), new Set([3600]));
      // The last ones shown are not all there yet.
      const shown = steps(shownOrder(packets)).slice(0, -4);
      assert.deepEqual(new Set(shown), new Set([3600]), shown.join(' '));
    });
  }
}

test('HEVC is encoded by default, and copied under the name that Safari plays', async (t) => {
  const { url } = await startRtspServer(t, { codec: 'h265', gop: 10 });
  assert.match((await record(url, 10)).format.codec, /^avc1\./);
  const copied = await record(url, 10, { video: 'copy' });
  assert.match(copied.format.codec, /^hvc1\./);
  assert.ok(copied.mp4.includes('hvc1'));
});

test('MJPEG of a camera is encoded', async (t) => {
  const { url } = await startRtspServer(t, { codec: 'mjpeg', fps: 15 });
  const { format, packets } = await record(url, 35);
  assert.match(format.codec, /^avc1\./);
  const seconds = ((packets[31]?.pts ?? 0) - (packets[1]?.pts ?? 0)) / 90_000;
  assert.ok(Math.abs(seconds - 2) < 0.2, `30 frames of 15 a second in ${seconds} s`);
});

test('a wrong password, a wrong path and sound alone are told apart', async (t) => {
  const locked = await startRtspServer(t, { user: 'ann', password: 'right' });
  const wrong = locked.url.replace('right', 'wr0ng');
  await assert.rejects(record(wrong, 1), { code: 'unauthorized' });
  const open = await startRtspServer(t, { codec: 'none' });
  await assert.rejects(record(open.url, 1), { code: 'no_video' });
  await assert.rejects(record(open.url.replace('stream1', 'nope'), 1), { code: 'not_found' });
});

/** Plays until the first output, does something to the camera, and waits for the end. */
async function playUntil(url: string, harm: () => void): Promise<void> {
  const source = parseSource(url);
  const command = renderCommand({ source, options: CAMERA_OPTIONS, encoder: 'copy', probe: null });
  // A camera that hangs is given 10 s; that is for users, not for tests.
  const args = command.args.map((arg) => (arg === '10000000' ? '500000' : arg));
  let isPlaying = false;
  await runFfmpeg({
    program: 'ffmpeg',
    command: { ...command, args },
    secrets: [],
    signal: new AbortController().signal,
    log: SILENT_LOG,
    onOutput: () => {
      if (!isPlaying) setImmediate(harm);
      isPlaying = true;
    },
  });
}

test('a camera that loses its power ends the run', async (t) => {
  const server = await startRtspServer(t, {});
  const kill = (): void => void server.kill();
  await assert.rejects(playUntil(server.url, kill), { code: 'crashed', message: /source ended/ });
});

test('a camera that hangs is stalled', async (t) => {
  const server = await startRtspServer(t, {});
  const pause = (): void => server.pause();
  await assert.rejects(playUntil(server.url, pause), { code: 'stalled' });
});

test('a camera that ends its stream ends the run', async (t) => {
  const server = await startRtspServer(t, { frames: 40 });
  await assert.rejects(
    playUntil(server.url, () => {}),
    { code: 'crashed' },
  );
});
