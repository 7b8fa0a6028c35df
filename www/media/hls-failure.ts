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

/** What is used of hls.js's `RetryConfig` and `LoaderResponse`. */
interface Tries {
  readonly maxNumRetry: number;
}

interface Answer {
  readonly code?: number | undefined;
}

/**
 * Whether hls.js is to ask once more. It gives up at once where nobody answered and the browser says that it is online,
 * as when a network changes.
 * @param would what hls.js would do by itself
 */
export function shouldAskAgain(
  tries: Tries | null | undefined,
  count: number,
  ...[, answer, would]: [isTimeout: boolean, answer: Answer | undefined, would: boolean]
): boolean {
  return would || (answer?.code === 0 && count < (tries?.maxNumRetry ?? 0));
}

export function classifyHlsError({ type, details, response }: HlsError): Failure {
  const status = response?.code ?? 0;
  if (CODECS.includes(details)) return failed('codec_not_played');
  if (type !== NETWORK) return failed('cannot_play', details);
  if (status === 0) return failed('connection_lost');
  return failed('cannot_load', status < 400 ? details : `HTTP ${status}`);
}
