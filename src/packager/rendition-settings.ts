import type { LeadingRendition } from './leader.ts';

export interface RenditionSettings {
  readonly segmentSeconds: number;
  readonly partSeconds: number;
  /** How long parts are where several are joined. */
  readonly joinedPartSeconds?: number;
  readonly windowSeconds: number;
  readonly windowBytes: number;
}

/** Where counting begins. */
export interface FirstNumbers {
  readonly firstNumber: number;
  readonly firstDiscontinuity: number;
}

/** The track that decides where segments begin; without one it does so itself. */
export interface Leadership {
  readonly leader?: LeadingRendition | null;
}

/** A sample placed on the timeline. */
export interface TimedSample {
  /** Ticks since 1970. */
  readonly decodeTime: number;
  readonly duration: number;
  readonly compositionOffset: number;
  readonly isKey: boolean;
  readonly data: Buffer;
  /** Number of the segment it belongs to; without it, time tells. */
  readonly segment?: number;
}
