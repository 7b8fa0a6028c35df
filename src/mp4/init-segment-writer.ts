// Init segments of our own (ISO/IEC 14496-12, 8; CMAF, ISO/IEC 23000-19, 7.3).

import { renderBox, renderFullBox, uint16, uint32 } from './box-writer.ts';
import type { TrackFormat } from './track-format.ts';

export interface InitTrack {
  /** track_ID */
  readonly id: number;
  readonly format: TrackFormat;
}

const PLAIN = { version: 0, flags: 0 } as const;
const MOVIE_TIMESCALE = 1000;
const UNITY_MATRIX = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
/** `und`, each letter in 5 bits. */
const LANGUAGE_UNDETERMINED = 0x55c4;
const ENABLED_IN_MOVIE_AND_PREVIEW = 0x7;
const SELF_CONTAINED = 0x1;

const FTYP = renderBox('ftyp', Buffer.from('iso6'), uint32(0x200), Buffer.from('iso6cmf2mp41'));

/**
 * ftyp and moov of media without a known end: Chromium plays with the least delay only where no box
 * tells a duration.
 */
export function renderInitSegment(tracks: readonly InitTrack[]): Buffer {
  const nextId = Math.max(...tracks.map(({ id }) => id)) + 1;
  const mvhd = renderFullBox(
    'mvhd',
    PLAIN,
    uint32(0, 0, MOVIE_TIMESCALE, 0),
    // Rate 1, volume 1.
    uint32(0x10000),
    uint16(0x100, 0),
    uint32(0, 0),
    UNITY_MATRIX,
    Buffer.alloc(24),
    uint32(nextId),
  );
  const mvex = renderBox(
    'mvex',
    ...tracks.map(({ id }) => renderFullBox('trex', PLAIN, uint32(id, 1, 0, 0, 0))),
  );
  return Buffer.concat([FTYP, renderBox('moov', mvhd, ...tracks.map(renderTrak), mvex)]);
}

function renderTrak({ id, format }: InitTrack): Buffer {
  const isVideo = format.kind === 'video';
  const tkhd = renderFullBox(
    'tkhd',
    { version: 0, flags: ENABLED_IN_MOVIE_AND_PREVIEW },
    uint32(0, 0, id, 0, 0, 0, 0),
    uint16(0, 0, isVideo ? 0 : 0x100, 0),
    UNITY_MATRIX,
    uint32(format.displayWidth * 0x10000, format.height * 0x10000),
  );
  const mdhd = renderFullBox(
    'mdhd',
    PLAIN,
    uint32(0, 0, format.timescale, 0),
    uint16(LANGUAGE_UNDETERMINED, 0),
  );
  const hdlr = renderFullBox(
    'hdlr',
    PLAIN,
    uint32(0),
    Buffer.from(isVideo ? 'vide' : 'soun'),
    uint32(0, 0, 0),
    Buffer.from(isVideo ? 'Video\0' : 'Audio\0'),
  );
  return renderBox('trak', tkhd, renderBox('mdia', mdhd, hdlr, renderMinf(format)));
}

function renderMinf({ kind, sampleEntry }: TrackFormat): Buffer {
  const header =
    kind === 'video'
      ? renderFullBox('vmhd', { version: 0, flags: 1 }, uint16(0, 0, 0, 0))
      : renderFullBox('smhd', PLAIN, uint16(0, 0));
  const url = renderFullBox('url ', { version: 0, flags: SELF_CONTAINED });
  const dinf = renderBox('dinf', renderFullBox('dref', PLAIN, uint32(1), url));
  const stbl = renderBox(
    'stbl',
    renderFullBox('stsd', PLAIN, uint32(1), sampleEntry),
    renderFullBox('stts', PLAIN, uint32(0)),
    renderFullBox('stsc', PLAIN, uint32(0)),
    renderFullBox('stsz', PLAIN, uint32(0, 0)),
    renderFullBox('stco', PLAIN, uint32(0)),
  );
  return renderBox('minf', header, dinf, stbl);
}
