import type { Source } from '../source.ts';
import type { Probe } from './probe.ts';

/**
 * How many frames ffmpeg holds before it passes one on. H.264 and HEVC from RTP are put together by a
 * parser that knows the end of a frame by the beginning of the next one, whatever RTP says.
 */
export function countHeldFrames(source: Source, probe: Probe | null): 0 | 1 {
  const isRtsp = source.kind === 'network' && /^rtsps?$/.test(source.protocol);
  return isRtsp && (probe?.codec === 'h264' || probe?.codec === 'hevc') ? 1 : 0;
}
