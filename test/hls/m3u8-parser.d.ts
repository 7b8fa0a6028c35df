declare module 'm3u8-parser' {
  export interface ParsedPart {
    readonly uri: string;
    readonly duration: number;
    readonly independent?: boolean;
  }

  export interface ParsedSegment {
    readonly uri: string;
    readonly duration: number;
    readonly discontinuity?: boolean;
    readonly timeline: number;
    /** EXT-X-PROGRAM-DATE-TIME as it stands. */
    readonly dateTimeString: string;
    readonly map: { readonly uri: string };
    readonly parts?: readonly ParsedPart[];
  }

  export interface ParsedManifest {
    readonly version: number;
    readonly targetDuration: number;
    readonly mediaSequence: number;
    readonly discontinuitySequence: number;
    readonly partTargetDuration: number;
    readonly partInf: { readonly partTarget: number };
    readonly serverControl: Readonly<Record<string, number | boolean>>;
    readonly skip?: { readonly skippedSegments: number };
    readonly segments: readonly ParsedSegment[];
    readonly preloadSegment?: {
      readonly parts?: readonly ParsedPart[];
      readonly preloadHints?: readonly { readonly type: string; readonly uri: string }[];
    };
    readonly playlists?: readonly {
      readonly uri: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }

  export class Parser {
    push(text: string): void;
    end(): void;
    on(event: 'warn', listener: (warning: { readonly message: string }) => void): void;
    readonly manifest: ParsedManifest;
  }
}
