/** Bytes that arrive in chunks of any size and leave in the sizes asked for. */
export class ByteQueue {
  #chunks: Buffer[] = [];
  #length = 0;

  /** Bytes waiting. */
  get length(): number {
    return this.#length;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The first `size` bytes, still queued; null while there are fewer. */
  peek(size: number): Buffer | null {
    if (this.#length < size) return null;
    const first = this.#chunks[0];
    if (first && first.length >= size) return first.subarray(0, size);
    this.#chunks = [Buffer.concat(this.#chunks, this.#length)];
    return this.#chunks[0]?.subarray(0, size) ?? null;
  }

  /** Takes the first `size` bytes: a view where they came in one chunk, else a copy. Null while there are fewer. */
  take(size: number): Buffer | null {
    if (this.#length < size) return null;
    this.#length -= size;
    const first = this.#chunks[0];
    if (first && first.length > size) {
      this.#chunks[0] = first.subarray(size);
      return first.subarray(0, size);
    }
    if (first && first.length === size) {
      this.#chunks.shift();
      return first;
    }
    return this.#gather(size);
  }

  #gather(size: number): Buffer {
    const gathered = Buffer.allocUnsafe(size);
    let filled = 0;
    let used = 0;
    for (const chunk of this.#chunks) {
      const copied = chunk.copy(gathered, filled, 0, size - filled);
      filled += copied;
      if (copied < chunk.length) {
        this.#chunks[used] = chunk.subarray(copied);
        break;
      }
      used++;
    }
    this.#chunks.splice(0, used);
    return gathered;
  }
}
