import type { PresentationView } from '../packager/presentation.ts';
import type { RenditionView } from '../packager/rendition.ts';

/** Said until a segment has been measured. */
const UNKNOWN_BITRATE = 2_000_000;

/** HLS multivariant playlist (RFC 8216bis, section 4.4.6); one variant for each ready rendition. */
export function renderMultivariantPlaylist(presentation: PresentationView): string {
  const variants = presentation.renditions.filter(({ isReady }) => isReady).map(renderVariant);
  return `${['#EXTM3U', '#EXT-X-VERSION:9', ...variants].join('\n')}\n`;
}

function renderVariant(rendition: RenditionView): string {
  const { peakBitrate, averageBitrate, frameRate, window } = rendition;
  const sequence = window.segments.at(-1)?.sequence;
  const attributes = [`BANDWIDTH=${peakBitrate ?? UNKNOWN_BITRATE}`];
  if (averageBitrate) attributes.push(`AVERAGE-BANDWIDTH=${averageBitrate}`);
  if (sequence) {
    attributes.push(`CODECS="${sequence.codec}"`);
    attributes.push(`RESOLUTION=${sequence.width}x${sequence.height}`);
  }
  if (frameRate) attributes.push(`FRAME-RATE=${frameRate.toFixed(3)}`);
  return `#EXT-X-STREAM-INF:${attributes.join(',')}\n${rendition.id}.m3u8`;
}
