import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import { createAudioFormat } from '../../src/mp4/audio-format.ts';
import type { AudioTrack } from '../../src/mp4/audio-format.ts';
import { renderFragmentHeader } from '../../src/mp4/fragment.ts';
import { joinInitSegments } from '../../src/mp4/init-segment-join.ts';
import { renderInitSegment } from '../../src/mp4/init-segment-writer.ts';
import { parseInitSegment } from '../../src/mp4/init-segment.ts';
import { createFormat } from '../packager/samples.ts';

const TRACKS: readonly AudioTrack[] = [
  { codec: 'aac', sampleRate: 48_000, channels: 2 },
  { codec: 'aac', sampleRate: 44_100, channels: 1 },
  { codec: 'aac', sampleRate: 8_000, channels: 1 },
  { codec: 'opus', sampleRate: 48_000, channels: 2 },
];

function renderSilence(track: AudioTrack, frames: number): Buffer {
  const format = createAudioFormat(track);
  const { silence } = format;
  assert.ok(silence);
  const fragments = Array.from({ length: frames }, (_, index) => {
    const { data, duration } = silence;
    const header = renderFragmentHeader({
      sequenceNumber: index + 1,
      trackId: 1,
      decodeTime: index * duration,
      duration,
      compositionOffset: 0,
      isKey: true,
      size: data.length,
    });
    return Buffer.concat([header, data]);
  });
  return Buffer.concat([renderInitSegment([{ id: 1, format }]), ...fragments]);
}

for (const track of TRACKS) {
  const name = `${track.codec}, ${track.sampleRate} Hz, ${track.channels} channels`;
  test(`${name}: ffmpeg reads the init segment as it was meant`, async () => {
    const shown = 'stream=codec_name,sample_rate,channels';
    const args = ['-v', 'error', '-of', 'json', '-show_entries', shown, 'pipe:0'];
    const { stdout } = await execa('ffprobe', args, { input: renderSilence(track, 20) });
    const { streams } = JSON.parse(stdout) as { streams: readonly object[] };
    const { codec, sampleRate, channels } = track;
    assert.deepEqual(streams, [{ codec_name: codec, sample_rate: String(sampleRate), channels }]);
  });

  test(`${name}: silence is silent, and as long as it says`, async () => {
    const frames = 20;
    const args = ['-v', 'error', '-xerror', '-i', 'pipe:0', '-f', 's16le', '-'];
    const input = renderSilence(track, frames);
    const { stdout, stderr } = await execa('ffmpeg', args, { input, encoding: 'buffer' });
    assert.equal(Buffer.from(stderr).toString(), '');
    const bytes = Buffer.from(stdout);
    const duration = createAudioFormat(track).silence?.duration ?? 0;
    assert.equal(bytes.length, 2 * track.channels * frames * duration);
    assert.ok(
      new Int16Array(new Uint8Array(bytes).buffer).every((sample) => Math.abs(sample) <= 1),
    );
  });
}

test('codecs are named as browsers know them', () => {
  const [aac, , , opus] = TRACKS.map((track) => createAudioFormat(track).codec);
  assert.deepEqual([aac, opus], ['mp4a.40.2', 'opus']);
});

test('init segments of two tracks become one with both', () => {
  const audio = createAudioFormat({ codec: 'aac', sampleRate: 48_000, channels: 2 });
  const joined = joinInitSegments([
    renderInitSegment([{ id: 7, format: { ...createFormat(), sampleEntry: audio.sampleEntry } }]),
    renderInitSegment([{ id: 8, format: audio }]),
  ]);
  const { tracks, defaults } = parseInitSegment(joined);
  assert.deepEqual(
    tracks.map(({ id, kind, timescale }) => [id, kind, timescale]),
    [
      [7, 'video', 90_000],
      [8, 'audio', 48_000],
    ],
  );
  assert.deepEqual([...defaults.keys()], [7, 8]);
});
