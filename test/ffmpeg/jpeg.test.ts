import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { StartupError } from '../../src/errors.ts';
import { JpegError, createJpeg, renderJpegArguments } from '../../src/ffmpeg/jpeg.ts';
import type { JpegFormat, JpegRequest } from '../../src/ffmpeg/jpeg.ts';
import { eventually } from '../eventually.ts';
import { encode, runFfmpeg } from '../mp4/ffmpeg.ts';
import { childrenOf, isAlive } from '../processes.ts';
import { temporaryDirectory } from '../running-app.ts';

const PLAIN: JpegFormat = { width: null, quality: 85 };

let video: Buffer;
before(async () => {
  video = await encode(['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '25']);
});

function create(request: Partial<JpegRequest> = {}): Promise<Buffer> {
  return createJpeg({
    program: 'ffmpeg',
    mp4: [video],
    format: PLAIN,
    signal: new AbortController().signal,
    ...request,
  });
}

function fake(name: string): string {
  return fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
}

async function sizeOf(jpeg: Buffer): Promise<string> {
  const args = ['-v', 'error', '-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0'];
  const { stdout } = await execa('ffprobe', [...args, 'pipe:0'], { input: jpeg });
  return stdout;
}

test('the whole call', () => {
  assert.equal(
    renderJpegArguments({ width: 320, quality: 50 }).join(' '),
    '-hide_banner -loglevel error -nostats -nostdin -protocol_whitelist pipe -threads 1 ' +
      '-flags output_corrupt -flags2 showall -f mp4 -i pipe:0 -map 0:v:0 -frames:v 1 ' +
      '-vf scale=w=min(320\\,iw*sar):h=ow/dar,setsar=1 -c:v mjpeg -threads 1 -q:v 13 -f mjpeg pipe:1',
  );
});

test('quality is counted as JPEG encoders do', () => {
  const quantizers = [1, 25, 50, 75, 85, 95, 100].map((quality) => {
    const args = renderJpegArguments({ width: null, quality });
    return Number(args[args.indexOf('-q:v') + 1]);
  });
  assert.deepEqual(quantizers, [31, 26, 13, 7, 4, 2, 2]);
});

test('a frame becomes one picture of its size', async () => {
  assert.equal(await sizeOf(await create()), 'mjpeg,192,108');
});

test('a picture is as wide as asked for, but no wider than the video', async () => {
  const narrow = await create({ format: { width: 96, quality: 85 } });
  const wide = await create({ format: { width: 3840, quality: 85 } });
  assert.equal(await sizeOf(narrow), 'mjpeg,96,54');
  assert.equal(await sizeOf(wide), 'mjpeg,192,108');
});

test('pixels that are not square are made so', async () => {
  const anamorphic = await runFfmpeg(
    '-f lavfi -i testsrc2=size=144x108 -vf setsar=4/3 -frames:v 1 -c:v libx264 -movflags frag_keyframe+empty_moov -f mp4 pipe:1'.split(
      ' ',
    ),
  );
  assert.equal(await sizeOf(await create({ mp4: [anamorphic] })), 'mjpeg,192,108');
});

test('a better picture is a larger one', async () => {
  const good = await create({ format: { width: null, quality: 95 } });
  const poor = await create({ format: { width: null, quality: 10 } });
  assert.ok(good.length > 2 * poor.length);
});

test('what is no video makes no picture, and the error says what ffmpeg said', async () => {
  await assert.rejects(
    create({ mp4: [Buffer.from('this is no video')] }),
    (error) => error instanceof JpegError && /ffmpeg: pipe:0/.test(error.message),
  );
});

test('what a program writes that is no picture is none', async () => {
  await assert.rejects(create({ program: fake('dying.mjs') }), JpegError);
  await assert.rejects(create({ program: fake('garbage.mjs') }), JpegError);
});

test('an ffmpeg that hangs is killed when its time is up', async () => {
  const program = fake('silent.mjs');
  await assert.rejects(create({ program, timeoutMs: 300 }), /no picture within 0\.3 s/);
});

const SIGTERM_BIT = 1n << 14n;

async function ignoresSigterm(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const ignored = /^SigIgn:\s*(\w+)/m.exec(status)?.[1] ?? '0';
  return (BigInt(`0x${ignored}`) & SIGTERM_BIT) !== 0n;
}

test('a run that is given up leaves no process, though it ignores SIGTERM', async (t) => {
  const program = join(await temporaryDirectory(t), 'ffmpeg');
  await writeFile(program, "#!/bin/sh\ntrap '' TERM\nsleep 60\n", { mode: 0o755 });
  const stop = new AbortController();
  const reason = new Error('given up');
  const running = create({ program, signal: stop.signal });
  const pid = await eventually('it runs', async () => {
    const [found] = await childrenOf(process.pid, 'ffmpeg');
    return found !== undefined && (await ignoresSigterm(found)) ? found : null;
  });
  const sleeping = await eventually('its own child runs', async () => {
    const [found] = await childrenOf(pid, 'sleep');
    return found ?? null;
  });
  stop.abort(reason);
  await assert.rejects(running, reason);
  assert.deepEqual([await isAlive(pid), await isAlive(sleeping)], [false, false]);
});

test('a machine without ffmpeg is told what to install', async () => {
  await assert.rejects(create({ program: '/nonexistent/ffmpeg' }), StartupError);
});
