// What Home Assistant Core asks the Supervisor on its own account: where it runs, and which apps there are.

export interface FactsForCore {
  /** As the Supervisor says it: `started`, `stopped`, `startup`; null when it is not installed. */
  readonly appState: string | null;
  readonly ingressToken: string;
  readonly hostname: string;
  readonly hostAddress: string;
  readonly lanPort: number | null;
}

export interface Answer {
  readonly status: number;
  readonly body: object;
}

export const SLUG = 'a1b2c3d4_oriel';

export function answerCore(method: string, path: string, facts: FactsForCore): Answer {
  // There is no newer Supervisor.
  if (path === '/supervisor/update') return refuse(400, 'Already running latest version');
  if (method !== 'GET') return OPTIONS.has(path) ? accept({}) : refuse(404, 'Not found');
  if (facts.appState !== null && path === `/addons/${SLUG}/info`) return accept(describeApp(facts));
  if (path.startsWith('/addons/')) return refuse(404, 'App does not exist');
  const data = ABOUT[path]?.(facts);
  return data ? accept(data) : refuse(404, 'Not found');
}

const OPTIONS: ReadonlySet<string> = new Set(['/supervisor/options', '/core/options']);

function accept(data: object): Answer {
  return { status: 200, body: { result: 'ok', data } };
}

function refuse(status: number, message: string): Answer {
  return { status, body: { result: 'error', message } };
}

const VERSION = '2026.11.0';

const ABOUT: Readonly<Record<string, (facts: FactsForCore) => object>> = {
  '/supervisor/ping': () => ({}),
  '/info': () => ({
    supervisor: VERSION,
    homeassistant: VERSION,
    hassos: '18.2',
    docker: '28.3.3',
    hostname: 'homeassistant',
    operating_system: 'Home Assistant OS 18.2',
    features: ['reboot', 'shutdown', 'network', 'hostname', 'haos'],
    machine: 'generic-x86-64',
    machine_id: '0'.repeat(32),
    arch: 'amd64',
    state: 'running',
    supported_arch: ['amd64'],
    supported: true,
    channel: 'stable',
    logging: 'info',
    timezone: 'UTC',
  }),
  '/core/info': () => ({
    version: VERSION,
    version_latest: VERSION,
    update_available: false,
    machine: 'generic-x86-64',
    ip_address: '172.30.32.1',
    arch: 'amd64',
    image: 'ghcr.io/home-assistant/generic-x86-64-homeassistant',
    boot: true,
    port: 8123,
    ssl: false,
    watchdog: true,
    audio_input: null,
    audio_output: null,
    backups_exclude_database: false,
    duplicate_log_file: false,
  }),
  '/supervisor/info': () => ({
    version: VERSION,
    version_latest: VERSION,
    update_available: false,
    channel: 'stable',
    arch: 'amd64',
    supported: true,
    healthy: true,
    ip_address: '172.30.32.2',
    timezone: 'UTC',
    logging: 'info',
    debug: false,
    debug_block: false,
    diagnostics: false,
    auto_update: true,
    country: 'NL',
    detect_blocking_io: false,
    feature_flags: {},
  }),
  '/os/info': () => ({
    version: '18.2',
    version_latest: '18.2',
    version_pending: null,
    update_available: false,
    board: 'generic-x86-64',
    boot: 'A',
    data_disk: null,
    boot_slots: {},
  }),
  '/host/info': () => ({
    agent_version: '1.7.2',
    apparmor_version: '3.1.7',
    chassis: 'desktop',
    virtualization: '',
    cpe: null,
    deployment: 'production',
    disk_free: 100,
    disk_total: 128,
    disk_used: 28,
    disk_life_time: null,
    features: ['reboot', 'shutdown', 'network', 'hostname', 'haos'],
    hostname: 'homeassistant',
    llmnr_hostname: 'homeassistant',
    kernel: '6.12.0',
    operating_system: 'Home Assistant OS 18.2',
    timezone: 'UTC',
    dt_utc: null,
    dt_synchronized: true,
    use_ntp: true,
    startup_time: 10,
    boot_timestamp: null,
    broadcast_llmnr: true,
    broadcast_mdns: true,
  }),
  '/network/info': ({ hostAddress }) => ({
    interfaces: [
      {
        interface: 'end0',
        type: 'ethernet',
        enabled: true,
        connected: true,
        primary: true,
        mac: '00:00:5e:00:53:01',
        ipv4: {
          method: 'auto',
          ready: true,
          address: [`${hostAddress}/24`],
          nameservers: [],
          gateway: null,
          route_metric: null,
        },
        ipv6: null,
        wifi: null,
        vlan: null,
        mdns: null,
        llmnr: null,
      },
    ],
    docker: {
      interface: 'hassio',
      address: '172.30.32.0/23',
      gateway: '172.30.32.1',
      dns: '172.30.32.3',
    },
    host_internet: true,
    supervisor_internet: true,
  }),
  '/store': () => ({ addons: [], repositories: [] }),
  '/mounts': () => ({ default_backup_mount: null, mounts: [] }),
  '/jobs/info': () => ({ ignore_conditions: [], jobs: [] }),
  '/discovery': () => ({ discovery: [], services: {} }),
  '/available_updates': () => ({ available_updates: [] }),
  '/resolution/info': () => ({
    suggestions: [],
    unsupported: [],
    unhealthy: [],
    issues: [],
    checks: [],
  }),
  '/addons': (facts) => ({ addons: facts.appState === null ? [] : [describeApp(facts)] }),
  '/ingress/panels': ({ appState }) => ({
    panels: appState === null ? {} : { [SLUG]: PANEL },
  }),
};

/** As in the app's manifest. */
const PANEL = { title: 'Oriel', icon: 'mdi:cctv', admin: false, enable: true };

function describeApp({ appState, ingressToken, hostname, lanPort }: FactsForCore): object {
  const entry = `/api/hassio_ingress/${ingressToken}`;
  return {
    ...EVERY_APP,
    name: 'Oriel',
    slug: SLUG,
    repository: SLUG.split('_')[0],
    description: 'Any camera as live video',
    version: '0.1.0',
    version_latest: '0.1.0',
    state: appState,
    hostname,
    dns: [`${hostname}.local.hass.io`],
    network: { '8098/tcp': lanPort },
    network_description: { '8098/tcp': 'Network access with a token' },
    ingress_entry: entry,
    ingress_url: `${entry}/`,
  };
}

/** What an app of this kind is like. */
const EVERY_APP = {
  apparmor: 'profile',
  auth_api: false,
  docker_api: false,
  full_access: false,
  homeassistant_api: true,
  host_network: false,
  host_pid: false,
  ingress: true,
  long_description: null,
  rating: 6,
  signed: false,
  hassio_api: false,
  hassio_role: 'default',
  arch: ['amd64'],
  documentation: true,
  detached: false,
  advanced: false,
  available: true,
  build: true,
  homeassistant: null,
  icon: true,
  logo: true,
  stage: 'stable',
  update_available: false,
  url: null,
  protected: true,
  boot: 'auto',
  boot_config: 'auto',
  options: {},
  schema: [],
  machine: [],
  host_ipc: false,
  host_uts: false,
  host_dbus: false,
  privileged: [],
  changelog: true,
  stdin: false,
  gpio: false,
  usb: true,
  uart: false,
  kernel_modules: false,
  devicetree: false,
  udev: false,
  video: true,
  audio: false,
  startup: 'application',
  services: ['mqtt:want'],
  discovery: [],
  translations: {},
  webui: null,
  ingress_port: 8099,
  ingress_panel: true,
  audio_input: null,
  audio_output: null,
  auto_update: false,
  ip_address: '172.30.33.5',
  watchdog: false,
  devices: [],
  system_managed: false,
  system_managed_config_entry: null,
};
