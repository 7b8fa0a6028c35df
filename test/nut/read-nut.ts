import type { Sample } from '../../src/mp4/sample.ts';
import type { TrackFormat } from '../../src/mp4/track-format.ts';
import { NutReader } from '../../src/nut/nut-reader.ts';
import type { NutPacket } from '../../src/nut/nut-reader.ts';
import { SampleReader } from '../../src/nut/sample-reader.ts';
import type { NutStream } from '../../src/nut/stream-header.ts';

/** As Oriel asks for it. */
export const NUT = '-write_index 0 -flush_packets 1 -f nut pipe:1'.split(' ');

export interface ReadOptions {
  readonly pieceBytes?: number;
  readonly fps?: number | null;
}

/** Reads NUT in the pieces that a pipe would give. */
export function readNut(bytes: Buffer, options: ReadOptions = {}) {
  const formats: TrackFormat[] = [];
  const samples: Sample[] = [];
  const reader = new SampleReader(
    {
      onFormat: (format) => formats.push(format),
      onSample: (sample) => samples.push({ ...sample, data: Buffer.from(sample.data) }),
    },
    { timescale: 90_000, fps: options.fps ?? null },
  );
  for (const piece of cut(bytes, options.pieceBytes)) reader.push(piece);
  const [format] = formats;
  if (!format) throw new Error('the NUT has no video');
  return { format, formats, samples };
}

export function readPackets(bytes: Buffer, pieceBytes?: number) {
  const streams: NutStream[] = [];
  const packets: NutPacket[] = [];
  const reader = new NutReader({
    onStream: (stream) => streams.push(stream),
    onPacket: (packet) => packets.push({ ...packet, data: Buffer.from(packet.data) }),
  });
  for (const piece of cut(bytes, pieceBytes)) reader.push(piece);
  return { streams, packets };
}

export function* cut(bytes: Buffer, pieceBytes = 4_096): Generator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += pieceBytes) {
    yield bytes.subarray(offset, offset + pieceBytes);
  }
}
