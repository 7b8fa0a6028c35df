declare module 'mpd-parser' {
  export interface ParsedSegment {
    readonly uri: string;
    readonly duration: number;
    readonly timeline: number;
    readonly presentationTime: number;
    readonly map: { readonly uri: string; readonly resolvedUri: string };
    readonly resolvedUri: string;
  }

  export interface ParsedPlaylist {
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly targetDuration: number;
    readonly segments: readonly ParsedSegment[];
  }

  export interface ParsedManifest {
    readonly playlists: readonly ParsedPlaylist[];
    readonly minimumUpdatePeriod?: number;
    readonly suggestedPresentationDelay?: number;
  }

  export function parse(
    text: string,
    options: { readonly manifestUri: string; readonly NOW?: number },
  ): ParsedManifest;

  export function parseUTCTiming(
    text: string,
    manifestUri?: string,
  ): { readonly method: string; readonly value: string };

  export interface XmlNode {
    readonly nodeName: string;
    readonly nodeType: number;
    readonly childNodes: { readonly [index: number]: XmlNode; readonly length: number };
    readonly attributes: {
      readonly [index: number]: { readonly name: string; readonly value: string };
      readonly length: number;
    };
  }

  export function stringToMpdXml(text: string): XmlNode;
}
