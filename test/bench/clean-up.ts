// What a benchmark leaves behind when somebody ends it: nothing.

const pending = new Set<() => void>();
let isListening = false;

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** @param clean runs when the program ends before it is disposed; nothing in it may wait */
export function cleanUpAtEnd(clean: () => void): Disposable {
  listen();
  pending.add(clean);
  return { [Symbol.dispose]: () => void pending.delete(clean) };
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  process.once('exit', () => {
    for (const clean of [...pending].toReversed()) clean();
  });
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.once(signal, () => process.exit(code));
  }
}
