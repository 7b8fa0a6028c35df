// What a look at a source has found, in the words people use.

import type { ProbeResult } from '../../server/admin-api.ts';
import { codecName } from '../codec-name.ts';

export type FactName = 'codec' | 'size' | 'rate' | 'sound' | 'form';

export interface FoundFact {
  readonly name: FactName;
  /** Null: there is none, which is worth saying of sound. */
  readonly value: string | null;
}

/** Only what is known, but for sound: that there is none is known. */
export function factsFound({ found }: ProbeResult): readonly FoundFact[] {
  const { codec, profile, width, height, fps, audio, format } = found;
  const size = width === null || height === null ? null : `${width} × ${height}`;
  const facts: readonly FoundFact[] = [
    { name: 'codec', value: codec === null ? null : join([codecName(codec), profile]) },
    { name: 'size', value: size },
    { name: 'rate', value: fps === null ? null : `${Math.round(fps * 10) / 10} fps` },
    { name: 'form', value: format },
  ];
  const known = facts.filter(({ value }) => value !== null && value !== '');
  return [...known, { name: 'sound', value: audio === null ? null : soundText(audio) }];
}

function soundText(audio: NonNullable<ProbeResult['found']['audio']>): string {
  const { codec, channels, sample_rate: rate } = audio;
  return join(
    [
      codec === null ? null : codecName(codec),
      rate === null ? null : `${Math.round(rate / 100) / 10} kHz`,
      channels === null ? null : `${channels} ch`,
    ],
    ' · ',
  );
}

function join(parts: readonly (string | null)[], separator = ' '): string {
  return parts.filter((part) => part !== null && part !== '').join(separator);
}
