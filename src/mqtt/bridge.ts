import type { Camera } from '../camera/camera.ts';
import type { CameraEvent } from '../camera/camera-event.ts';
import type { Cameras } from '../camera/cameras.ts';
import type { Log } from '../log.ts';
import { Announcer } from './announcer.ts';
import type { OptionLimits } from './camera-controls.ts';
import type { ScalarKind } from './command.ts';
import type { CommandRunnerDeps } from './command-runner.ts';
import { CommandService } from './command-service.ts';
import { MqttConnection } from './connection.ts';
import type { BrokerOptions } from './connection.ts';
import { renderDevices } from './devices.ts';
import {
  availabilityOf,
  renderCameras,
  renderInfo,
  renderOptions,
  renderState,
  renderUrls,
} from './payloads.ts';
import { SnapshotPublisher } from './snapshot-publisher.ts';
import { SnapshotSchedule } from './snapshot-schedule.ts';
import { StatePublisher } from './state-publisher.ts';
import { StatsPublisher } from './stats-publisher.ts';
import {
  bridgeTopics,
  cameraOfDevice,
  cameraTopics,
  commandFilters,
  deviceId,
  retainedCameraTopics,
} from './topics.ts';
import type { TopicSettings } from './topics.ts';

export interface BridgeDeps extends Omit<
  CommandRunnerDeps,
  'refreshDiscovery' | 'onSnapshot' | 'setLogLevel'
> {
  /** Null where it is to be found out: `useBroker` says it. */
  readonly broker: BrokerOptions | null;
  readonly onConnectionFailure?: (() => void) | undefined;
  readonly clientId: string | undefined;
  readonly topics: TopicSettings;
  readonly version: string;
  readonly limits: OptionLimits;
  /** How to read the text of each option. */
  readonly kinds: Readonly<Record<string, ScalarKind>>;
  /** JSON Schema of a camera's options, published for those who build on it. */
  readonly cameraSchema: object;
  readonly log: Log;
}

/** Cameras on MQTT: everything about them goes out, commands come in, each is answered. */
export class MqttBridge implements AsyncDisposable {
  readonly #deps: BridgeDeps;
  readonly #startedAt = new Date();
  readonly #connection: MqttConnection;
  readonly #announcer: Announcer;
  readonly #publisher: StatePublisher;
  readonly #pictures: SnapshotPublisher;
  readonly #watched = new Map<Camera, () => void>();
  readonly #unwatchCameras: () => void;
  readonly #stats: StatsPublisher;

  private constructor(deps: BridgeDeps, connection: MqttConnection) {
    this.#deps = deps;
    this.#connection = connection;
    this.#announcer = new Announcer({
      ...deps,
      connection,
      onAnnounced: () => this.#onAnnounced(),
      onForgotten: (device) => this.#onForgotten(device),
    });
    this.#publisher = new StatePublisher(connection);
    this.#stats = new StatsPublisher({
      cameras: deps.cameras,
      baseTopic: deps.topics.baseTopic,
      publish: (topic, value) => this.#publisher.publish(topic, value),
    });
    this.#pictures = new SnapshotPublisher({
      ...deps,
      baseTopic: deps.topics.baseTopic,
      publish: (publication) => connection.publish(publication),
    });
    for (const camera of deps.cameras.all) this.#watch(camera);
    this.#unwatchCameras = this.#watchCameras(deps.cameras);
    this.#announce();
  }

  /**
   * Begins to connect; does not wait for it.
   * @throws StartupError when a certificate is not to be had
   */
  static async start(deps: BridgeDeps): Promise<MqttBridge> {
    const { topics, log } = deps;
    // The connection calls back into the bridge, which needs it first.
    const late: { bridge: MqttBridge | null; commands: CommandService | null } = {
      bridge: null,
      commands: null,
    };
    const connection = await MqttConnection.start({
      broker: deps.broker,
      clientId: deps.clientId ?? deviceId(topics.instance),
      stateTopic: bridgeTopics(topics.baseTopic).state,
      commandFilters: commandFilters(topics),
      log,
      onConnect: () => {
        if (late.bridge) late.bridge.#onConnect();
      },
      onDisconnect: () => {
        if (late.bridge) late.bridge.#announcer.onDisconnect();
      },
      ...(deps.onConnectionFailure ? { onFailure: deps.onConnectionFailure } : {}),
      onMessage: (message) => late.commands?.onMessage(message),
    });
    const bridge = new MqttBridge(deps, connection);
    late.bridge = bridge;
    late.commands = new CommandService({
      topics,
      kinds: deps.kinds,
      log,
      publish: (publication) => connection.publish(publication),
      onBirth: () => bridge.#announcer.onBirth(),
      onDeviceConfig: (message) => bridge.#announcer.onDeviceConfig(message),
      runner: {
        ...deps,
        setLogLevel: (level) => bridge.#setLogLevel(level),
        refreshDiscovery: () => bridge.#announcer.refresh(),
        onSnapshot: (camera, jpeg) => bridge.#pictures.publish(camera, jpeg),
      },
    });
    if (connection.isConnected) bridge.#onConnect();
    return bridge;
  }

  /** From now on; the one before is told that we are gone. */
  useBroker(broker: BrokerOptions): void {
    this.#connection.useBroker(broker);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stats[Symbol.dispose]();
    this.#unwatchCameras();
    for (const unwatch of this.#watched.values()) unwatch();
    for (const camera of this.#watched.keys()) this.#publishAvailability(camera, 'offline');
    await this.#announcer[Symbol.asyncDispose]();
    await this.#connection[Symbol.asyncDispose]();
  }

  #onConnect(): void {
    this.#publisher.forget();
    this.#announcer.onConnect();
    this.#publishAll();
  }

  #publishAll(): void {
    this.#publishBridge();
    for (const camera of this.#deps.cameras.all) this.#publishCamera(camera);
  }

  /** Home Assistant has entities now; what is not retained would be missing. */
  #onAnnounced(): void {
    this.#connection.publishOnline();
    for (const camera of this.#deps.cameras.all) {
      this.#publishAvailability(camera, availabilityOf(camera), true);
      this.#pictures.repeat(camera);
    }
    this.#stats.publishAll();
    this.#stats.publishAllSoon();
  }

  #watchCameras(cameras: Cameras): () => void {
    const onAdded = (camera: Camera): void => {
      this.#watch(camera);
      this.#announce();
      this.#publishCamera(camera);
      this.#publishBridge();
      this.#publishBridgeEvent({ event_type: 'camera_added', camera: camera.id });
    };
    const onRemoved = (id: string): void => this.#onRemoved(id);
    const onConfigured = (camera: Camera): void => {
      this.#announce();
      this.#publishCamera(camera);
    };
    const onLinksChanged = (): void => {
      this.#announce();
      this.#publishAll();
    };
    cameras.events.on('added', onAdded).on('removed', onRemoved).on('configured', onConfigured);
    this.#deps.links.events.on('changed', onLinksChanged);
    return () => {
      this.#deps.links.events.off('changed', onLinksChanged);
      cameras.events
        .off('added', onAdded)
        .off('removed', onRemoved)
        .off('configured', onConfigured);
    };
  }

  #watch(camera: Camera): void {
    const schedule = new SnapshotSchedule(camera, () => void this.#pictures.take(camera));
    let isLive = false;
    const onChanged = (): void => {
      schedule.update();
      this.#publishCamera(camera);
      this.#publishBridge();
      const wasLive = isLive;
      isLive = camera.status.status === 'live';
      if (!isLive || wasLive) return;
      this.#stats.publish(camera);
      this.#stats.publishAllSoon();
    };
    const onEvent = (event: CameraEvent): void => {
      const { event: topic } = cameraTopics(this.#deps.topics.baseTopic, camera.id);
      const payload = JSON.stringify({ ...event, at: new Date().toISOString() });
      this.#connection.publish({ topic, payload, qos: 1 });
    };
    camera.events.on('changed', onChanged).on('event', onEvent);
    this.#watched.set(camera, () => {
      schedule.end();
      camera.events.off('changed', onChanged).off('event', onEvent);
    });
  }

  #onRemoved(id: string): void {
    const camera = [...this.#watched.keys()].find((watched) => watched.id === id);
    if (camera) {
      this.#watched.get(camera)?.();
      this.#watched.delete(camera);
      this.#publishAvailability(camera, 'offline');
    }
    this.#announce();
    this.#publishBridge();
    this.#publishBridgeEvent({ event_type: 'camera_removed', camera: id });
  }

  /** Not before: Home Assistant would complain of the empty payloads. */
  #onForgotten(device: string): void {
    const { cameras, topics } = this.#deps;
    const camera = cameraOfDevice(topics.instance, device);
    if (camera === null || cameras.find(camera)) return;
    for (const topic of retainedCameraTopics(topics.baseTopic, camera)) {
      this.#publisher.clear(topic);
    }
  }

  #announce(): void {
    const { clips, ...facts } = this.#deps;
    this.#announcer.setDevices(renderDevices({ ...facts, hasClips: clips !== null }));
  }

  #publishBridge(): void {
    const { topics, cameras, links, version, log, cameraSchema } = this.#deps;
    const { info, cameras: list, schema } = bridgeTopics(topics.baseTopic);
    const facts = {
      version,
      startedAt: this.#startedAt,
      baseUrl: links.baseUrl,
      logLevel: log.level,
      instance: topics.instance,
      protocol: this.#connection.protocolVersion,
    };
    this.#publisher.publishRetained(info, renderInfo(facts));
    this.#publisher.publishRetained(list, renderCameras(cameras.all, links));
    this.#publisher.publishRetained(schema, cameraSchema);
  }

  #publishBridgeEvent(event: { readonly event_type: string; readonly camera: string }): void {
    const { event: topic } = bridgeTopics(this.#deps.topics.baseTopic);
    const payload = JSON.stringify({ ...event, at: new Date().toISOString() });
    this.#connection.publish({ topic, payload, qos: 1 });
  }

  #publishCamera(camera: Camera): void {
    const topics = cameraTopics(this.#deps.topics.baseTopic, camera.id);
    this.#publishAvailability(camera, availabilityOf(camera));
    this.#publisher.publishRetained(topics.state, renderState(camera));
    this.#publisher.publishRetained(topics.options, renderOptions(camera));
    this.#publisher.publishRetained(topics.urls, renderUrls(camera, this.#deps.links));
  }

  #publishAvailability(camera: Camera, payload: 'online' | 'offline', again = false): void {
    const { availability } = cameraTopics(this.#deps.topics.baseTopic, camera.id);
    this.#publisher.publishRetained(availability, payload, again);
  }

  #setLogLevel(level: string): void {
    this.#deps.log.level = level;
    this.#publishBridge();
  }
}
