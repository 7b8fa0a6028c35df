import { Mp4Error, findBox, iterateBoxes, readUInt32, readUInt64, requireBox } from './box.ts';
import { renderAvcCodecString, renderHevcCodecString } from './codec-string.ts';

export interface TrackInfo {
  readonly id: number;
  readonly kind: 'video' | 'audio' | 'other';
  /** Ticks per second. */
  readonly timescale: number;
  /** RFC 6381. */
  readonly codec: string;
  /** Pixels; 0 for audio. */
  readonly width: number;
  readonly height: number;
}

/** What samples fall back on when their fragment does not say (ISO/IEC 14496-12, 8.8.3). */
export interface SampleDefaults {
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

export interface InitSegment {
  /** ftyp and moov as ffmpeg wrote them. */
  readonly bytes: Buffer;
  readonly tracks: readonly TrackInfo[];
  readonly defaults: ReadonlyMap<number, SampleDefaults>;
}

/**
 * @param bytes ftyp and moov, whole
 * @throws Mp4Error when a box that players need is missing
 */
export function parseInitSegment(bytes: Buffer): InitSegment {
  const moov = requireBox(bytes, 'moov');
  const tracks: TrackInfo[] = [];
  for (const { type, content } of iterateBoxes(moov)) {
    if (type === 'trak') tracks.push(parseTrack(content));
  }
  return { bytes, tracks, defaults: parseDefaults(moov) };
}

function parseTrack(trak: Buffer): TrackInfo {
  const kind = trackKind(requireBox(trak, 'mdia', 'hdlr').toString('latin1', 8, 12));
  return {
    id: parseTrackId(requireBox(trak, 'tkhd')),
    kind,
    timescale: parseTimescale(requireBox(trak, 'mdia', 'mdhd')),
    ...parseSampleEntry(requireBox(trak, 'mdia', 'minf', 'stbl', 'stsd'), kind),
  };
}

function trackKind(handler: string): TrackInfo['kind'] {
  if (handler === 'vide') return 'video';
  return handler === 'soun' ? 'audio' : 'other';
}

function parseTrackId(tkhd: Buffer): number {
  return readUInt32(tkhd, tkhd[0] === 1 ? 20 : 12);
}

function parseTimescale(mdhd: Buffer): number {
  const timescale = readUInt32(mdhd, mdhd[0] === 1 ? 20 : 12);
  if (timescale === 0) throw new Mp4Error('the track has a timescale of 0');
  return timescale;
}

const VISUAL_SAMPLE_ENTRY_BYTES = 78;

function parseSampleEntry(
  stsd: Buffer,
  kind: TrackInfo['kind'],
): Pick<TrackInfo, 'codec' | 'width' | 'height'> {
  const [entry] = iterateBoxes(stsd.subarray(8));
  if (!entry) throw new Mp4Error('the track has no sample entry');
  const { type, content } = entry;
  const isVisual = kind === 'video' && content.length >= VISUAL_SAMPLE_ENTRY_BYTES;
  const children = content.subarray(VISUAL_SAMPLE_ENTRY_BYTES);
  const size = isVisual
    ? { width: content.readUInt16BE(24), height: content.readUInt16BE(26) }
    : { width: 0, height: 0 };
  switch (type) {
    case 'avc1':
    case 'avc3':
      return { codec: renderAvcCodecString(type, requireBox(children, 'avcC')), ...size };
    case 'hvc1':
    case 'hev1':
      return { codec: renderHevcCodecString(type, requireBox(children, 'hvcC')), ...size };
    default:
      return { codec: type, ...size };
  }
}

function parseDefaults(moov: Buffer): Map<number, SampleDefaults> {
  const defaults = new Map<number, SampleDefaults>();
  const mvex = findBox(moov, 'mvex');
  if (!mvex) throw new Mp4Error('the MP4 is not fragmented');
  for (const { type, content } of iterateBoxes(mvex)) {
    if (type !== 'trex') continue;
    defaults.set(readUInt32(content, 4), {
      duration: readUInt32(content, 12),
      size: readUInt32(content, 16),
      flags: readUInt32(content, 20),
    });
  }
  return defaults;
}

/** Decode time of the fragment's first sample, in ticks (ISO/IEC 14496-12, 8.8.12). */
export function parseDecodeTime(tfdt: Buffer): number {
  return tfdt[0] === 1 ? readUInt64(tfdt, 4) : readUInt32(tfdt, 4);
}
