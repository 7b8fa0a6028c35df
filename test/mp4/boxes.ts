// MP4 boxes made by hand, for files that ffmpeg would not write.

export function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => bytes.writeUInt16BE(value, 2 * index));
  return bytes;
}

export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, 4 * index));
  return bytes;
}

export function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([uint32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

/** The same box with its size in 64 bits (ISO/IEC 14496-12, 4.2). */
export function largeBox(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = uint64(BigInt(body.length + 16));
  return Buffer.concat([uint32(1), Buffer.from(type, 'latin1'), size, body]);
}

/** Version and flags, as every full box begins. */
export function versionAndFlags(version: number, flags: number): Buffer {
  return uint32(version * 2 ** 24 + flags);
}

export const FTYP = box('ftyp', Buffer.from('iso6'), uint32(0), Buffer.from('iso6cmfc'));

export interface TrackParts {
  readonly id?: number;
  readonly handler?: string;
  readonly timescale?: number;
  readonly boxVersion?: 0 | 1;
  readonly sampleEntry?: Buffer;
}

// Baseline 3.0, no parameter sets.
export const AVC_CONFIGURATION = Buffer.from('0142c01effe000', 'hex');

/** A visual sample entry (ISO/IEC 14496-12, 12.1.3) of 640x360. */
export function visualSampleEntry(type: string, ...children: readonly Buffer[]): Buffer {
  const fields = Buffer.alloc(78);
  fields.writeUInt16BE(640, 24);
  fields.writeUInt16BE(360, 26);
  return box(type, fields, ...children);
}

export function trak(parts: TrackParts = {}): Buffer {
  const { id = 1, handler = 'vide', timescale = 90_000, boxVersion = 0 } = parts;
  const entry = parts.sampleEntry ?? visualSampleEntry('avc1', box('avcC', AVC_CONFIGURATION));
  const times = Buffer.alloc(boxVersion === 1 ? 16 : 8);
  return box(
    'trak',
    box('tkhd', versionAndFlags(boxVersion, 3), times, uint32(id), Buffer.alloc(60)),
    box(
      'mdia',
      box('mdhd', versionAndFlags(boxVersion, 0), times, uint32(timescale), Buffer.alloc(8)),
      box('hdlr', uint32(0, 0), Buffer.from(handler, 'latin1'), Buffer.alloc(13)),
      box('minf', box('stbl', box('stsd', uint32(0, 1), entry))),
    ),
  );
}

export interface TrackDefaults {
  readonly id?: number;
  readonly duration?: number;
  readonly size?: number;
  readonly flags?: number;
}

export function trex({ id = 1, duration = 0, size = 0, flags = 0 }: TrackDefaults = {}): Buffer {
  return box('trex', uint32(0, id, 1, duration, size, flags));
}

export function moov(options: { traks?: Buffer[]; trexes?: Buffer[] } = {}): Buffer {
  const { traks = [trak()], trexes = [trex()] } = options;
  return box('moov', box('mvhd', Buffer.alloc(100)), ...traks, box('mvex', ...trexes));
}

export interface RunSample {
  readonly duration?: number;
  readonly size?: number;
  readonly flags?: number;
  readonly compositionOffset?: number;
}

export interface RunParts {
  readonly version?: 0 | 1;
  readonly dataOffset?: number;
  readonly firstFlags?: number;
  readonly samples: readonly RunSample[];
}

/** A trun with exactly the fields that its samples have (ISO/IEC 14496-12, 8.8.8). */
export function trun({ version = 1, dataOffset, firstFlags, samples }: RunParts): Buffer {
  const has = (field: keyof RunSample): boolean => samples[0]?.[field] !== undefined;
  let flags = 0;
  if (dataOffset !== undefined) flags |= 0x1;
  if (firstFlags !== undefined) flags |= 0x4;
  if (has('duration')) flags |= 0x100;
  if (has('size')) flags |= 0x200;
  if (has('flags')) flags |= 0x400;
  if (has('compositionOffset')) flags |= 0x800;
  const fields = [versionAndFlags(version, flags), uint32(samples.length)];
  if (dataOffset !== undefined) fields.push(uint32(dataOffset));
  if (firstFlags !== undefined) fields.push(uint32(firstFlags));
  for (const { duration, size, flags: own, compositionOffset } of samples) {
    const present = [duration, size, own, compositionOffset].filter((value) => value !== undefined);
    fields.push(uint32(...present));
  }
  return box('trun', ...fields);
}

export interface FragmentTrackParts {
  readonly id?: number;
  readonly decodeTime?: bigint;
  /** What follows the track id in the tfhd. */
  readonly tfhd?: { readonly flags: number; readonly fields: readonly number[] };
  readonly runs: readonly RunParts[];
}

export function traf({ id = 1, decodeTime = 0n, tfhd, runs }: FragmentTrackParts): Buffer {
  return box(
    'traf',
    box('tfhd', versionAndFlags(0, tfhd?.flags ?? 0x020000), uint32(id, ...(tfhd?.fields ?? []))),
    box('tfdt', versionAndFlags(1, 0), uint64(decodeTime)),
    ...runs.map(trun),
  );
}

export function moof(...trafs: readonly Buffer[]): Buffer {
  return box('moof', box('mfhd', uint32(0, 1)), ...trafs);
}

/**
 * moof and mdat; `build` is given where the media lies, counted from the start of the moof, and must
 * return as many bytes for every answer.
 */
export function fragment(build: (dataOffset: number) => Buffer[], media: Buffer): Buffer {
  const { length } = moof(...build(0));
  return Buffer.concat([moof(...build(length + 8)), box('mdat', media)]);
}
