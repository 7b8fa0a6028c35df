// What an error of hls.js means.

import { failed } from './failure.ts';
import type { Failure } from './failure.ts';

/** What is used of hls.js's `ErrorData`. */
export interface HlsError {
  readonly type: string;
  readonly details: string;
  readonly response?: { readonly code?: number } | undefined;
}

const NETWORK = 'networkError';
const CODECS: readonly string[] = [
  'manifestIncompatibleCodecsError',
  'bufferIncompatibleCodecsError',
  'bufferAddCodecError',
];

export function classifyHlsError({ type, details, response }: HlsError): Failure {
  const status = response?.code ?? 0;
  if (CODECS.includes(details)) return failed('codec_not_played');
  if (type !== NETWORK) return failed('cannot_play', details);
  if (status === 0) return failed('connection_lost');
  return failed('cannot_load', status < 400 ? details : `HTTP ${status}`);
}
