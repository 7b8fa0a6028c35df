import type { RenditionView } from '../packager/rendition.ts';
import type { Part, SegmentView } from '../packager/segment.ts';
import type { Position } from '../packager/segment-window.ts';

export interface MediaPlaylistOptions {
  /** Where the rendition's media lies, relative to the playlist, without a slash at the end. */
  readonly mediaPath: string;
  /** Whether the player knows the older part (EXT-X-SKIP). */
  readonly skip: boolean;
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
  const skipped = options.skip ? countSkipped(context, segments) : 0;
  const lines = renderHead(context, segments);
  if (skipped > 0) lines.push(`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`);
  for (let index = skipped; index < segments.length; index++) {
    const segment = segments[index];
    if (segment) renderSegment(context, lines, { segment, previous: segments[index - 1] ?? null });
  }
  lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${partUri(context, rendition.nextPart)}"`);
  return `${lines.join('\n')}\n`;
}

interface Context {
  readonly mediaPath: string;
  readonly timescale: number;
  readonly targetSeconds: number;
  readonly partTarget: number;
  /** Ticks since 1970 at which the playlist ends. */
  readonly end: number;
}

function createContext(rendition: RenditionView, { mediaPath }: MediaPlaylistOptions): Context {
  const { timescale, targetSeconds, partTarget } = rendition;
  const newest = rendition.window.segments.at(-1);
  if (targetSeconds === null || partTarget === null || !newest) {
    throw new RangeError('a rendition that is not ready has no playlist');
  }
  return { mediaPath, timescale, targetSeconds, partTarget, end: newest.start + newest.duration };
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

/** Segments that end before the skip boundary, counted back from the end of the playlist. */
function countSkipped(context: Context, segments: readonly SegmentView[]): number {
  const boundary = context.end - SKIP_TARGETS * context.targetSeconds * context.timescale;
  const first = segments.findIndex(({ start, duration }) => start + duration > boundary);
  return Math.max(0, first);
}

interface ListedSegment {
  readonly segment: SegmentView;
  readonly previous: SegmentView | null;
}

function renderSegment(context: Context, lines: string[], listed: ListedSegment): void {
  const { segment, previous } = listed;
  if (!segment.isComplete && segment.parts.length === 0) return;
  const { sequence } = segment;
  if (previous && previous.sequence !== sequence) lines.push('#EXT-X-DISCONTINUITY');
  if (previous?.sequence !== sequence) {
    lines.push(`#EXT-X-MAP:URI="${context.mediaPath}/init-${sequence.number}.mp4"`);
  }
  // Section 4.4.4.9: what applies to the segment stands before its first part.
  lines.push(`#EXT-X-PROGRAM-DATE-TIME:${renderDateTime(context, segment.start)}`);
  if (isRecent(context, segment)) {
    for (const part of segment.parts) lines.push(renderPart(context, segment, part));
  }
  if (segment.isComplete) {
    lines.push(`#EXTINF:${seconds(context, segment.duration)},`);
    lines.push(`${context.mediaPath}/${segment.number}.m4s`);
  }
}

function isRecent(context: Context, { start, duration }: SegmentView): boolean {
  const age = context.end - (start + duration);
  return age < PARTS_TARGETS * context.targetSeconds * context.timescale;
}

function renderPart(context: Context, segment: SegmentView, part: Part): string {
  // A frame longer than a part makes a long part; the tag must keep the promise all the same.
  const duration = Math.min(part.duration, context.partTarget);
  const uri = partUri(context, { segment: segment.number, part: part.index });
  const independent = part.isIndependent ? ',INDEPENDENT=YES' : '';
  return `#EXT-X-PART:DURATION=${seconds(context, duration)},URI="${uri}"${independent}`;
}

function partUri({ mediaPath }: Context, { segment, part }: Position): string {
  return `${mediaPath}/${segment}.${part}.m4s`;
}

function renderDateTime({ timescale }: Context, ticks: number): string {
  return new Date((ticks * 1000) / timescale).toISOString();
}

function seconds({ timescale }: Context, ticks: number): string {
  return (ticks / timescale).toFixed(5);
}
