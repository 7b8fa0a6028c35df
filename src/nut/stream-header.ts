import { ByteCursor, NutError } from './byte-cursor.ts';
import type { MainHeader, TimeBase } from './main-header.ts';

export interface NutStream {
  readonly id: number;
  readonly kind: 'video' | 'audio' | 'other';
  /** As it stands in the file: `H264`, `mp4a`. */
  readonly fourCc: string;
  readonly timeBase: TimeBase;
  /** Lowest bits that a short time stamp has. */
  readonly shortPtsBits: number;
  /** Frames that are decoded before the one that is shown first. */
  readonly decodeDelay: number;
  readonly codecData: Buffer;
  /** Width to height of a pixel; zeros where it is not known. */
  readonly pixelAspect: { readonly width: number; readonly height: number };
  /** 0 for video. */
  readonly sampleRate: number;
  readonly channels: number;
}

const KINDS = ['video', 'audio'] as const;
const MAX_SHORT_PTS_BITS = 15;
const MAX_DECODE_DELAY = 1000;

/** @param content of the packet, without its checksum @throws NutError */
export function parseStreamHeader(content: Buffer, main: MainHeader): NutStream {
  const cursor = new ByteCursor(content);
  const id = cursor.readNumber();
  const kind = KINDS[cursor.readNumber()] ?? 'other';
  const fourCc = cursor.readBytes().toString('latin1');
  const timeBase = main.timeBases[cursor.readNumber()];
  const shortPtsBits = cursor.readNumber();
  // max_pts_distance is for those who look for damage.
  cursor.readNumber();
  const decodeDelay = cursor.readNumber();
  // Flags: whether the rate is fixed.
  cursor.readNumber();
  const codecData = Buffer.from(cursor.readBytes());
  const isInRange = shortPtsBits <= MAX_SHORT_PTS_BITS && decodeDelay <= MAX_DECODE_DELAY;
  if (id >= main.streamCount || !timeBase || !isInRange) {
    throw new NutError('a stream header of the NUT is out of range');
  }
  const numbers = parseKind(cursor, kind);
  if (cursor.hasOverrun) throw new NutError('a stream header of the NUT is cut short');
  return { id, kind, fourCc, timeBase, shortPtsBits, decodeDelay, codecData, ...numbers };
}

function parseKind(
  cursor: ByteCursor,
  kind: NutStream['kind'],
): Pick<NutStream, 'pixelAspect' | 'sampleRate' | 'channels'> {
  const pixelAspect = { width: 0, height: 0 };
  if (kind === 'video') {
    // Width and height: the video itself tells them better.
    cursor.readNumber();
    cursor.readNumber();
    pixelAspect.width = cursor.readNumber();
    pixelAspect.height = cursor.readNumber();
  }
  if (kind !== 'audio') return { pixelAspect, sampleRate: 0, channels: 0 };
  const rate = cursor.readNumber();
  const sampleRate = rate / Math.max(1, cursor.readNumber());
  return { pixelAspect, sampleRate, channels: cursor.readNumber() };
}
