// Samples → an MP4 as people keep it: all tables first, so that it plays while it loads and every
// program can seek in it; then the media (ISO/IEC 14496-12).

import { Mp4Error, iterateBoxes, requireBox } from './box.ts';
import { renderBox, renderFullBox, uint16, uint32, uint64 } from './box-writer.ts';
import { parseInitSegment } from './init-segment.ts';
import type { Sample } from './sample.ts';
import {
  renderChunkOffsets,
  renderCompositionOffsets,
  renderSampleSizes,
  renderSampleToChunk,
  renderSyncSamples,
  renderTimeToSample,
} from './sample-tables.ts';

export interface PlainTrack {
  /** Init segment that describes the samples. */
  readonly init: Buffer;
  /** In decode order, from a keyframe on; at least one. Decode times of all tracks share their zero. */
  readonly samples: readonly Sample[];
}

export interface PlainMp4 {
  /** All that comes before the media. */
  readonly header: Buffer;
  /** The samples' own bytes, in the order of the file. */
  readonly media: readonly Buffer[];
  readonly byteLength: number;
  /** How long it plays. */
  readonly seconds: number;
}

/** Ticks per second of the movie, in which the length of each track is told. */
const MOVIE_TIMESCALE = 90_000;
/** Times with 64 bits: 32 of them end in the year 2040. */
const LONG = { version: 1, flags: 0 } as const;
const ENABLED_IN_MOVIE = 0x3;
const SECONDS_1904_TO_1970 = 2_082_844_800;
const FTYP = renderBox('ftyp', Buffer.from('isom'), uint32(0x200), Buffer.from('isomiso2mp41'));
const MDAT_HEADER_BYTES = 16;

/**
 * @param tracks the first one begins the movie; what others have before it is not played
 * @param createdAt when the media was captured
 * @throws Mp4Error when a track has no samples, or its init segment does not describe them
 */
export function renderPlainMp4(tracks: readonly PlainTrack[], createdAt: Date): PlainMp4 {
  const layouts = tracks.map(layOut);
  const chunks = layouts
    .flatMap(({ chunks }) => chunks)
    .toSorted((one, other) => one.startSeconds - other.startSeconds);
  const movie: Movie = {
    startSeconds: layouts[0]?.startSeconds ?? 0,
    createdAt: Math.floor(createdAt.getTime() / 1000) + SECONDS_1904_TO_1970,
  };
  const mediaBytes = sumOf(chunks, ({ byteLength }) => byteLength);
  // Offsets count from the start of the file, and take the same room whatever they are.
  const headerBytes = FTYP.length + renderMoov(layouts, movie).length + MDAT_HEADER_BYTES;
  placeChunks(chunks, headerBytes);
  const mdat = Buffer.concat([uint32(1), Buffer.from('mdat')]);
  const mdatSize = uint64(MDAT_HEADER_BYTES + mediaBytes);
  return {
    header: Buffer.concat([FTYP, renderMoov(layouts, movie), mdat, mdatSize]),
    media: chunks.flatMap(({ samples }) => samples.map(({ data }) => data)),
    byteLength: headerBytes + mediaBytes,
    seconds: movieTicks(layouts, movie) / MOVIE_TIMESCALE,
  };
}

interface Movie {
  readonly startSeconds: number;
  /** Seconds since 1904. */
  readonly createdAt: number;
}

/** Samples of one track that lie together in the file. */
interface Chunk {
  readonly startSeconds: number;
  readonly samples: readonly Sample[];
  readonly byteLength: number;
  /** Bytes from the start of the file. */
  offset: number;
}

interface TrackLayout {
  /** As in the init segment. */
  readonly trak: Buffer;
  readonly timescale: number;
  readonly chunks: readonly Chunk[];
  /** All tables but that of the chunks' places. */
  readonly tables: readonly Buffer[];
  /** Ticks from the first sample decoded to the end of the last one. */
  readonly duration: number;
  /** Ticks from the first sample decoded to the first one shown. */
  readonly firstOffset: number;
  /** When its first sample is shown, and when the last one ends, on the common timeline. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

function layOut({ init, samples }: PlainTrack): TrackLayout {
  const first = samples[0];
  const last = samples.at(-1);
  const { tracks } = parseInitSegment(init);
  const index = tracks.findIndex(({ id }) => id === first?.trackId);
  const trak = [...iterateBoxes(requireBox(init, 'moov'))].filter(({ type }) => type === 'trak')[
    index
  ];
  const timescale = tracks[index]?.timescale;
  if (!first || !last || !trak || !timescale) {
    throw new Mp4Error('the init segment does not describe the samples');
  }
  const chunks = cutChunks(samples, timescale);
  const shift = samples.reduce((most, sample) => Math.max(most, -sample.compositionOffset), 0);
  const end = samples.reduce(
    (latest, sample) => Math.max(latest, showTime(sample) + sample.duration),
    0,
  );
  return {
    trak: trak.content,
    timescale,
    chunks,
    tables: [
      ...renderTimes(samples, shift),
      renderSampleSizes(samples.map(({ data }) => data.length)),
      renderSampleToChunk(chunks.map((chunk) => chunk.samples.length)),
    ],
    duration: last.decodeTime + last.duration - first.decodeTime,
    firstOffset: first.compositionOffset + shift,
    startSeconds: showTime(first) / timescale,
    endSeconds: end / timescale,
  };
}

/** @param shift ticks added to all composition offsets, so that none is negative */
function renderTimes(samples: readonly Sample[], shift: number): Buffer[] {
  const durations = samples.map(({ decodeTime, duration }, index) => {
    const next = samples[index + 1];
    return next ? next.decodeTime - decodeTime : duration;
  });
  const offsets = samples.map(({ compositionOffset }) => compositionOffset + shift);
  return [
    renderTimeToSample(durations),
    ...(offsets.some((offset) => offset !== 0) ? [renderCompositionOffsets(offsets)] : []),
    // Without it, every sample is a place to start from.
    ...(samples.every(({ isKey }) => isKey) ? [] : [renderSyncSamples(samples)]),
  ];
}

function showTime({ decodeTime, compositionOffset }: Sample): number {
  return decodeTime + compositionOffset;
}

/** About a second each: a player then reads the tracks side by side, without seeking. */
function cutChunks(samples: readonly Sample[], timescale: number): Chunk[] {
  const chunks: Chunk[] = [];
  let from = 0;
  for (let to = 1; to <= samples.length; to++) {
    const start = samples[from]?.decodeTime ?? 0;
    const next = samples[to];
    if (next && next.decodeTime - start < timescale) continue;
    const together = samples.slice(from, to);
    chunks.push({
      startSeconds: start / timescale,
      samples: together,
      byteLength: sumOf(together, ({ data }) => data.length),
      offset: 0,
    });
    from = to;
  }
  return chunks;
}

function placeChunks(chunks: readonly Chunk[], from: number): void {
  let offset = from;
  for (const chunk of chunks) {
    chunk.offset = offset;
    offset += chunk.byteLength;
  }
}

function movieTicks(layouts: readonly TrackLayout[], movie: Movie): number {
  const end = layouts.reduce((latest, { endSeconds }) => Math.max(latest, endSeconds), 0);
  return toMovieTicks(end - movie.startSeconds);
}

function toMovieTicks(seconds: number): number {
  return Math.max(0, Math.round(seconds * MOVIE_TIMESCALE));
}

const UNITY_MATRIX = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

function renderMoov(layouts: readonly TrackLayout[], movie: Movie): Buffer {
  const { createdAt } = movie;
  const mvhd = renderFullBox(
    'mvhd',
    LONG,
    uint64(createdAt, createdAt),
    uint32(MOVIE_TIMESCALE),
    uint64(movieTicks(layouts, movie)),
    // Rate 1, volume 1.
    uint32(0x10000),
    uint16(0x100, 0),
    uint32(0, 0),
    UNITY_MATRIX,
    Buffer.alloc(24),
    uint32(layouts.length + 1),
  );
  const traks = layouts.map((layout, index) => renderTrak(layout, index + 1, movie));
  return renderBox('moov', mvhd, ...traks);
}

/** What a tkhd says after the duration: layer, volume, matrix, size. */
const TKHD_TAIL_BYTES = 60;

function renderTrak(layout: TrackLayout, id: number, movie: Movie): Buffer {
  const { trak, timescale, duration } = layout;
  const edit = planEdit(layout, movie);
  const tkhd = renderFullBox(
    'tkhd',
    { version: 1, flags: ENABLED_IN_MOVIE },
    uint64(movie.createdAt, movie.createdAt),
    uint32(id, 0),
    uint64(edit.delay + edit.duration),
    // As the camera's: it may be mounted upside down.
    requireBox(trak, 'tkhd').subarray(-TKHD_TAIL_BYTES),
  );
  const mdhd = renderFullBox(
    'mdhd',
    LONG,
    uint64(movie.createdAt, movie.createdAt),
    uint32(timescale),
    uint64(duration),
    uint16(LANGUAGE_UNDETERMINED, 0),
  );
  const hdlr = renderBox('hdlr', requireBox(trak, 'mdia', 'hdlr'));
  return renderBox(
    'trak',
    tkhd,
    renderEditList(edit),
    renderBox('mdia', mdhd, hdlr, renderMinf(layout)),
  );
}

/** `und`, each letter in 5 bits. */
const LANGUAGE_UNDETERMINED = 0x55c4;

interface Edit {
  /** Movie ticks before the track begins. */
  readonly delay: number;
  /** Movie ticks. */
  readonly duration: number;
  /** Media ticks before what is shown first. */
  readonly mediaTime: number;
}

function planEdit(layout: TrackLayout, { startSeconds }: Movie): Edit {
  const early = Math.max(0, startSeconds - layout.startSeconds);
  const late = Math.max(0, layout.startSeconds - startSeconds);
  return {
    delay: toMovieTicks(late),
    duration: toMovieTicks(layout.endSeconds - Math.max(startSeconds, layout.startSeconds)),
    mediaTime: layout.firstOffset + Math.round(early * layout.timescale),
  };
}

/** ISO/IEC 14496-12, 8.6.6. */
function renderEditList({ delay, duration, mediaTime }: Edit): Buffer {
  if (delay === 0 && mediaTime === 0) return Buffer.alloc(0);
  const normalRate = uint16(1, 0);
  const emptyEdit = [uint64(delay), uint32(0xffffffff, 0xffffffff), normalRate];
  const edits = [...(delay > 0 ? emptyEdit : []), uint64(duration, mediaTime), normalRate];
  return renderBox('edts', renderFullBox('elst', LONG, uint32(delay > 0 ? 2 : 1), ...edits));
}

function renderMinf({ trak, tables, chunks }: TrackLayout): Buffer {
  const minf = requireBox(trak, 'mdia', 'minf');
  const headers = [...iterateBoxes(minf)].filter(({ type }) => type !== 'stbl');
  const stsd = renderBox('stsd', requireBox(minf, 'stbl', 'stsd'));
  const co64 = renderChunkOffsets(chunks.map(({ offset }) => offset));
  return renderBox(
    'minf',
    ...headers.map(({ type, content }) => renderBox(type, content)),
    renderBox('stbl', stsd, ...tables, co64),
  );
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
