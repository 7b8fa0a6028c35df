import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cameraTopics,
  classifyTopic,
  commandFilters,
  deviceConfigTopic,
  deviceId,
  isOwnDevice,
  isPublishTopic,
  isResponseTopic,
  responseTopic,
  retainedCameraTopics,
} from '../../src/mqtt/topics.ts';
import type { IncomingTopic } from '../../src/mqtt/topics.ts';

const SETTINGS = {
  instance: '7f3a91c2',
  baseTopic: 'home/oriel',
  discoveryPrefix: 'ha',
  statusTopic: 'homeassistant/status',
};

const foreign: IncomingTopic = { kind: 'foreign' };
const INCOMING: Readonly<Record<string, IncomingTopic>> = {
  'home/oriel/camera/porch/set': { kind: 'camera_set', camera: 'porch' },
  'home/oriel/camera/porch/set/fps': { kind: 'camera_set_key', camera: 'porch', key: 'fps' },
  'home/oriel/camera/porch/set/': { kind: 'camera_set_key', camera: 'porch', key: '' },
  'home/oriel/camera/porch/command': { kind: 'camera_command', camera: 'porch' },
  'home/oriel/camera/NO-camera/set': { kind: 'camera_set', camera: 'NO-camera' },
  'home/oriel/bridge/request/camera/add': { kind: 'bridge_request', what: 'camera/add' },
  'home/oriel/bridge/request/': { kind: 'bridge_request', what: '' },
  'home/oriel/bridge/request': { kind: 'bridge_request', what: '' },
  'homeassistant/status': { kind: 'home_assistant_status' },
  'ha/device/oriel_7f3a91c2/config': { kind: 'device_config', device: 'oriel_7f3a91c2' },
  'other/device/oriel_7f3a91c2/config': {
    kind: 'former_device_config',
    device: 'oriel_7f3a91c2',
  },
  'ha/device/node/id/config': foreign,
  'ha/device//config': foreign,
  'ha/device/config': foreign,
  'ha/sensor/x/config': foreign,
  'home/oriel/camera//set': foreign,
  'home/oriel/camera/porch': foreign,
  'home/oriel/camera/porch/state': foreign,
  'home/oriel/camera/porch/set/fps/x': foreign,
  'home/oriel/camera/porch/command/x': foreign,
  'home/oriel/bridge/state': foreign,
  'home/oriel/bridge/requests': foreign,
  'oriel/camera/porch/set': foreign,
  'home/oriel/camera/+/set': foreign,
  'home/oriel/bridge/request/#': foreign,
  'home/oriel/bridge/request/a\u0000b': foreign,
  '': foreign,
};

test('a topic that comes in says what is wanted of whom', () => {
  for (const [topic, expected] of Object.entries(INCOMING)) {
    assert.deepEqual(classifyTopic(topic, SETTINGS), expected, topic);
  }
});

test('every command is subscribed, nothing that Oriel says itself is', () => {
  const filters = commandFilters(SETTINGS).map(
    (filter) => new RegExp(`^${filter.replaceAll('+', '[^/]*').replace('/#', '(/.*)?')}$`),
  );
  const isHeard = (topic: string) => filters.some((filter) => filter.test(topic));
  const commands = Object.entries(INCOMING).filter(
    ([, { kind }]) => kind !== 'foreign' && !kind.endsWith('device_config'),
  );
  assert.ok(commands.length > 5);
  for (const [topic] of commands) assert.ok(isHeard(topic), topic);
  const { set: _set, command: _command, ...ours } = cameraTopics('home/oriel', 'porch');
  for (const topic of Object.values(ours)) assert.ok(!isHeard(topic), topic);
});

test('devices of another instance are not ours, however alike', () => {
  assert.equal(deviceId('7f3a91c2', 'porch'), 'oriel_7f3a91c2_porch');
  assert.equal(deviceConfigTopic('ha', 'oriel_7f3a91c2'), 'ha/device/oriel_7f3a91c2/config');
  for (const device of ['oriel_7f3a91c2', 'oriel_7f3a91c2_porch', 'oriel_7f3a91c2_a_b']) {
    assert.ok(isOwnDevice('7f3a91c2', device), device);
  }
  for (const device of ['oriel_7f3a91c', 'oriel_7f3a91c20', 'oriel_7f3a91c20_porch', 'oriel', '']) {
    assert.ok(!isOwnDevice('7f3a91c2', device), device);
  }
});

test('every retained topic of a camera can be cleared', () => {
  assert.deepEqual(retainedCameraTopics('oriel', 'porch'), [
    'oriel/camera/porch/availability',
    'oriel/camera/porch/state',
    'oriel/camera/porch/options',
    'oriel/camera/porch/urls',
  ]);
});

test('nothing is published to a wildcard or a control character', () => {
  for (const topic of ['a', '/', 'a/b c', 'ü', 'a/$b']) assert.ok(isPublishTopic(topic), topic);
  for (const topic of ['', '+', 'a/#', 'a\u0000', 'a\nb', 'x'.repeat(65_536)]) {
    assert.ok(!isPublishTopic(topic), topic);
  }
});

test('an answer goes where its sender listens, not where Oriel or Home Assistant would believe it', () => {
  const allowed = [
    'answers/42',
    'home/other',
    'home/orielle/bridge',
    responseTopic('home/oriel', 'camera/add'),
    'home/oriel/answers',
  ];
  for (const topic of allowed) assert.ok(isResponseTopic(topic, SETTINGS), topic);
  const refused = [
    'home/oriel/bridge/state',
    'home/oriel/bridge/request/camera/remove',
    'home/oriel/camera/porch/command',
    'home/oriel/camera/porch/state',
    'ha/device/oriel_7f3a91c2/config',
    'homeassistant/status',
    '$SYS/x',
    'answers/+',
    '',
  ];
  for (const topic of refused) assert.ok(!isResponseTopic(topic, SETTINGS), topic);
});

test('a request without a name gets its answer on the topic above', () => {
  assert.equal(responseTopic('oriel', ''), 'oriel/bridge/response');
});
