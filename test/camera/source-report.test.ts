import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportSource } from '../../src/camera/source-report.ts';
import type { SourceReport } from '../../src/camera/source-report.ts';
import type { CameraOptions } from '../../src/config/schema.ts';
import { NoVideoError } from '../../src/errors.ts';
import type { Probe } from '../../src/ffmpeg/probe.ts';
import { parseSource } from '../../src/source.ts';
import { CAMERA_OPTIONS } from '../ffmpeg/camera-options.ts';
import { readText } from '../repository/tree.ts';

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
  audio: { codec: 'pcm_alaw', profile: null, sampleRate: 8000, channels: 1 },
};

function report(options: Partial<CameraOptions>, probe: Partial<Probe> | null = {}): SourceReport {
  const source = options.source ?? 'rtsp://10.0.0.5/a';
  return reportSource({
    options: { ...CAMERA_OPTIONS, ...options, source },
    source: parseSource(source),
    probe: probe && { ...PROBE, ...probe },
  });
}

const codesOf = ({ notes }: SourceReport): string[] => notes.map(({ code }) => code);

test('a report says what there is and what becomes of it', () => {
  assert.deepEqual(report({}), {
    found: {
      format: 'rtsp',
      codec: 'h264',
      profile: 'Main',
      width: 1920,
      height: 1080,
      fps: 25,
      interlaced: false,
      audio: { codec: 'pcm_alaw', channels: 1, sample_rate: 8000 },
    },
    plan: { video: 'copy', video_reason: 'browsers_play_it', audio: 'aac' },
    notes: [],
  });
});

test('a source with a password has the format of its protocol', () => {
  const source = 'rtsps://u:p@10.0.0.5/a';
  assert.equal(report({ source }, { format: 'concat' }).found.format, 'rtsps');
});

test('test pictures and devices are what they are asked to be', () => {
  const test = report({ source: 'test:', resolution: '720p' }, null);
  const { width, height, fps, codec } = test.found;
  assert.deepEqual([width, height, fps, codec], [1280, 720, 30, 'rawvideo']);
  assert.deepEqual(test.plan, { video: 'h264', video_reason: 'test_picture', audio: 'none' });
  const device = { source: 'v4l2:/dev/video0', input_format: 'h264', resolution: '720p' } as const;
  const { found, plan, notes } = report(device, null);
  assert.deepEqual(
    [found.format, found.codec, found.width, found.height, found.fps],
    ['v4l2', 'h264', null, 720, null],
  );
  assert.equal(plan.video_reason, 'device_sends_h264');
  assert.equal(notes[0]?.code, 'not_opened');
});

test('what is worth knowing is said', () => {
  assert.deepEqual(codesOf(report({ video: 'copy' }, { codec: 'hevc' })), ['hevc_copied']);
  assert.deepEqual(codesOf(report({}, { codec: 'hevc' })), ['much_to_encode']);
  assert.deepEqual(codesOf(report({ resolution: '720p' }, { codec: 'hevc' })), []);
  const held = report({}, { reorderFrames: 2 });
  assert.match(held.notes[0]?.message ?? '', /by 2 frames/);
  assert.deepEqual(codesOf(held), ['b_frames']);
  assert.deepEqual(codesOf(report({ audio: 'aac' }, { audio: null })), ['no_sound']);
  assert.deepEqual(codesOf(report({}, { audio: null })), []);
});

test('options that do not go with the source are named, without its secrets', () => {
  const source = 'http://u:c4n4ry@10.0.0.5/c4n4ry.mjpg';
  const expected = [
    [{ source, video: 'copy' }, { codec: 'mjpeg' }, 'video'],
    [{ source, audio: 'copy' }, {}, 'audio'],
  ] as const;
  for (const [options, probe, path] of expected) {
    assert.throws(
      () => report(options, probe),
      (error) => {
        assert.ok(error instanceof NoVideoError);
        assert.deepEqual([error.reason, error.details[0]?.path], ['unsupported_codec', path]);
        assert.doesNotMatch(error.message, /c4n4ry/);
        return true;
      },
    );
  }
});

test('every reason and note is explained in DOCS.md', () => {
  const docs = readText('DOCS.md');
  const unions: readonly (readonly [string, RegExp])[] = [
    ['src/ffmpeg/encoders.ts', /type VideoReason =((?:\s*\| '\w+')+);/],
    ['src/camera/source-report.ts', /type NoteCode =((?:\s*\|? ?'\w+')+);/],
  ];
  for (const [file, union] of unions) {
    const codes = [...(union.exec(readText(file))?.[1] ?? '').matchAll(/'(\w+)'/g)];
    assert.ok(codes.length > 3, file);
    const missing = codes.map(([, code]) => code).filter((code) => !docs.includes(`\`${code}\``));
    assert.deepEqual(missing, []);
  }
});
