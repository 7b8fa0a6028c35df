import { isAudio, listCurrentPictures } from '../packager/pictures.ts';
import type { PresentationView } from '../packager/presentation.ts';
import type { RenditionView } from '../packager/rendition-view.ts';

/** Said until a segment has been measured. */
const UNKNOWN_BITRATE = 2_000_000;
const AUDIO_GROUP = 'audio';

/**
 * HLS multivariant playlist (RFC 8216bis, section 4.4.6); one variant for each picture, the main one first.
 * @param suffix behind the name of each media playlist
 */
export function renderMultivariantPlaylist(presentation: PresentationView, suffix = ''): string {
  const audio = presentation.renditions.find((each) => isAudio(each) && each.isReady) ?? null;
  const [main, ...smaller] = listCurrentPictures(presentation);
  // Players choose by what each takes: not before that is known.
  const measured = smaller.filter(({ peakBitrate }) => peakBitrate !== null);
  const variants = [...(main ? [main] : []), ...measured]
    .filter(({ isReady }) => isReady)
    .map((picture) => renderVariant(picture, audio, suffix));
  const media = audio ? [renderAudio(audio, suffix)] : [];
  return `${['#EXTM3U', '#EXT-X-VERSION:9', ...media, ...variants].join('\n')}\n`;
}

function renderAudio({ id }: RenditionView, suffix: string): string {
  return `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${AUDIO_GROUP}",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,URI="${id}${suffix}.m3u8"`;
}

function renderVariant(
  rendition: RenditionView,
  audio: RenditionView | null,
  suffix: string,
): string {
  const { peakBitrate, averageBitrate, frameRate, window } = rendition;
  const sequence = window.segments.at(-1)?.sequence;
  // What a variant takes is what all it names take (RFC 8216bis, section 4.4.6.2).
  const attributes = [`BANDWIDTH=${(peakBitrate ?? UNKNOWN_BITRATE) + (audio?.peakBitrate ?? 0)}`];
  if (averageBitrate) {
    attributes.push(`AVERAGE-BANDWIDTH=${averageBitrate + (audio?.averageBitrate ?? 0)}`);
  }
  if (sequence) {
    const sound = audio?.window.segments.at(-1)?.sequence;
    const codecs = sound ? [sequence.codec, sound.codec] : [sequence.codec];
    attributes.push(`CODECS="${codecs.join(',')}"`);
    attributes.push(`RESOLUTION=${sequence.width}x${sequence.height}`);
  }
  if (frameRate) attributes.push(`FRAME-RATE=${frameRate.toFixed(3)}`);
  if (audio) attributes.push(`AUDIO="${AUDIO_GROUP}"`);
  return `#EXT-X-STREAM-INF:${attributes.join(',')}\n${rendition.id}${suffix}.m3u8`;
}
