import type { RenditionView } from '../packager/rendition-view.ts';
import type { Part, SegmentView } from '../packager/segment.ts';
import type { Position } from '../packager/segment-window.ts';

export interface MediaPlaylistOptions {
  /** Where the rendition's media lies, relative to the playlist, without a slash at the end. */
  readonly mediaPath: string;
  /** Behind the number of each part in its URI. */
  readonly partSuffix?: string;
  /** Whether the player knows the older part (EXT-X-SKIP). */
  readonly skip: boolean;
  /** The presentation's other media playlists. */
  readonly others?: readonly OtherPlaylist[];
}

export interface OtherPlaylist {
  readonly uri: string;
  readonly view: RenditionView;
}

/** Parts older than this many target durations leave the playlist (RFC 8216bis, section 4.4.4.9). */
const PARTS_TARGETS = 3;
/** The least that section 4.4.3.8 allows. */
const SKIP_TARGETS = 6;
const HOLD_BACK_TARGETS = 3;
const PART_HOLD_BACK_PARTS = 3;

/** LL-HLS media playlist (RFC 8216bis, section 4.4); players without low latency read it as HLS. */
export function renderMediaPlaylist(
  rendition: RenditionView,
  options: MediaPlaylistOptions,
): string {
  const context = createContext(rendition, options);
  const { segments } = rendition.window;
  const distances = measureDistances(context, segments);
  const skipped = options.skip ? countSkipped(context, distances) : 0;
  const lines = renderHead(context, segments);
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);
  for (let index = skipped; index < segments.length; index++) {
    const segment = segments[index];
    const previous = segments[index - 1] ?? null;
    const distance = distances[index] ?? 0;
    if (segment) renderSegment(context, lines, { segment, previous, distance });
  }
  lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${partUri(context, rendition.nextPart)}"`);
  for (const other of options.others ?? []) lines.push(...renderReport(other));
  return `${lines.join('\n')}\n`;
}

/** EXT-X-RENDITION-REPORT (RFC 8216bis, section 4.4.5.4): how far another playlist has got. */
function renderReport({ uri, view }: OtherPlaylist): string[] {
  const last = view.window.segments.findLast(({ parts }) => parts.length > 0);
  if (!last) return [];
  const position = `LAST-MSN=${last.number},LAST-PART=${last.parts.length - 1}`;
  return [`#EXT-X-RENDITION-REPORT:URI="${uri}",${position}`];
}

interface Context {
  readonly mediaPath: string;
  readonly partSuffix: string;
  readonly timescale: number;
  readonly targetSeconds: number;
  readonly partTarget: number;
}

function createContext(
  rendition: RenditionView,
  { mediaPath, partSuffix = '' }: MediaPlaylistOptions,
): Context {
  const { timescale, targetSeconds, partTarget } = rendition;
  if (targetSeconds === null || partTarget === null || rendition.window.segments.length === 0) {
    throw new RangeError('a rendition that is not ready has no playlist');
  }
  return { mediaPath, partSuffix, timescale, targetSeconds, partTarget };
}

function renderHead(context: Context, segments: readonly SegmentView[]): string[] {
  const { targetSeconds, partTarget, timescale } = context;
  const partSeconds = partTarget / timescale;
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${targetSeconds}`,
    '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES' +
      `,PART-HOLD-BACK=${(partSeconds * PART_HOLD_BACK_PARTS).toFixed(3)}` +
      `,HOLD-BACK=${(targetSeconds * HOLD_BACK_TARGETS).toFixed(1)}` +
      `,CAN-SKIP-UNTIL=${(targetSeconds * SKIP_TARGETS).toFixed(1)}`,
    `#EXT-X-PART-INF:PART-TARGET=${partSeconds.toFixed(3)}`,
    `#EXT-X-MEDIA-SEQUENCE:${segments[0]?.number ?? 0}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${segments[0]?.discontinuity ?? 0}`,
  ];
}

/**
 * Ticks of media from the end of each segment to the end of the playlist: of what is listed, since
 * frames that are not in a part yet are no part of it, nor is the time between two sequences.
 */
function measureDistances(context: Context, segments: readonly SegmentView[]): number[] {
  const distances: number[] = [];
  let distance = 0;
  for (const { isComplete, duration, parts } of segments.toReversed()) {
    distances.push(distance);
    const listed = parts.reduce((sum, part) => sum + listedDuration(context, part), 0);
    distance += isComplete ? duration : listed;
  }
  return distances.toReversed();
}

/** A frame longer than a part makes a long part; the tag must keep the promise all the same. */
function listedDuration({ partTarget }: Context, { duration }: Part): number {
  return Math.min(duration, partTarget);
}

/** Segments beyond the skip boundary. */
function countSkipped(context: Context, distances: readonly number[]): number {
  const boundary = SKIP_TARGETS * context.targetSeconds * context.timescale;
  const first = distances.findIndex((distance) => distance <= boundary);
  return Math.max(0, first);
}

interface ListedSegment {
  readonly segment: SegmentView;
  readonly previous: SegmentView | null;
  /** Ticks of media behind the segment. */
  readonly distance: number;
}

function renderSegment(context: Context, lines: string[], listed: ListedSegment): void {
  const { segment, previous, distance } = listed;
  if (!segment.isComplete && segment.parts.length === 0) return;
  const { sequence } = segment;
  if (previous && previous.sequence !== sequence) lines.push('#EXT-X-DISCONTINUITY');
  if (previous?.sequence !== sequence) {
    lines.push(`#EXT-X-MAP:URI="${context.mediaPath}/init-${sequence.number}.mp4"`);
  }
  // Section 4.4.4.9: what applies to the segment stands before its first part.
  lines.push(`#EXT-X-PROGRAM-DATE-TIME:${renderDateTime(context, segment.start)}`);
  if (distance < PARTS_TARGETS * context.targetSeconds * context.timescale) {
    for (const part of segment.parts) lines.push(renderPart(context, segment, part));
  }
  if (segment.isComplete) {
    lines.push(`#EXTINF:${seconds(context, segment.duration)},`);
    lines.push(`${context.mediaPath}/${segment.number}.m4s`);
  }
}

function renderPart(context: Context, segment: SegmentView, part: Part): string {
  const duration = listedDuration(context, part);
  const uri = partUri(context, { segment: segment.number, part: part.index });
  const independent = part.isIndependent ? ',INDEPENDENT=YES' : '';
  return `#EXT-X-PART:DURATION=${seconds(context, duration)},URI="${uri}"${independent}`;
}

function partUri({ mediaPath, partSuffix }: Context, { segment, part }: Position): string {
  return `${mediaPath}/${segment}.${part}${partSuffix}.m4s`;
}

function renderDateTime({ timescale }: Context, ticks: number): string {
  return new Date(Math.round((ticks / timescale) * 1000)).toISOString();
}

function seconds({ timescale }: Context, ticks: number): string {
  return (ticks / timescale).toFixed(5);
}
