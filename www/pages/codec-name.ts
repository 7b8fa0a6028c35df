// The names people know, by the first part of a codec string (RFC 6381) or by ffmpeg's name.
const NAMES: Readonly<Record<string, string>> = {
  avc1: 'H.264',
  avc3: 'H.264',
  h264: 'H.264',
  hvc1: 'H.265',
  hev1: 'H.265',
  hevc: 'H.265',
  av01: 'AV1',
  av1: 'AV1',
  vp09: 'VP9',
  vp9: 'VP9',
  vp8: 'VP8',
  mjpeg: 'Motion JPEG',
  mpeg4: 'MPEG-4',
  mpeg2video: 'MPEG-2',
  rawvideo: 'RAW',
  aac: 'AAC',
  mp3: 'MP3',
  opus: 'Opus',
  pcm_alaw: 'G.711 A-law',
  pcm_mulaw: 'G.711 µ-law',
  adpcm_g726: 'G.726',
};

/** The codec itself, where it has no other name. */
export function codecName(codec: string): string {
  return NAMES[codec.split('.')[0] ?? ''] ?? codec;
}
