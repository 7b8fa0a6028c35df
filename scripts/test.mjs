// @ts-check
// Runs the tests: `npm test`, `npm test -- test/mp4 playlist --test-update-snapshots`.
// A word selects the test files whose path contains it; options go to Node's test runner.

import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const deadline = new URL('test/deadline.mjs', import.meta.url).href;

const options = process.argv.slice(2).filter((word) => word.startsWith('-'));
const patterns = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('-'))
  .map(normalize);

const files = globSync('test/**/*.test.ts', { cwd: root })
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .toSorted();
const isEndToEnd = (/** @type {string} */ file) => file.startsWith('test/e2e/');
const isImage = (/** @type {string} */ file) => file.startsWith('test/image/');
const isHomeAssistant = (/** @type {string} */ file) => file.startsWith('test/home-assistant/');
/** They measure what is seen. */
const isScreen = (/** @type {string} */ file) => /\/(?:card|dashboard)\.test/.test(file);
const isPlain = (/** @type {string} */ file) =>
  !isEndToEnd(file) && !isImage(file) && !isHomeAssistant(file);

const inHomeAssistant = patterns.length > 0 ? files.filter(isHomeAssistant) : [];

const RUNS = [
  {
    name: 'tests',
    files: files.filter(isPlain),
    concurrency: availableParallelism(),
    fileTimeoutMs: 120_000,
  },
  {
    // Browsers and encoders that measure delay do not share the processor with other tests.
    name: 'end-to-end tests',
    files: files.filter(isEndToEnd),
    concurrency: 1,
    fileTimeoutMs: 300_000,
  },
  {
    // Minutes and gigabytes: only when asked for, as `npm run test:image` does.
    name: 'image tests',
    files: patterns.length > 0 ? files.filter(isImage) : [],
    concurrency: 1,
    fileTimeoutMs: 900_000,
  },
  {
    // A gigabyte, and a Home Assistant a file: only when asked for, as `npm run test:home-assistant` does.
    // Mostly they wait until Home Assistant has started or asks again.
    name: 'tests in Home Assistant',
    files: inHomeAssistant.filter((file) => !isScreen(file)),
    concurrency: Math.min(2, availableParallelism()),
    fileTimeoutMs: 600_000,
  },
  {
    name: 'dashboards in Home Assistant',
    files: inHomeAssistant.filter(isScreen),
    concurrency: 1,
    fileTimeoutMs: 600_000,
  },
].filter((run) => run.files.length > 0);

let isInterrupted = false;
// Ctrl-C reaches the runner by itself, which then says what was running.
process.once('SIGINT', () => {
  isInterrupted = true;
});
const terminated = new AbortController();
const termination = terminated.signal;
process.once('SIGTERM', () => {
  isInterrupted = true;
  terminated.abort();
});

/**
 * @param {typeof RUNS[number]} run
 * @returns {Promise<boolean>} whether all tests passed
 */
function runTests({ files, concurrency, fileTimeoutMs }) {
  const child = spawn(
    process.execPath,
    [
      '--test',
      '--test-reporter=spec',
      `--test-concurrency=${concurrency}`,
      `--test-timeout=${fileTimeoutMs}`,
      `--import=${deadline}`,
      ...options,
      ...files,
    ],
    { cwd: root, stdio: 'inherit', env: environment(fileTimeoutMs) },
  );
  const stop = () => child.kill('SIGTERM');
  termination.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      termination.removeEventListener('abort', stop);
      resolve(code === 0);
    });
  });
}

/** @param {number} fileTimeoutMs */
function environment(fileTimeoutMs) {
  return {
    ...process.env,
    TEST_FILE_TIMEOUT_MS: String(fileTimeoutMs),
    // mosquitto is in /usr/sbin, where the PATH of an ordinary user does not lead on Debian.
    PATH: `${process.env['PATH']}:/usr/local/sbin:/usr/sbin`,
  };
}

if (RUNS.length === 0) {
  console.error(`No test file matches ${patterns.join(' ')}`);
  process.exitCode = 1;
}
if (patterns.length === 0) {
  console.log('left out: npm run test:image, npm run test:home-assistant');
}
for (const run of RUNS) {
  if (isInterrupted) break;
  console.log(`\n${run.name}: ${run.files.length} file(s), ${run.concurrency} at a time`);
  if (!(await runTests(run))) process.exitCode = 1;
}
