// @ts-check
import { spawn } from 'node:child_process';

const HEARTBEAT_MS = 20_000;
const OUTPUT_LINES = 30;

/** In the environment of all that a set-up starts: the set-up's process id. */
export const SETUP_MARK = 'ORIEL_SETUP_PID';

/** What failed and what to do about it, in one line. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} [output] the end of what the failing command printed
   */
  constructor(message, output = '') {
    super(message);
    this.output = output;
  }
}

const interrupted = new AbortController();

/** Aborted by Ctrl-C and SIGTERM; the reason is the exit code they ask for. */
export const interruption = interrupted.signal;

process.once('SIGINT', () => interrupted.abort(130));
process.once('SIGTERM', () => interrupted.abort(143));

/** @param {string} line */
export function report(line) {
  console.log(`Set-up: ${line}`);
}

/**
 * Runs a command that may take minutes: says so, keeps saying so, and shows its output only when it
 * fails.
 *
 * @param {string} what for people: "installing the Node packages"
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export async function run(what, command, options = {}) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  report(`${what} (${command.join(' ')})`);
  const heartbeat = setInterval(() => report(`still ${what}, ${seconds()} s`), HEARTBEAT_MS);
  try {
    const { failure, output } = await outcome(command, options);
    if (interruption.aborted) throw new SetupError('interrupted');
    if (failure) throw new SetupError(`${what} failed: ${command.join(' ')}: ${failure}`, output);
  } finally {
    clearInterval(heartbeat);
  }
  report(`${what} took ${seconds()} s`);
}

/**
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ failure: string | undefined, output: string }>}
 */
export function outcome([file = '', ...args], options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      ...options,
      env: { ...(options.env ?? process.env), [SETUP_MARK]: String(process.pid) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => child.kill();
    interruption.addEventListener('abort', stop);
    let output = '';
    /** @param {Buffer} data */
    const keep = (data) => {
      output = lastLines(output + data.toString());
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    /** @param {string | undefined} failure */
    const end = (failure) => {
      interruption.removeEventListener('abort', stop);
      resolve({ failure, output: output.trimEnd() });
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (code, signal) => end(code === 0 ? undefined : `exit ${code ?? signal}`));
  });
}

/** @param {string} text */
function lastLines(text) {
  return text.split('\n').slice(-OUTPUT_LINES).join('\n');
}
