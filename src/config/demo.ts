import type { Options } from './schema.ts';
import { validateOptions } from './validate.ts';

/** What runs without an options file: something to look at, and a broker to talk to. */
export function createDemoOptions(): Options {
  return validateOptions({
    cameras: [{ id: 'demo', name: 'Demo', source: 'test:' }],
    mqtt: { host: 'embedded' },
  });
}
