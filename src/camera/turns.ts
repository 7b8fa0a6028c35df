/** What is asked for is done one after the other, however it is asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves when all that has been asked for so far is done, well or badly. */
  get settled(): Promise<unknown> {
    return this.#last;
  }

  take<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(action);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
