import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CameraOptions } from '../../src/config/schema.ts';
import { chooseEncoder, planVideo } from '../../src/ffmpeg/encoders.ts';
import type { Probe } from '../../src/ffmpeg/probe.ts';
import { parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from './camera-options.ts';

const H264: Probe = {
  format: 'rtsp',
  codec: 'h264',
  profile: 'Main',
  pixelFormat: 'yuv420p',
  width: 1280,
  height: 720,
  fps: 25,
  reorderFrames: 0,
  interlaced: false,
  audio: null,
};

interface Case {
  readonly options?: Partial<CameraOptions>;
  readonly source?: string;
  readonly probe?: Partial<Probe> | null;
}

function choose({ options, source = 'rtsp://10.0.0.5/a', probe = {} }: Case) {
  return chooseEncoder(
    { ...CAMERA_OPTIONS, ...options },
    parseSource(source),
    probe === null ? null : { ...H264, ...probe },
  );
}

function reasonOf({ options, source = 'rtsp://10.0.0.5/a', probe = {} }: Case): string {
  const probed = probe === null ? null : { ...H264, ...probe };
  return planVideo({ ...CAMERA_OPTIONS, ...options }, parseSource(source), probed).reason;
}

test('the choice says why, the camera’s obstacle before the user’s wish', () => {
  const device = 'v4l2:/dev/video0';
  const expected: readonly (readonly [string, Case])[] = [
    ['browsers_play_it', {}],
    ['codec_not_played', { probe: { codec: 'hevc' }, options: { fps: 10 } }],
    ['interlaced', { probe: { interlaced: true } }],
    ['profile_not_played', { probe: { profile: 'High 10', pixelFormat: 'yuv420p10le' } }],
    ['colors_not_played', { probe: { pixelFormat: 'yuv422p' } }],
    ['options_need_encoding', { options: { fps: 10 } }],
    ['asked_to_encode', { options: { video: 'h264' } }],
    ['asked_to_copy', { options: { video: 'copy' }, probe: { codec: 'hevc' } }],
    ['not_probed', { probe: null }],
    ['test_picture', { source: 'test:', options: { video: 'h264' }, probe: null }],
    ['device_sends_h264', { source: device, options: { input_format: 'h264' }, probe: null }],
    ['device_sends_pictures', { source: device, options: { input_format: 'nv12' }, probe: null }],
  ];
  for (const [reason, choice] of expected) assert.equal(reasonOf(choice), reason);
  const shaped = { input_format: 'h264', bitrate_kbps: 500 } as const;
  assert.equal(reasonOf({ source: device, options: shaped, probe: null }), 'options_need_encoding');
});

test('what every browser plays is copied', () => {
  assert.equal(choose({}), 'copy');
  for (const profile of ['Baseline', 'Constrained Baseline', 'Main', 'High']) {
    assert.equal(choose({ probe: { profile } }), 'copy', profile);
  }
  assert.equal(choose({ probe: { pixelFormat: 'yuvj420p' } }), 'copy');
});

test('what some browser does not play is encoded', () => {
  const probes: Partial<Probe>[] = [
    { codec: 'hevc' },
    { codec: 'mjpeg' },
    { codec: 'mpeg4' },
    { profile: 'High 10', pixelFormat: 'yuv420p10le' },
    { profile: 'High 4:2:2', pixelFormat: 'yuv422p' },
    { pixelFormat: 'yuv422p' },
    { pixelFormat: null },
    { profile: null },
    { interlaced: true },
  ];
  for (const probe of probes) assert.equal(choose({ probe }), 'libx264', JSON.stringify(probe));
});

test('what was not probed is encoded', () => {
  assert.equal(choose({ probe: null }), 'libx264');
});

test('an option about the picture has it encoded', () => {
  const all: Partial<CameraOptions>[] = [
    { resolution: '720p' },
    { fps: 10 },
    { bitrate_kbps: 800 },
    { gop_seconds: 1 },
    { video: 'h264' },
  ];
  for (const options of all) assert.equal(choose({ options }), 'libx264', JSON.stringify(options));
});

test('copy copies H.264 and HEVC of all kinds', () => {
  const options = { video: 'copy' } as const;
  assert.equal(choose({ options, probe: { codec: 'hevc', pixelFormat: 'yuv420p10le' } }), 'copy');
  assert.equal(choose({ options, probe: { interlaced: true } }), 'copy');
});

test('copying what no browser plays fails, naming the codec and the way out', () => {
  assert.throws(() => choose({ options: { video: 'copy' }, probe: { codec: 'mjpeg' } }), {
    code: 'unsupported_codec',
    message: /sends mjpeg.*set video: auto/,
  });
});

test('H.264 of a device is copied, the rest is encoded', () => {
  const source = 'v4l2:/dev/video0';
  const h264 = { input_format: 'h264', resolution: '720p', fps: 30 } as const;
  assert.equal(choose({ source, options: h264, probe: null }), 'copy');
  assert.equal(choose({ source, options: { ...h264, video: 'copy' }, probe: null }), 'copy');
  assert.equal(choose({ source, options: { ...h264, video: 'h264' }, probe: null }), 'libx264');
  assert.equal(choose({ source, options: { ...h264, bitrate_kbps: 500 }, probe: null }), 'libx264');
  assert.equal(choose({ source, options: { input_format: 'mjpeg' }, probe: null }), 'libx264');
  assert.equal(choose({ source, probe: null }), 'libx264');
});

test('copying from a device needs its H.264', () => {
  const source = 'v4l2:/dev/video0';
  const message = /set input_format: h264/;
  assert.throws(() => choose({ source, options: { video: 'copy' }, probe: null }), { message });
  assert.throws(
    () => choose({ source, options: { video: 'copy', input_format: 'mjpeg' }, probe: null }),
    { code: 'unsupported_codec', message },
  );
});

test('the test picture is always encoded', () => {
  assert.equal(choose({ source: 'test:', options: { video: 'copy' }, probe: null }), 'libx264');
});
