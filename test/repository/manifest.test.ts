// config.yaml as Home Assistant's Supervisor, its app linter and its security rating see it.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readText, ROOT } from './tree.ts';

interface Manifest {
  readonly [key: string]: unknown;
  readonly map: readonly string[];
  readonly privileged?: readonly string[];
}

const manifest: Manifest = parse(readText('config.yaml'));
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const isAccepted = ajv.compile(JSON.parse(readText('test/data/supervisor-manifest.schema.json')));

/** The linter refuses keys that equal their default. */
const LINTER_DEFAULTS: Readonly<Record<string, unknown>> = {
  apparmor: true,
  auth_api: false,
  backup: 'hot',
  boot: 'auto',
  hassio_api: false,
  hassio_role: 'default',
  homeassistant_api: false,
  host_network: false,
  ingress: false,
  ingress_entry: '/',
  ingress_port: 8099,
  ingress_stream: false,
  init: true,
  panel_admin: true,
  panel_icon: 'mdi:puzzle',
  stage: 'stable',
  startup: 'application',
  timeout: 10,
  tmpfs: false,
  uart: false,
  udev: false,
  usb: false,
  video: false,
};

/** Capabilities that cost a point of the rating; SYS_NICE and the like are free. */
const RISKY =
  /^(BPF|CHECKPOINT_RESTORE|DAC_READ_SEARCH|NET_ADMIN|NET_RAW|PERFMON|SYS_(ADMIN|MODULE|PTRACE|RAWIO))$/;

/** The Supervisor's formula, 1 to 8. */
function rateSecurity(app: Manifest, { hasProfile }: { hasProfile: boolean }): number {
  if (app['docker_api'] === true || app['full_access'] === true) return 1;
  const privileged = app.privileged ?? [];
  let rating = 5;
  if (app['apparmor'] === false) rating -= 1;
  else if (hasProfile) rating += 1;
  if (app['ingress'] === true) rating += 2;
  else if (app['auth_api'] === true) rating += 1;
  if (app['kernel_modules'] === true || privileged.some((name) => RISKY.test(name))) rating -= 1;
  if (app['hassio_role'] === 'manager') rating -= 1;
  if (app['hassio_role'] === 'admin') rating -= 2;
  if (app['host_network'] === true) rating -= 1;
  if (app['host_pid'] === true) rating -= 2;
  if (app['host_uts'] === true && privileged.includes('SYS_ADMIN')) rating -= 1;
  return Math.max(1, Math.min(8, rating));
}

test('the Supervisor accepts the manifest, and drops nothing of it', () => {
  isAccepted(manifest);
  assert.deepEqual(isAccepted.errors ?? [], []);
});

const REFUSED: Readonly<Record<string, object>> = {
  'a key nobody knows': { watchdog_policy: 'always' },
  'a list of lists': { schema: { cameras: [['str']] } },
  'an image with a tag': { image: 'ghcr.io/somebody/oriel:1.2.3' },
  'a number in the environment': { environment: { PORT: 8099 } },
  'a stop timeout below 10 s': { timeout: 5 },
  'a service that does not exist': { services: ['zigbee:want'] },
  'a device of a subsystem with a digit': { schema: { device: 'device(subsystem=video4linux)' } },
  'a folder that does not exist': { map: [{ type: 'home' }] },
  'a null where a type belongs': { schema: { name: null } },
};

for (const [name, wrong] of Object.entries(REFUSED)) {
  test(`the schema of the Supervisor's rules refuses ${name}`, () => {
    assert.equal(isAccepted({ ...manifest, ...wrong }), false);
  });
}

test('the linter has nothing to say', () => {
  for (const [key, value] of Object.entries(LINTER_DEFAULTS)) {
    assert.notDeepEqual(manifest[key], value, `${key} equals its default`);
  }
  assert.ok(manifest.map.every((entry) => typeof entry === 'string'));
  for (const key of ['webui', 'watchdog', 'full_access', 'advanced']) {
    assert.ok(!(key in manifest), key);
  }
});

test('the security rating is the highest', () => {
  const hasProfile = existsSync(new URL('apparmor.txt', ROOT));
  assert.equal(rateSecurity(manifest, { hasProfile }), 8);
  assert.equal(rateSecurity({ ...manifest, host_network: true }, { hasProfile }), 7);
  assert.equal(rateSecurity(manifest, { hasProfile: false }), 7);
});

test('the LAN port is there to be mapped, and is not mapped', () => {
  assert.deepEqual(manifest['ports'], { '8098/tcp': null });
  assert.deepEqual(Object.keys(manifest['ports_description'] ?? {}), ['8098/tcp']);
});

test('the app has the architectures that the base image has, and an init of its own', () => {
  assert.deepEqual(manifest['arch'], ['aarch64', 'amd64']);
  assert.equal(manifest['init'], false);
});

test('clips, and whatever else is video, stay out of backups', () => {
  assert.deepEqual(manifest['backup_exclude'], ['*.mp4']);
});

test('the repository is an app store with a name', () => {
  assert.match(parse(readText('repository.yaml')).name, /\S/);
});

test('the store finds all it shows beside the manifest', () => {
  const files = [
    'README.md',
    'DOCS.md',
    'CHANGELOG.md',
    'icon.png',
    'logo.png',
    ...['en', 'de', 'fr', 'nl', 'es'].map((language) => `translations/${language}.yaml`),
  ];
  assert.deepEqual(
    files.filter((file) => !existsSync(new URL(file, ROOT))),
    [],
  );
});

test('pictures have the sizes that the store shows', () => {
  const sizeOf = (file: string): readonly [number, number] => {
    const bytes = readFileSync(new URL(file, ROOT));
    // PNG: signature (8 bytes), length and type of IHDR (8), width, height.
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };
  assert.deepEqual(sizeOf('icon.png'), [128, 128]);
  assert.deepEqual(sizeOf('logo.png'), [250, 100]);
});
