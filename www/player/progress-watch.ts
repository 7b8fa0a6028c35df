// Tells from the video's own clock whether pictures move: the one sign that cannot lie about playing.

export interface VideoReading {
  readonly currentTime: number;
  readonly isPaused: boolean;
  /** Its page cannot be seen, and it is on no screen of its own. */
  readonly isUnseen: boolean;
  /** If it is paused, that happened while it could not be seen: browsers do it to save power. */
  readonly wasPausedUnseen: boolean;
  /** There is something to show: if it is paused now, nobody told it to play. */
  readonly canPlay: boolean;
  /** Of video that is there and not yet shown. */
  readonly secondsAhead: number;
  /** How often it ran out of data so far. */
  readonly stalls: number;
  /** Pictures decoded so far, shown or dropped; null where that says nothing, as on a page that is hidden. */
  readonly frames: number | null;
}

export type Progress = 'starting' | 'moving' | 'stalled' | 'frozen';

export interface ProgressWatch {
  readonly reading: VideoReading | null;
  readonly movedAtMs: number;
  /** When the first picture moved. */
  readonly playingSinceMs: number | null;
  readonly stallsAtMs: readonly number[];
  readonly pictures: PictureCount;
  readonly progress: Progress;
}

/** A video's clock runs on with its sound though its decoder hangs. */
interface PictureCount {
  /** Since when they are counted. */
  readonly sinceMs: number;
  readonly first: number;
  readonly newest: number;
  readonly newestAtMs: number;
}

// Shorter ones are hardly seen.
const STALLED_AFTER_MS = 700;
const FROZEN_AFTER_MS = 4000;
// Without anything to show it is rather the camera that stalls; the server takes 5 s to notice.
const STARVED_FROZEN_AFTER_MS = 6000;
const ENOUGH_AHEAD_SECONDS = 0.5;
const FIRST_PICTURE_WITHIN_MS = 10_000;
// One or two stalls at the start are normal.
const SETTLED_AFTER_MS = 3000;
const STARVED_STALLS = 6;
const STARVED_WITHIN_MS = 30_000;
// Without a new picture for so long, and for so many times what lies between two of them.
const BLIND_AFTER_MS = 6000;
const BLIND_PICTURES = 20;

export function startWatch(nowMs: number): ProgressWatch {
  return {
    reading: null,
    movedAtMs: nowMs,
    playingSinceMs: null,
    stallsAtMs: [],
    pictures: { sinceMs: nowMs, first: 0, newest: 0, newestAtMs: nowMs },
    progress: 'starting',
  };
}

/** Takes a look at the video; to be called some times a second. */
export function observe(watch: ProgressWatch, reading: VideoReading, nowMs: number): ProgressWatch {
  const { movedAtMs, playingSinceMs } = watch;
  const stallsAtMs = countStalls(watch, reading, nowMs);
  const pictures = countPictures(watch, reading, nowMs);
  const stepSeconds = reading.currentTime - (watch.reading?.currentTime ?? reading.currentTime);
  if (stepSeconds !== 0) {
    // The first step is the jump to the live edge, not a picture that moves.
    const since = playingSinceMs ?? (Math.abs(stepSeconds) < 1 ? nowMs : null);
    const moving = isBlind(pictures, nowMs) ? 'frozen' : 'moving';
    const progress = since === null ? 'starting' : moving;
    return { reading, movedAtMs: nowMs, playingSinceMs: since, stallsAtMs, pictures, progress };
  }
  const stillMs = nowMs - movedAtMs;
  return { ...watch, reading, stallsAtMs, pictures, progress: judge(watch, reading, stillMs) };
}

/** While it is paused because nobody can see it, standing still says nothing. */
export function rest(watch: ProgressWatch, nowMs: number): ProgressWatch {
  return { ...watch, movedAtMs: nowMs };
}

/** So many stalls that this delivery asks too much of the network. */
export function isStarved({ stallsAtMs }: ProgressWatch): boolean {
  return stallsAtMs.length >= STARVED_STALLS;
}

/** What asks less of the network begins with a clean sheet. */
export function forgetStalls(watch: ProgressWatch): ProgressWatch {
  return { ...watch, stallsAtMs: [] };
}

function judge(
  { playingSinceMs, progress }: ProgressWatch,
  { secondsAhead }: VideoReading,
  stillMs: number,
): Progress {
  if (playingSinceMs === null) return stillMs < FIRST_PICTURE_WITHIN_MS ? 'starting' : 'frozen';
  const patienceMs =
    secondsAhead > ENOUGH_AHEAD_SECONDS ? FROZEN_AFTER_MS : STARVED_FROZEN_AFTER_MS;
  if (stillMs >= patienceMs) return 'frozen';
  return stillMs >= STALLED_AFTER_MS ? 'stalled' : progress;
}

function countPictures(
  { pictures, playingSinceMs }: ProgressWatch,
  { frames, isPaused }: VideoReading,
  nowMs: number,
): PictureCount {
  if (frames === null || isPaused || playingSinceMs === null) {
    const first = frames ?? pictures.newest;
    return { sinceMs: nowMs, first, newest: first, newestAtMs: nowMs };
  }
  return frames === pictures.newest ? pictures : { ...pictures, newest: frames, newestAtMs: nowMs };
}

function isBlind({ sinceMs, first, newest, newestAtMs }: PictureCount, nowMs: number): boolean {
  const apartMs = newest > first ? (newestAtMs - sinceMs) / (newest - first) : 0;
  return nowMs - newestAtMs > Math.max(BLIND_AFTER_MS, BLIND_PICTURES * apartMs);
}

function countStalls(
  watch: ProgressWatch,
  reading: VideoReading,
  nowMs: number,
): readonly number[] {
  const recent = watch.stallsAtMs.filter((atMs) => nowMs - atMs < STARVED_WITHIN_MS);
  const isSettled =
    watch.playingSinceMs !== null && nowMs - watch.playingSinceMs > SETTLED_AFTER_MS;
  const hasStalled = reading.stalls > (watch.reading?.stalls ?? reading.stalls);
  return hasStalled && isSettled ? [...recent, nowMs] : recent;
}
