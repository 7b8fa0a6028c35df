// One after the other: a browser opens six connections to a server, and a page with a dozen cameras needs some for video.

/** Whoever takes longer is not waited for. */
const LONGEST_TURN_MS = 4000;

const last = new Map<string, Promise<void>>();

/** Acts when those who came before have, for the same server. */
export async function inTurn<T>(rootUrl: string, act: () => Promise<T>): Promise<T> {
  const turn = (last.get(rootUrl) ?? Promise.resolve()).then(act);
  last.set(rootUrl, overOrLate(turn));
  return await turn;
}

async function overOrLate(turn: Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LONGEST_TURN_MS);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    turn.then(end, end);
  });
}
