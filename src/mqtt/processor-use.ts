/** Readings that follow at once are of too short a time to say anything. */
const SHORTEST_MS = 1000;

/** How much of a processor core this process takes; ffmpeg's processes are not in it. */
export class ProcessorUse {
  #sinceMs = performance.now();
  #before = process.cpuUsage();
  #percent: number | null = null;

  /** Percent of one core since it was last asked; null before a second is over. */
  read(): number | null {
    const nowMs = performance.now();
    const elapsedMs = nowMs - this.#sinceMs;
    if (elapsedMs < SHORTEST_MS) return this.#percent;
    const { user, system } = process.cpuUsage(this.#before);
    this.#sinceMs = nowMs;
    this.#before = process.cpuUsage();
    this.#percent = Math.round((user + system) / elapsedMs) / 10;
    return this.#percent;
  }
}
