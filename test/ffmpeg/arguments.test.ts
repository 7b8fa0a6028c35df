import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CameraOptions } from '../../src/config/schema.ts';
import { renderCommand, renderProbeCommand } from '../../src/ffmpeg/arguments.ts';
import type { ProbePurpose } from '../../src/ffmpeg/input-arguments.ts';
import type { AudioPlan } from '../../src/ffmpeg/audio.ts';
import type { Command } from '../../src/ffmpeg/command.ts';
import type { Encoder } from '../../src/ffmpeg/encoders.ts';
import type { Probe } from '../../src/ffmpeg/probe.ts';
import { chooseRenditions } from '../../src/ffmpeg/renditions.ts';
import { collectSecrets, parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';

interface Case {
  readonly name: string;
  readonly source: string;
  readonly encoder: Encoder;
  readonly options?: Partial<CameraOptions>;
  readonly probe?: Partial<Probe>;
  readonly audio?: AudioPlan;
}

const PROBE: Probe = {
  format: 'rtsp',
  codec: 'h264',
  profile: 'Main',
  pixelFormat: 'yuv420p',
  width: 1920,
  height: 1080,
  fps: 25,
  reorderFrames: 0,
  interlaced: false,
  audio: { codec: 'aac', profile: 'LC', sampleRate: 16_000, channels: 1 },
};

const RTSP = 'rtsp://10.0.0.5/stream1';
const SECRET_RTSP = "rtsp://opr7:it's-s3cret@10.0.0.5/stream1";

const CASES: readonly Case[] = [
  { name: 'RTSP, copied', source: RTSP, encoder: 'copy', probe: {} },
  {
    name: 'RTSP, copied with its sound',
    source: RTSP,
    encoder: 'copy',
    probe: {},
    audio: { encoder: 'copy', codec: 'aac', sampleRate: 16_000, channels: 1 },
  },
  {
    name: 'a file whose sound is encoded',
    source: 'file:/media/a.mkv',
    encoder: 'copy',
    probe: { format: 'matroska,webm' },
    audio: { encoder: 'aac', codec: 'aac', sampleRate: 48_000, channels: 2 },
  },
  {
    name: 'RTSP with a password, over UDP, copied',
    source: SECRET_RTSP,
    encoder: 'copy',
    options: { rtsp_transport: 'udp' },
    probe: {},
  },
  { name: 'RTSPS, never probed, encoded', source: 'rtsps://10.0.0.5/a', encoder: 'libx264' },
  {
    name: 'RTSP with B-frames, copied',
    source: RTSP,
    encoder: 'copy',
    probe: { reorderFrames: 2 },
  },
  { name: 'RTSP, HEVC, copied', source: RTSP, encoder: 'copy', probe: { codec: 'hevc' } },
  {
    name: 'RTSP, 4K HEVC, encoded to 720p',
    source: RTSP,
    encoder: 'libx264',
    options: { resolution: '720p' },
    probe: { codec: 'hevc', width: 3840, height: 2160 },
  },
  {
    name: 'RTSP, interlaced, encoded to what was asked for',
    source: RTSP,
    encoder: 'libx264',
    options: { resolution: '853x481', fps: 10, bitrate_kbps: 700, gop_seconds: 2 },
    probe: { interlaced: true },
  },
  {
    name: 'MJPEG over HTTP with a password',
    source: 'http://opr7:s3cret@10.0.0.5/video.mjpg',
    encoder: 'libx264',
    probe: { format: 'concat', codec: 'mjpeg', width: 640, height: 480 },
  },
  { name: 'HLS over HTTPS', source: 'https://cam.example/a.m3u8', encoder: 'copy', probe: {} },
  { name: 'RTMP', source: 'rtmp://10.0.0.5/live/a', encoder: 'copy', probe: { format: 'flv' } },
  { name: 'RTMPS', source: 'rtmps://10.0.0.5/live/a', encoder: 'copy', probe: { format: 'flv' } },
  { name: 'SRT', source: 'srt://10.0.0.5:9000', encoder: 'copy', probe: { format: 'mpegts' } },
  { name: 'UDP', source: 'udp://239.1.2.3:5000', encoder: 'copy', probe: { format: 'mpegts' } },
  {
    name: 'TCP, H.264 without a container',
    source: 'tcp://10.0.0.5:8888',
    encoder: 'copy',
    probe: { format: 'h264' },
  },
  { name: 'a file', source: 'file:/media/a b.mp4', encoder: 'copy', probe: { format: 'mov' } },
  {
    name: 'a device with H.264',
    source: 'v4l2:/dev/video0',
    encoder: 'copy',
    options: { input_format: 'h264', resolution: '1280x720', fps: 30 },
  },
  {
    name: 'a device with MJPEG, by height',
    source: 'v4l2:/dev/video0',
    encoder: 'libx264',
    options: { input_format: 'mjpeg', resolution: '480p', fps: 15 },
  },
  { name: 'a device as it is', source: 'v4l2:/dev/video2', encoder: 'libx264' },
  {
    name: 'RTSP with sound, copied, beside smaller versions',
    source: RTSP,
    encoder: 'copy',
    options: { renditions: ['360p@600', '720p@2000', '1080p@4000'] },
    probe: {},
    audio: { encoder: 'copy', codec: 'aac', sampleRate: 16_000, channels: 1 },
  },
  {
    name: 'RTSP, interlaced, encoded, beside a smaller version',
    source: RTSP,
    encoder: 'libx264',
    options: { fps: 10, gop_seconds: 2, renditions: ['360p@600'] },
    probe: { interlaced: true },
  },
  {
    name: 'a file, copied, beside a smaller version',
    source: 'file:/media/a.mp4',
    encoder: 'copy',
    options: { renditions: ['360p@600'] },
    probe: { format: 'mov' },
  },
  {
    name: 'a device of a size of its own, beside smaller versions',
    source: 'v4l2:/dev/video0',
    encoder: 'libx264',
    options: { renditions: ['720p@2000', '360p@600'] },
  },
];

function render({ source, encoder, options, probe, audio }: Case): Command {
  const all = { ...CAMERA_OPTIONS, ...options };
  const known = {
    source: parseSource(source),
    options: all,
    probe: probe === undefined ? null : { ...PROBE, ...probe },
  };
  const { made } = chooseRenditions(all, known.source, known.probe);
  return renderCommand({
    ...known,
    encoder,
    audio: audio ?? null,
    renditions: made,
    utcOffsetMinutes: 60,
  });
}

/** For reading, not for a shell: an argument a line would be long, so options share one with values. */
function show({ args, stdin }: Command): string {
  const text = args
    .map((arg) => (/[\s'"]/.test(arg) ? JSON.stringify(arg) : arg))
    .join(' ')
    .replaceAll(/ (?=-[a-z])/g, '\n  ');
  return `  ${text}\n${stdin === null ? '' : stdin.replaceAll(/^(?=.)/gm, '  < ')}`;
}

const AS_IT_IS = { serializers: [(value: string) => value] };

test('each kind of source has its arguments', (t) => {
  const text = CASES.map((each) => `${each.name}: ${each.source}\n${show(render(each))}`);
  t.assert.fileSnapshot(text.join('\n'), 'test/golden/ffmpeg/arguments.txt', AS_IT_IS);
});

test('each kind of source is probed with its arguments', (t) => {
  const text = CASES.filter(({ source }) => !source.startsWith('v4l2:')).map((each) => {
    const options = { ...CAMERA_OPTIONS, ...each.options };
    const command = renderProbeCommand(parseSource(each.source), options, 'prepare');
    return `${each.name}: ${each.source}\n${show(command)}`;
  });
  t.assert.fileSnapshot(text.join('\n'), 'test/golden/ffmpeg/probe-arguments.txt', AS_IT_IS);
});

test('only who wants to know the frame rate waits for it', () => {
  const renderProbe = (source: string, purpose: ProbePurpose): string => {
    const { args, stdin } = renderProbeCommand(parseSource(source), CAMERA_OPTIONS, purpose);
    return `${args.join(' ')} ${stdin}`;
  };
  for (const source of ['rtsp://10.0.0.5/a', SECRET_RTSP]) {
    assert.match(renderProbe(source, 'prepare'), /fpsprobesize '?0/);
    assert.doesNotMatch(renderProbe(source, 'report'), /fpsprobesize/);
  }
});

test('the test picture is drawn in its arguments', (t) => {
  const command = render({ name: 'test', source: 'test:', encoder: 'libx264' });
  const text = show(command).replaceAll(',drawbox', ',\n    drawbox');
  t.assert.fileSnapshot(text, 'test/golden/ffmpeg/test-picture.txt', AS_IT_IS);
});

test('the test picture is drawn once for all of its versions', () => {
  const { args, pipes } = render({
    name: 'test',
    source: 'test:',
    encoder: 'libx264',
    options: { resolution: '720p', renditions: ['240p@300', '360p@600'] },
  });
  const graphs = args.filter((_, index) => args[index - 1] === '-filter_complex');
  assert.equal(graphs.length, 1);
  assert.match(graphs[0] ?? '', /^testsrc2=.*\[picture\];\[picture\]split=2\[main\]\[others\];/);
  const maps = args.filter((_, index) => args[index - 1] === '-map');
  assert.deepEqual(maps, ['[main]', '[360p]', '[240p]']);
  assert.deepEqual(pipes, ['360p', '240p']);
});

test('no secret of a source is among the arguments', () => {
  const sources = [
    SECRET_RTSP,
    'rtsps://opr7:s3cret@10.0.0.5/a',
    'http://10.0.0.5/video?user=opr7&pwd=s3cret',
    'rtmp://opr7:s3cret@10.0.0.5/live/a',
    'srt://10.0.0.5:9000?passphrase=s3cret-s3cret',
  ];
  for (const source of sources) {
    const secrets = collectSecrets(source);
    assert.notEqual(secrets.length, 0, source);
    const options = CAMERA_OPTIONS;
    const commands = [
      render({ name: source, source, encoder: 'copy', probe: {} }),
      renderProbeCommand(parseSource(source), options, 'prepare'),
    ];
    for (const { args, stdin } of commands) {
      for (const secret of secrets) assert.equal(args.join(' ').includes(secret), false, source);
      assert.notEqual(stdin, null);
    }
  }
});

test('text of the user never becomes an option of its own', () => {
  const source = 'rtsp://10.0.0.5/-i%20file:/etc/passwd';
  const { args } = render({ name: source, source, encoder: 'copy', probe: {} });
  assert.equal(args[args.indexOf('-i') + 1], source);
  assert.equal(args.filter((arg) => arg === '-i').length, 1);
});

test('a size that video cannot have becomes the next smaller one it can', () => {
  const { args } = render({
    name: 'test',
    source: 'test:',
    encoder: 'libx264',
    options: { resolution: '321x181' },
  });
  assert.match(args.join(' '), /testsrc2=size=320x180:/);
});

test('the test picture is nothing to be probed', () => {
  assert.throws(() => renderProbeCommand({ kind: 'test' }, CAMERA_OPTIONS, 'report'), TypeError);
});
