import type { Source } from '../source.ts';
import { BARE_FORMATS } from './allow-lists.ts';
import type { Probe } from './probe.ts';

/**
 * Pictures one after the other, as "MJPEG over HTTP" cameras and bare H.264 senders send them,
 * carry no time: ffmpeg would assume 25 a second, and the video would run away from the clock.
 */
export function lacksTimeStamps(source: Source, { format, codec }: Probe): boolean {
  if (source.kind !== 'network') return false;
  if (BARE_FORMATS.includes(format)) return true;
  const isHttp = source.protocol === 'http' || source.protocol === 'https';
  return isHttp && codec === 'mjpeg';
}
