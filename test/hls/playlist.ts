// Reads a media playlist into lines that mean something, without knowing how ours is written.

export interface PlaylistPart {
  readonly uri: string;
  readonly seconds: number;
  readonly isIndependent: boolean;
}

export interface PlaylistSegment {
  /** Media Sequence Number. */
  readonly number: number;
  /** Discontinuity Sequence Number. */
  readonly discontinuity: number;
  readonly hasDiscontinuityTag: boolean;
  /** The init segment in force. */
  readonly map: string | null;
  readonly hasMapTag: boolean;
  readonly dateMs: number | null;
  readonly parts: readonly PlaylistPart[];
  /** Tag names in the order in which they stand. */
  readonly tags: readonly string[];
  /** Null while it is being made. */
  readonly seconds: number | null;
  readonly uri: string | null;
}

export interface Playlist {
  readonly lines: readonly string[];
  /** Values of the tags that stand once, by name. */
  readonly head: ReadonlyMap<string, string>;
  readonly headTags: readonly string[];
  readonly skipped: number;
  readonly segments: readonly PlaylistSegment[];
  /** Attributes of each preload hint. */
  readonly hints: readonly ReadonlyMap<string, string>[];
  /** What stands behind a segment and belongs to none. */
  readonly endTags: readonly string[];
}

const SEGMENT_TAGS = new Set(['DISCONTINUITY', 'MAP', 'PROGRAM-DATE-TIME', 'PART', 'INF']);

interface Draft {
  hasDiscontinuityTag: boolean;
  hasMapTag: boolean;
  dateMs: number | null;
  parts: PlaylistPart[];
  tags: string[];
  seconds: number | null;
}

function emptyDraft(): Draft {
  return {
    hasDiscontinuityTag: false,
    hasMapTag: false,
    dateMs: null,
    parts: [],
    tags: [],
    seconds: null,
  };
}

class PlaylistReader {
  readonly head = new Map<string, string>();
  readonly headTags: string[] = [];
  readonly segments: PlaylistSegment[] = [];
  readonly hints: ReadonlyMap<string, string>[] = [];
  skipped = 0;
  readonly endTags: string[] = [];
  #draft = emptyDraft();
  #map: string | null = null;
  #discontinuity: number | null = null;

  readLine(line: string): void {
    if (line === '') return;
    if (!line.startsWith('#')) {
      this.#endSegment(line);
      return;
    }
    if (!line.startsWith('#EXT')) return;
    const [, name = '', value = ''] = /^#EXT(?:-X-)?([A-Z0-9-]+)(?::(.*))?$/.exec(line) ?? [];
    if (SEGMENT_TAGS.has(name)) this.#readSegmentTag(name, value);
    else this.#readOther(name, value);
  }

  end(): void {
    if (this.#draft.tags.length > 0) this.#endSegment(null);
  }

  #readSegmentTag(name: string, value: string): void {
    const draft = this.#draft;
    draft.tags.push(name);
    if (this.hints.length > 0) this.endTags.push(name);
    if (name === 'DISCONTINUITY') draft.hasDiscontinuityTag = true;
    else if (name === 'MAP') {
      draft.hasMapTag = true;
      this.#map = parseAttributes(value).get('URI') ?? null;
    } else if (name === 'PROGRAM-DATE-TIME') draft.dateMs = Date.parse(value);
    else if (name === 'PART') draft.parts.push(parsePart(value));
    else draft.seconds = /^[\d.]+,/.test(value) ? Number.parseFloat(value) : NaN;
  }

  #readOther(name: string, value: string): void {
    const isHead = this.segments.length === 0 && this.#draft.tags.length === 0;
    if (name === 'SKIP') {
      this.skipped = Number(parseAttributes(value).get('SKIPPED-SEGMENTS'));
    } else if (name === 'PRELOAD-HINT') {
      this.hints.push(parseAttributes(value));
      this.endTags.push(name);
    } else {
      (isHead ? this.headTags : this.endTags).push(name);
      this.head.set(name, value);
    }
  }

  #endSegment(uri: string | null): void {
    const draft = this.#draft;
    this.#draft = emptyDraft();
    this.#discontinuity ??= Number(this.head.get('DISCONTINUITY-SEQUENCE') ?? 0);
    if (draft.hasDiscontinuityTag) this.#discontinuity++;
    const first = Number(this.head.get('MEDIA-SEQUENCE') ?? 0) + this.skipped;
    this.segments.push({
      ...draft,
      uri,
      number: first + this.segments.length,
      discontinuity: this.#discontinuity,
      map: this.#map,
    });
  }
}

export function parsePlaylist(text: string): Playlist {
  const reader = new PlaylistReader();
  const lines = text.split('\n');
  for (const line of lines) reader.readLine(line);
  reader.end();
  const { head, headTags, skipped, segments, hints, endTags } = reader;
  return { lines, head, headTags, skipped, segments, hints, endTags };
}

function parsePart(value: string): PlaylistPart {
  const attributes = parseAttributes(value);
  return {
    uri: attributes.get('URI') ?? '',
    seconds: Number(attributes.get('DURATION')),
    isIndependent: attributes.get('INDEPENDENT') === 'YES',
  };
}

/** An attribute list (RFC 8216bis, 4.2), quotation marks taken off. */
export function parseAttributes(list: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', quoted, bare] of list.matchAll(/([A-Z0-9-]+)=(?:"([^"]*)"|([^,"]*))/g)) {
    attributes.set(name, quoted ?? bare ?? '');
  }
  return attributes;
}
