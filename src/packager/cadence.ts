// The two numbers a playlist promises for its whole life: part target and target duration.

export interface CadenceSettings {
  /** Ticks per second. */
  readonly timescale: number;
  readonly segmentSeconds: number;
  readonly partSeconds: number;
  /** How long parts are where several are joined; as long as one part by default. */
  readonly joinedPartSeconds?: number;
}

/** Jitter of a camera's time stamps that still fits into a part; over many frames it evens out. */
const JITTER_MARGIN = 1.03;
const JITTER_MARGIN_OF_FEW = 1.06;
const FEW_FRAMES = 4;
/** Fewer do not tell a habit from the hiccup that a camera may begin with. */
const MIN_SEEN_FRAMES = 3;
/** Two frames share a part when rounding says so: from there down, they are this long together. */
const FIRST_PART_SLACK = 4 / 3;
const MIN_TARGET_SECONDS = 2;
/** Many cameras send a keyframe of their own to whoever connects: the GOP behind it is cut short. */
const MIN_WHOLE_SEGMENTS = 2;
/**
 * A camera without a keyframe for this long gets the longest target duration that is supported. Four
 * seconds are common, and must not count.
 */
const LONG_GOP_SECONDS = 4.5;
const LONGEST_GOP_SECONDS = 10;
/** EXTINF may exceed the target duration while it rounds to it (RFC 8216bis, section 4.4.3.1). */
const ROUNDING_SLACK_SECONDS = 0.4;

/** Learns a rendition's rhythm from its first samples, then stays with it: players break when it changes. */
export class Cadence {
  readonly #settings: CadenceSettings;
  #partTarget: number | null = null;
  #targetSeconds: number | null = null;
  #partsJoined = 1;
  #seen: number[] = [];
  /** Ticks of the longest part of several frames, and of the longest segment, before the targets were known. */
  #longestPart = 0;
  #longestSegment = 0;
  #wholeSegments = 0;

  constructor(settings: CadenceSettings) {
    this.#settings = settings;
  }

  /** EXT-X-PART-INF:PART-TARGET in ticks; null until known. */
  get partTarget(): number | null {
    return this.#partTarget;
  }

  /** How many parts make one of the joined ones. */
  get partsJoined(): number {
    return this.#partsJoined;
  }

  /** EXT-X-TARGETDURATION in whole seconds; null until known. */
  get targetSeconds(): number | null {
    return this.#targetSeconds;
  }

  /** Ticks that a part must not outgrow. */
  get longestPart(): number {
    const { partSeconds, timescale } = this.#settings;
    return this.#partTarget ?? partSeconds * FIRST_PART_SLACK * timescale;
  }

  /** Ticks after which a segment must end, keyframe or not. */
  get longestSegment(): number {
    const seconds = this.#targetSeconds ?? LONGEST_GOP_SECONDS + 1;
    return (seconds + ROUNDING_SLACK_SECONDS) * this.#settings.timescale;
  }

  /** Ticks from which the next keyframe begins a new segment. */
  get shortestSegment(): number {
    return 0.9 * this.#settings.segmentSeconds * this.#settings.timescale;
  }

  /** Our own encoder's keyframe distance, which need not be waited for. */
  expectGop(seconds: number): void {
    const gops = Math.max(1, Math.ceil((0.9 * this.#settings.segmentSeconds) / seconds));
    this.#fixTarget(gops * seconds);
  }

  /** @param duration ticks of a sample */
  observeSample(duration: number): void {
    if (this.#partTarget !== null) return;
    this.#seen.push(duration);
    const total = this.#seen.reduce((sum, ticks) => sum + ticks, 0);
    if (this.#seen.length < MIN_SEEN_FRAMES) return;
    if (total >= this.#settings.partSeconds * this.#settings.timescale) this.#fixPartTarget();
  }

  /** @param duration ticks of a part of several frames, so far */
  observePart(duration: number): void {
    if (this.#partTarget === null) this.#longestPart = Math.max(this.#longestPart, duration);
  }

  /** @param duration ticks of a segment @param isWhole whether it ended at a keyframe */
  observeSegment(duration: number, isWhole: boolean): void {
    if (this.#targetSeconds !== null) return;
    this.#longestSegment = Math.max(this.#longestSegment, duration);
    if (isWhole) this.#wholeSegments++;
    // One that was cut for its length does not end whole, and neither might those that follow.
    const isLongest = duration >= LONGEST_GOP_SECONDS * this.#settings.timescale;
    if (isLongest || this.#wholeSegments >= MIN_WHOLE_SEGMENTS) this.#fixTarget(0);
  }

  /** @param duration ticks since the newest keyframe */
  observeGop(duration: number): void {
    const seconds = duration / this.#settings.timescale;
    if (seconds >= LONG_GOP_SECONDS) this.#fixTarget(LONGEST_GOP_SECONDS);
  }

  #fixTarget(seconds: number): void {
    const longest = Math.max(seconds, this.#longestSegment / this.#settings.timescale);
    // One second more, so that a late keyframe does not have to cut a segment short.
    this.#targetSeconds ??= Math.max(MIN_TARGET_SECONDS, Math.ceil(longest - 0.1) + 1);
  }

  #fixPartTarget(): void {
    const { timescale, partSeconds, joinedPartSeconds = partSeconds } = this.#settings;
    const sorted = this.#seen.toSorted((a, b) => a - b);
    const frame = sorted[Math.floor(sorted.length / 2)] ?? partSeconds * timescale;
    const frames = Math.max(1, Math.round((partSeconds * timescale) / frame));
    // The longest frame is left out: once is no habit.
    const longest = Math.max(frames * frame, sorted.at(-2) ?? 0, this.#longestPart);
    const margin = frames > FEW_FRAMES ? JITTER_MARGIN : JITTER_MARGIN_OF_FEW;
    const ms = Math.ceil(((longest * margin) / timescale) * 1000);
    this.#partTarget = (ms * timescale) / 1000;
    this.#partsJoined = Math.max(1, Math.round((joinedPartSeconds * timescale) / (frames * frame)));
    this.#seen = [];
  }
}
