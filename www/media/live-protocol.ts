// What goes over the live socket: JSON in text messages, fragmented MP4 in binary ones.

export type LiveMessage =
  | LiveInit
  | { readonly type: 'skip'; readonly camera: string; readonly track: number }
  | { readonly type: 'time'; readonly sent: number; readonly now: number }
  | {
      readonly type: 'error';
      readonly camera: string | null;
      readonly code: string;
      readonly message: string;
    }
  /** Anything else: what a newer server may say. */
  | { readonly type: 'other' };

/** Announces a track's init segment, which is the next binary message. */
export interface LiveInit {
  readonly type: 'init';
  readonly camera: string;
  readonly track: number;
  readonly kind: 'video' | 'audio';
  /** As in a MIME type's `codecs`. */
  readonly codec: string;
}

/** Never throws: a message that makes no sense is `other`. */
export function parseLiveMessage(text: string): LiveMessage {
  const value = parseObject(text);
  const { type, camera, track, kind, codec, sent, now, code, message } = value;
  if (type === 'time' && typeof sent === 'number' && typeof now === 'number') {
    return { type, sent, now };
  }
  if (type === 'error') {
    return {
      type,
      camera: typeof camera === 'string' ? camera : null,
      code: typeof code === 'string' ? code : 'refused',
      message: typeof message === 'string' ? message : 'The video was refused',
    };
  }
  if (typeof camera !== 'string' || typeof track !== 'number') return { type: 'other' };
  if (type === 'skip') return { type, camera, track };
  const isInit = type === 'init' && typeof codec === 'string';
  if (isInit && (kind === 'video' || kind === 'audio')) return { type, camera, track, kind, codec };
  return { type: 'other' };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const BOX_HEADER_BYTES = 8;
// ISO/IEC 14496-12, 8.8.7: version and flags come before tfhd's track_ID.
const TRACK_ID_OFFSET = 4;

/** The track_ID of the first fragment in a message (ISO/IEC 14496-12, 8.8.4 to 8.8.7); null when there is none. */
export function trackOf(media: ArrayBuffer): number | null {
  const view = new DataView(media);
  const moof = findBox(view, 'moof', { start: 0, end: view.byteLength });
  const traf = moof && findBox(view, 'traf', moof);
  const tfhd = traf && findBox(view, 'tfhd', traf);
  if (!tfhd || tfhd.end - tfhd.start < TRACK_ID_OFFSET + 4) return null;
  return view.getUint32(tfhd.start + TRACK_ID_OFFSET);
}

const TRUN_DATA_OFFSET = 0x1;
const TRUN_FIRST_FLAGS = 0x4;
const TRUN_DURATIONS = 0x100;
const TRUN_SIZES = 0x200;
const TRUN_FLAGS = 0x400;
const SAMPLE_IS_NON_SYNC = 0x10000;

/** Whether decoding can start with the message's first sample (ISO/IEC 14496-12, 8.8.8). */
export function beginsWithKeyframe(media: ArrayBuffer): boolean {
  const view = new DataView(media);
  const moof = findBox(view, 'moof', { start: 0, end: view.byteLength });
  const traf = moof && findBox(view, 'traf', moof);
  const trun = traf && findBox(view, 'trun', traf);
  if (!trun) return false;
  const flags = view.getUint32(trun.start) & 0xffffff;
  // Version and flags, the number of samples, then what the flags say there is.
  const before = [
    TRUN_DATA_OFFSET,
    ...(flags & TRUN_FIRST_FLAGS ? [] : [TRUN_DURATIONS, TRUN_SIZES]),
  ];
  const at = trun.start + 8 + 4 * before.filter((flag) => flags & flag).length;
  const hasFlags = (flags & (TRUN_FIRST_FLAGS | TRUN_FLAGS)) !== 0 && at + 4 <= trun.end;
  return hasFlags && (view.getUint32(at) & SAMPLE_IS_NON_SYNC) === 0;
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where a box's content lies, looked for among its siblings. */
function findBox(view: DataView, type: string, { start, end }: Extent): Extent | null {
  let at = start;
  while (at + BOX_HEADER_BYTES <= end) {
    const size = view.getUint32(at);
    if (size < BOX_HEADER_BYTES || at + size > end) return null;
    if (typeAt(view, at + 4) === type) return { start: at + BOX_HEADER_BYTES, end: at + size };
    at += size;
  }
  return null;
}

function typeAt(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}
