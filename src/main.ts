import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApp } from './app.ts';
import type { SupervisorSettings } from './app.ts';
import type { Programs } from './camera/attempt.ts';
import { parseCommandLine, readVersion } from './config/command-line.ts';
import type { RunCommand } from './config/command-line.ts';
import { createDemoOptions } from './config/demo.ts';
import { loadInstance } from './config/instance.ts';
import { openKeptChanges } from './config/kept-changes.ts';
import { loadOptions } from './config/load.ts';
import { SCHEMA_FACTS } from './config/schema-facts.ts';
import { ConfigError, StartupError } from './errors.ts';
import { LogFeed } from './log-feed.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';

const EXIT = { ok: 0, wrongOptions: 1, cannotStart: 2, bug: 70 } as const;
const PAGES = fileURLToPath(new URL('../www/dist', import.meta.url));
/** Core's name in the network of its containers, and the port it has unless the user says otherwise. */
const HOME_ASSISTANT_WEB_SERVERS = ['http://homeassistant:8123', 'https://homeassistant:8123'];
/** ffmpeg is killed long before; this is for what should never happen. */
const LAST_RESORT_MS = 9_000;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  // Until the options are known, the log is what people read best.
  const logFeed = new LogFeed();
  let log = createLog({ level: 'info', format: 'pretty', feed: logFeed });
  // Node would end with 1, which says that the options are wrong, and show secrets.
  process.on('uncaughtException', (error) => process.exit(explain(error, log)));
  try {
    const command = parseCommandLine(argv);
    if (command.kind === 'print') {
      process.stdout.write(command.text);
      return EXIT.ok;
    }
    const options = command.optionsFile
      ? await loadOptions(command.optionsFile, { supervised: command.supervised })
      : createDemoOptions();
    log = createLog({ level: options.log_level, format: options.log_format, feed: logFeed });
    return await run({ command, options, log, logFeed });
  } catch (error) {
    return explain(error, log);
  }
}

interface RunContext {
  readonly command: RunCommand;
  readonly options: Parameters<typeof startApp>[0]['options'];
  readonly log: Log;
  readonly logFeed: LogFeed;
}

async function run({ command, options, log, logFeed }: RunContext): Promise<number> {
  const supervisor = command.supervised ? takeSupervisor() : null;
  const stop = new AbortController();
  // Not `once`: execa's exit hook takes a signal that nobody listens to any more for the end.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  // Whatever it is that hangs, be it while starting.
  stop.signal.addEventListener('abort', () => {
    setTimeout(() => process.exit(EXIT.ok), LAST_RESORT_MS).unref();
  });
  if (!existsSync(join(PAGES, 'index.html'))) {
    throw new StartupError('the web pages are not built: run `npm run build`');
  }
  const changes = await openKeptChanges(options, {
    directory: command.dataDirectory,
    supervised: command.supervised,
    onProblem: ({ path, message }) => log.warn(`${path}: ${message}`),
  });
  await using app = await startApp({
    options,
    changes,
    schema: SCHEMA_FACTS,
    version: readVersion(),
    instance: await loadInstance(command.dataDirectory),
    dataDirectory: command.dataDirectory,
    port: command.port,
    supervisor,
    programs: readPrograms(),
    pages: PAGES,
    log,
    logFeed,
  });
  const cameras = changes.cameras.length;
  const readyInMs = Math.round(performance.now());
  log.info(
    { version: readVersion(), cameras, readyInMs },
    renderWelcome(app.url, supervisor !== null),
  );
  await Promise.race([app.failed, stop.signal.aborted || once(stop.signal, 'abort')]);
  log.info('stopping');
  return EXIT.ok;
}

function renderWelcome(url: string, isApp: boolean): string {
  if (!isApp) return `Oriel runs: open ${url}`;
  return `Oriel runs: open it in the side bar of Home Assistant (it listens at ${url})`;
}

/** Taken out of the environment: ffmpeg has no business with it. Addresses and folders there are for tests. */
function takeSupervisor(): SupervisorSettings {
  const { env } = process;
  const token = env['SUPERVISOR_TOKEN'] ?? '';
  delete env['SUPERVISOR_TOKEN'];
  delete env['HASSIO_TOKEN'];
  return {
    token,
    url: env['ORIEL_SUPERVISOR'] ?? 'http://supervisor',
    ingressPeer: env['ORIEL_INGRESS_PEER'],
    homeAssistant: {
      configDirectory: env['ORIEL_HOME_ASSISTANT_CONFIG'] ?? '/homeassistant',
      webServers: env['ORIEL_HOME_ASSISTANT_URL']?.split(' ') ?? HOME_ASSISTANT_WEB_SERVERS,
      // The run script makes it.
      isWwwNew: env['ORIEL_WWW_IS_NEW'] === '1',
    },
  };
}

/** For development and tests: other programs in place of ffmpeg's. */
function readPrograms(): Programs {
  return {
    ffmpeg: process.env['ORIEL_FFMPEG'] ?? 'ffmpeg',
    ffprobe: process.env['ORIEL_FFPROBE'] ?? 'ffprobe',
  };
}

function explain(error: unknown, log: Log): number {
  if (error instanceof ConfigError) {
    for (const { path, message } of error.problems) log.error(`${path}: ${message}`);
    log.error('nothing was started: the options are wrong');
    return EXIT.wrongOptions;
  }
  if (error instanceof StartupError) {
    log.error(error.message);
    return EXIT.cannotStart;
  }
  log.fatal({ err: error }, 'this is a bug in Oriel: please report it');
  return EXIT.bug;
}
