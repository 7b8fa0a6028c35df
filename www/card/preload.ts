// Fetches the player's files before they are imported: an import learns of the files it needs itself only on arrival.

/** Put in by the build, relative to the card's own file. */
const FILES = 'PLAYER FILES OF THE BUILD';

let isDone = false;

export function preloadPlayer(cardUrl: string): void {
  if (isDone) return;
  isDone = true;
  for (const file of FILES.split(' ')) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = new URL(file, cardUrl).href;
    document.head.append(link);
  }
}
