// Composition root: the one file that knows every module.

import { join } from 'node:path';
import type { Programs } from './camera/attempt.ts';
import { Cameras } from './camera/cameras.ts';
import { ClipRecorder } from './camera/clip-recorder.ts';
import { Snapshots } from './camera/snapshot.ts';
import type { KeptChanges } from './config/kept-changes.ts';
import type { SchemaFacts } from './config/schema-facts.ts';
import type { Options } from './config/schema.ts';
import { startHttpServer } from './http/server.ts';
import type { Log } from './log.ts';
import { MqttBridge } from './mqtt/bridge.ts';
import type { BrokerOptions } from './mqtt/connection.ts';
import { startEmbeddedBroker } from './mqtt/embedded-broker.ts';
import { DEFAULT_STATUS_TOPIC } from './mqtt/topics.ts';

export interface AppDeps {
  readonly options: Options;
  /** The cameras to run, and what becomes of changes to them. */
  readonly changes: KeptChanges;
  readonly schema: SchemaFacts;
  readonly version: string;
  /** Tells this Oriel from others: 8 hexadecimal digits. */
  readonly instance: string;
  /** What must survive a restart lies here. */
  readonly dataDirectory: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Home Assistant's Supervisor started us: its ingress is the way in. */
  readonly isSupervised: boolean;
  readonly programs: Programs;
  /** Where the bundled pages lie. */
  readonly pages: string;
  readonly log: Log;
}

export interface App extends AsyncDisposable {
  /** Where the pages are. */
  readonly url: string;
  /** Rejects when a part of the program is broken and it cannot go on. */
  readonly failed: Promise<never>;
}

/**
 * Starts everything; disposing of it ends everything, in reverse order, to the last process.
 * @throws StartupError when the machine does not let it
 */
export async function startApp(deps: AppDeps): Promise<App> {
  const { options, log, programs, changes } = deps;
  await using stack = new AsyncDisposableStack();
  const { promise: failed, reject: onFatal } = Promise.withResolvers<never>();
  // Told to whoever awaits it; nobody has to.
  failed.catch(() => {});
  const cameras = stack.use(new Cameras(changes.cameras, { programs, log, onFatal, ...changes }));
  const snapshots = stack.use(new Snapshots({ ffmpeg: programs.ffmpeg }));
  const server = stack.use(
    await startHttpServer({
      cameras,
      snapshots,
      log,
      pages: deps.pages,
      port: deps.port,
      host: deps.isSupervised ? '0.0.0.0' : options.http.host,
      isBehindIngress: deps.isSupervised,
    }),
  );
  await startMqtt(deps, { cameras, snapshots, stack });
  cameras.activate();
  const owned = stack.move();
  return { url: server.url, failed, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

interface Running {
  readonly cameras: Cameras;
  readonly snapshots: Snapshots;
  readonly stack: AsyncDisposableStack;
}

async function startMqtt(deps: AppDeps, { cameras, snapshots, stack }: Running): Promise<void> {
  const { options, schema, log } = deps;
  const clips = stack.use(createClipRecorder(deps));
  const broker = await findBroker(options.mqtt, stack);
  if (!options.mqtt || !broker) {
    log.info('no MQTT broker is configured: running without');
    return;
  }
  const { base_topic: baseTopic, discovery_prefix: discoveryPrefix } = options.mqtt;
  stack.use(
    await MqttBridge.start({
      broker,
      clientId: options.mqtt.client_id,
      topics: {
        instance: deps.instance,
        baseTopic,
        discoveryPrefix,
        statusTopic: DEFAULT_STATUS_TOPIC,
      },
      version: deps.version,
      baseUrl: options.http.base_url,
      cameras,
      snapshots,
      clips,
      limits: schema.limits,
      kinds: schema.kinds,
      logLevels: schema.logLevels,
      cameraSchema: schema.camera,
      log,
    }),
  );
}

async function findBroker(
  mqtt: Options['mqtt'],
  stack: AsyncDisposableStack,
): Promise<BrokerOptions | null> {
  if (mqtt?.host === undefined) return null;
  const { host, ...rest } = mqtt;
  if (host !== 'embedded') return { ...rest, host };
  const broker = stack.use(await startEmbeddedBroker(mqtt.port));
  return { host: broker.host, port: broker.port, tls: false, reject_unauthorized: true };
}

function createClipRecorder({ options, dataDirectory, isSupervised, log }: AppDeps): ClipRecorder {
  const { directory, keep_days: days, max_mb: megabytes } = options.clips;
  const fallback = isSupervised ? '/media/oriel' : join(dataDirectory, 'clips');
  return new ClipRecorder({
    directory: directory ?? fallback,
    retention: { maxAgeDays: days, maxTotalMegabytes: megabytes },
    log,
  });
}
