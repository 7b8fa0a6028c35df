// Composition root: the one file that knows every module.

import { join } from 'node:path';
import { Links } from './access/links.ts';
import { Tokens } from './access/tokens.ts';
import type { Programs } from './camera/attempt.ts';
import { Cameras } from './camera/cameras.ts';
import { ClipRecorder } from './camera/clip-recorder.ts';
import { Snapshots } from './camera/snapshot.ts';
import { createSourceProbe } from './camera/source-probe.ts';
import { ViewerTotal } from './camera/viewers.ts';
import type { KeptChanges } from './config/kept-changes.ts';
import type { SchemaFacts } from './config/schema-facts.ts';
import type { Options } from './config/schema.ts';
import { HomeAssistant } from './home-assistant/home-assistant.ts';
import type { HomeAssistantPlaces } from './home-assistant/home-assistant.ts';
import { INGRESS_PEER } from './http/ingress-gate.ts';
import { startHttpServer } from './http/server.ts';
import type { HttpServer } from './http/server.ts';
import type { LogFeed } from './log-feed.ts';
import type { Log } from './log.ts';
import { MqttBridge } from './mqtt/bridge.ts';
import type { BrokerOptions } from './mqtt/connection.ts';
import { startEmbeddedBroker } from './mqtt/embedded-broker.ts';
import { DEFAULT_STATUS_TOPIC } from './mqtt/topics.ts';
import { MqttFollower } from './supervisor/mqtt-follower.ts';
import type { MqttService } from './supervisor/mqtt-service.ts';
import { createSupervisorApi } from './supervisor/supervisor-api.ts';
import type { SupervisorAccess } from './supervisor/supervisor-api.ts';
import { followSurroundings } from './supervisor/surroundings.ts';

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
  /** Home Assistant's Supervisor started us, and its ingress is the way in; null: anybody else did. */
  readonly supervisor: SupervisorSettings | null;
  readonly programs: Programs;
  /** Where the bundled pages lie. */
  readonly pages: string;
  readonly log: Log;
  /** The newest lines of it. */
  readonly logFeed: LogFeed;
}

export interface SupervisorSettings extends SupervisorAccess {
  /** For tests: who passes on what users ask. */
  readonly ingressPeer?: string | undefined;
  readonly homeAssistant: HomeAssistantPlaces;
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
  const viewerTotal = new ViewerTotal(options.http.max_viewers);
  const cameras = stack.use(
    new Cameras(changes.cameras, { programs, log, onFatal, viewerTotal, ...changes }),
  );
  const snapshots = stack.use(new Snapshots({ ffmpeg: programs.ffmpeg }));
  const lan = await openLan(deps, cameras);
  const links = new Links({ baseUrl: options.http.base_url, tokens: lan?.tokens ?? null });
  const running = { cameras, snapshots, stack, links };
  const homeAssistant = await startHomeAssistant(deps, { ...running, onFatal });
  const parts = { ...running, viewerTotal, lan, homeAssistant };
  const server = stack.use(await startServer(deps, parts));
  // It asks the server for pictures, so it ends before it.
  if (homeAssistant) stack.use(homeAssistant);
  await startMqtt(deps, running);
  if (deps.supervisor) stack.use(followSupervisor(deps, deps.supervisor, parts));
  cameras.activate();
  const owned = stack.move();
  return { url: server.url, failed, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

interface Running {
  readonly cameras: Cameras;
  readonly snapshots: Snapshots;
  readonly stack: AsyncDisposableStack;
  readonly links: Links;
}

/** In the app's container, where the user decides in Home Assistant whether a port leads here. */
const LAN_PORT_IN_APP = 8098;

interface Lan {
  readonly tokens: Tokens;
  readonly port: number;
}

async function openLan(
  { options, supervisor, changes, dataDirectory, log }: AppDeps,
  cameras: Cameras,
): Promise<Lan | null> {
  const port = options.http.lan_port ?? (supervisor ? LAN_PORT_IN_APP : undefined);
  if (port === undefined) return null;
  const tokens = await Tokens.load(
    dataDirectory,
    changes.cameras.map(({ id }) => id),
  );
  const tell = (error: unknown): void => log.error({ err: error }, 'a token could not be kept');
  cameras.events.on('added', ({ id }) => void tokens.onCameraAdded(id).catch(tell));
  cameras.events.on('removed', (id) => void tokens.onCameraRemoved(id).catch(tell));
  if (!supervisor) log.info({ port }, 'devices of the network come in by a token');
  return { tokens, port };
}

interface Served extends Running {
  readonly viewerTotal: ViewerTotal;
  readonly lan: Lan | null;
  readonly homeAssistant: HomeAssistant | null;
}

function startServer(deps: AppDeps, parts: Served): Promise<HttpServer> {
  const { options, supervisor, log, logFeed, pages, version, port } = deps;
  const { host, admins } = options.http;
  const ingress = supervisor && { peer: supervisor.ingressPeer ?? INGRESS_PEER, admins };
  const shared = { cameraSchema: deps.schema.camera, probe: createSourceProbe(deps) };
  return startHttpServer({
    ...parts,
    ...shared,
    log,
    logFeed,
    pages,
    version,
    port,
    host,
    ingress,
  });
}

/** What is to be in Home Assistant; it begins when the Supervisor has said who we are. */
async function startHomeAssistant(
  { options, supervisor, pages, dataDirectory, log }: AppDeps,
  { cameras, links, onFatal }: Running & { readonly onFatal: (error: unknown) => void },
): Promise<HomeAssistant | null> {
  if (!supervisor) return null;
  const homeAssistant = await HomeAssistant.start({
    options: options.home_assistant,
    access: supervisor,
    listCameras: () =>
      cameras.all.map(({ id, name }) => {
        return { id, name, secret: links.tokens?.findForCamera(id)?.secret ?? null };
      }),
    builtDirectory: pages,
    dataDirectory,
    places: supervisor.homeAssistant,
    log,
    onFatal,
  });
  const check = (): void => homeAssistant.checkSoon();
  cameras.events.on('added', check).on('removed', check).on('configured', check);
  links.tokens?.events.on('changed', check);
  return homeAssistant;
}

/** In the background: nothing but links, and what is to be in Home Assistant, waits for the Supervisor. */
function followSupervisor(
  { options, log }: AppDeps,
  supervisor: SupervisorAccess,
  { links, homeAssistant }: Pick<Served, 'links' | 'homeAssistant'>,
): AsyncDisposable {
  const stop = new AbortController();
  let told: string | undefined;
  const lanListenerPort = options.http.lan_port ?? LAN_PORT_IN_APP;
  const following = followSurroundings({
    ask: createSupervisorApi(supervisor),
    lanListenerPort,
    log,
    signal: stop.signal,
    onFound: ({ own, lanUrl }) => {
      links.setFound({ app: own.slug, baseUrl: lanUrl });
      const { slug, hostname } = own;
      homeAssistant?.setOwnApp({ slug, hostname, port: lanListenerPort });
      if (lanUrl !== told) log.info({ url: lanUrl }, 'devices of the network come in by a token');
      told = lanUrl;
    },
  });
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await following;
    },
  };
}

async function startMqtt(deps: AppDeps, running: Running): Promise<void> {
  const { options, schema, supervisor, log } = deps;
  const { cameras, snapshots, links, stack } = running;
  const clips = stack.use(createClipRecorder(deps));
  const broker = await findBroker(options.mqtt, stack);
  if (!options.mqtt || !(broker ?? supervisor)) {
    log.info('no MQTT broker is configured: running without');
    return;
  }
  const { base_topic: baseTopic, discovery_prefix: discoveryPrefix } = options.mqtt;
  let follower: MqttFollower | null = null;
  const bridge = stack.use(
    await MqttBridge.start({
      broker,
      onConnectionFailure: () => follower?.askSoon(),
      clientId: options.mqtt.client_id,
      topics: {
        instance: deps.instance,
        baseTopic,
        discoveryPrefix,
        statusTopic: DEFAULT_STATUS_TOPIC,
      },
      version: deps.version,
      links,
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
  if (broker || !supervisor) return;
  const { reject_unauthorized } = options.mqtt;
  follower = stack.use(
    MqttFollower.start({
      ask: createSupervisorApi(supervisor),
      log,
      onFound: (service) => bridge.useBroker(toBroker(service, reject_unauthorized)),
    }),
  );
}

function toBroker(service: MqttService, isChecked: boolean): BrokerOptions {
  const { host, port, tls, username, password } = service;
  return {
    host,
    port,
    tls,
    reject_unauthorized: isChecked,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
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

function createClipRecorder({ options, dataDirectory, supervisor, log }: AppDeps): ClipRecorder {
  const { directory, keep_days: days, max_mb: megabytes } = options.clips;
  const fallback = supervisor ? '/media/oriel' : join(dataDirectory, 'clips');
  return new ClipRecorder({
    directory: directory ?? fallback,
    retention: { maxAgeDays: days, maxTotalMegabytes: megabytes },
    log,
  });
}
