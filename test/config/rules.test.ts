import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateOptions } from '../../src/config/validate.ts';
import { ConfigError } from '../../src/errors.ts';

function problemsOf(value: unknown, context = { supervised: false }): string[] {
  try {
    validateOptions(value, context);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

const cameraProblems = (camera: object): string[] =>
  problemsOf({ cameras: [{ id: 'a', source: 'rtsp://host/x', ...camera }] });

const mqttProblems = (mqtt: object): string[] => problemsOf({ mqtt: { host: 'broker', ...mqtt } });

test('two cameras cannot have one id', () => {
  const cameras = ['a', 'b', 'a', 'a'].map((id) => ({ id, source: 'test:' }));
  assert.deepEqual(problemsOf({ cameras }), [
    'cameras[2].id: "a" is the id of cameras[0] already; each camera needs its own',
    'cameras[3].id: "a" is the id of cameras[0] already; each camera needs its own',
  ]);
});

test('a source that cannot be read is a problem of its camera', () => {
  const [problem] = cameraProblems({ source: 'exec:ls' });
  assert.match(
    problem ?? '',
    /^cameras\[0\]\.source: unknown scheme "exec:"; expected one of rtsp/,
  );
});

test('copied video takes no option that needs encoding', () => {
  const encoding = { resolution: '720p', fps: 25, bitrate_kbps: 2000, gop_seconds: 1 };
  const message = 'needs video: auto or h264; copy leaves the picture as it is';
  assert.deepEqual(
    cameraProblems({ video: 'copy', ...encoding }),
    ['bitrate_kbps', 'fps', 'gop_seconds', 'resolution'].map(
      (key) => `cameras[0].${key}: ${message}`,
    ),
  );
  for (const video of ['auto', 'h264'])
    assert.deepEqual(cameraProblems({ video, ...encoding }), []);
});

test('a device is asked for its size and rate, so these go with copied video', () => {
  const device = { source: 'v4l2:/dev/video0', input_format: 'h264', video: 'copy' };
  assert.deepEqual(cameraProblems({ ...device, resolution: '1280x720', fps: 25 }), []);
  assert.deepEqual(cameraProblems({ ...device, bitrate_kbps: 2000 }), [
    'cameras[0].bitrate_kbps: needs video: auto or h264; copy leaves the picture as it is',
  ]);
});

test('the test picture cannot be copied', () => {
  assert.deepEqual(cameraProblems({ source: 'test:', video: 'copy' }), [
    'cameras[0].video: the test picture is made here and must be encoded; expected auto or h264',
  ]);
});

test('an input format is for devices, and only h264 can be copied', () => {
  assert.deepEqual(cameraProblems({ input_format: 'h264' }), [
    'cameras[0].input_format: is for v4l2: sources only; leave it out',
  ]);
  const device = { source: 'v4l2:/dev/video0', input_format: 'mjpeg' };
  assert.deepEqual(cameraProblems(device), []);
  assert.deepEqual(cameraProblems({ ...device, video: 'copy' }), [
    'cameras[0].video: browsers cannot play mjpeg; expected video: auto or h264, or input_format: h264',
  ]);
});

test('an odd picture size is refused', () => {
  assert.deepEqual(cameraProblems({ resolution: '641x360' }), [
    'cameras[0].resolution: expected even numbers, which H.264 needs; got 641x360',
  ]);
});

test('a part is at most half a segment', () => {
  assert.deepEqual(cameraProblems({ segment_seconds: 0.5, part_ms: 250 }), []);
  assert.deepEqual(cameraProblems({ segment_seconds: 0.5, part_ms: 251 }), [
    'cameras[0].part_ms: expected at most half of segment_seconds (250 ms); got 251',
  ]);
});

test('the window holds four segments', () => {
  assert.deepEqual(cameraProblems({ segment_seconds: 10, window_seconds: 40 }), []);
  assert.deepEqual(cameraProblems({ segment_seconds: 10, window_seconds: 39 }), [
    'cameras[0].window_seconds: expected room for 4 segments (40 s); got 39',
  ]);
  assert.deepEqual(cameraProblems({ gop_seconds: 5, window_seconds: 19 }), [
    'cameras[0].window_seconds: expected room for 4 segments (20 s); got 19',
  ]);
});

test('a faulty value does not hide what else is wrong with its camera', () => {
  const problems = cameraProblems({ fps: 'x', source: 'x', part_ms: 600, segment_seconds: 'y' });
  assert.deepEqual(
    problems.map((problem) => problem.replace(/: .*/, '')),
    ['cameras[0].fps', 'cameras[0].segment_seconds', 'cameras[0].source'],
  );
});

test('a broker needs a host unless the Supervisor can name one', () => {
  const expected = 'mqtt.host: is missing; expected the name or address of the broker, or embedded';
  assert.deepEqual(problemsOf({ mqtt: {} }), [expected]);
  assert.deepEqual(problemsOf({ mqtt: {} }, { supervised: true }), []);
  assert.deepEqual(problemsOf({}), []);
});

test('MQTT options that need each other come together', () => {
  const table: [object, string[]][] = [
    [
      { host: 'broker:1883' },
      ['host: expected a name or address alone; write the port as mqtt.port'],
    ],
    [{ host: 'fe80::1' }, []],
    [{ tls: true, ca: '/ca', cert: '/c', key: '/k', reject_unauthorized: false }, []],
    [{ tls: true, cert: '/c' }, ['key: is missing; a client certificate (cert) needs its key']],
    [{ tls: true, key: '/k' }, ['cert: is missing; a client key needs its certificate']],
    [{ ca: '/ca' }, ['ca: needs tls: true']],
    [{ reject_unauthorized: false }, ['reject_unauthorized: needs tls: true']],
    [{ password: 'x' }, ['username: is missing; a password needs a user name']],
    [{ username: 'x' }, []],
    [{ host: 'embedded', tls: true }, ['tls: the embedded broker has no TLS; leave it out']],
  ];
  for (const [mqtt, expected] of table) {
    assert.deepEqual(
      mqttProblems(mqtt),
      expected.map((problem) => `mqtt.${problem}`),
    );
  }
});

test('topics, hosts and URLs that cannot work are refused', () => {
  for (const topic of ['', 'a/#', '+', '/a', 'a/', 'a//b', '$SYS', 'a b', 'ä', 'a'.repeat(129)]) {
    assert.match(mqttProblems({ base_topic: topic }).join(), /^mqtt\.base_topic: /, topic);
    assert.match(mqttProblems({ discovery_prefix: topic }).join(), /^mqtt\.discovery_prefix: /);
  }
  for (const host of ['', 'mqtt://broker', 'a b', 'user@broker']) {
    assert.match(mqttProblems({ host }).join(), /^mqtt\.host: /, host);
  }
  for (const url of [
    '',
    'host',
    'ftp://host',
    'http://',
    'http://u:p@host',
    'http://host/?q',
    'http://host:99999',
  ]) {
    assert.match(problemsOf({ http: { base_url: url } }).join(), /^http\.base_url: /, url);
  }
  assert.deepEqual(problemsOf({ http: { base_url: 'https://example.org/oriel/' } }), []);
});

test('renditions have even heights, each its own', () => {
  const table: [string[], string[]][] = [
    [['720p@2000', '360p@600'], []],
    [['361p@600'], ['renditions[0]: expected an even height, which H.264 needs; got 361p']],
    [
      ['360p@600', '720p@2000', '360p@300'],
      ['renditions[2]: renditions[0] has 360 lines already; each needs a height of its own'],
    ],
  ];
  for (const [renditions, expected] of table) {
    assert.deepEqual(
      cameraProblems({ renditions }),
      expected.map((problem) => `cameras[0].${problem}`),
    );
  }
});
