import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDemoOptions } from '../../src/config/demo.ts';
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

/** The problems of one camera that is right but for `camera`. */
const cameraProblems = (camera: object): string[] =>
  problemsOf({ cameras: [{ id: 'a', source: 'test:', ...camera }] });

test('every problem of schema and rules is reported at once, in the order of the cameras', () => {
  const cameras = [
    { id: 'Porch!', source: 'exec:ls', fps: 0, sorce: 'x' },
    { source: 'test:' },
    { id: 'a', source: 'test:', part_ms: 900 },
    { id: 'a', source: 'test:', video: 'vp9' },
  ];
  const mqtt = { port: 'x', cert: '/c.pem' };
  const problems = problemsOf({ cameras, mqtt, log_level: 'loud', colour: 1 });
  assert.deepEqual(
    problems.map((problem) => problem.replace(/: .*/, '')),
    [
      'cameras[0].fps',
      'cameras[0].id',
      'cameras[0].sorce',
      'cameras[0].source',
      'cameras[1].id',
      'cameras[2].part_ms',
      'cameras[3].id',
      'cameras[3].video',
      'colour',
      'log_level',
      'mqtt.cert',
      'mqtt.host',
      'mqtt.key',
      'mqtt.port',
    ],
  );
});

test('a problem says what was expected and what came', () => {
  const table: [object, string][] = [
    [{ fps: '25' }, 'fps: expected a whole number from 1 to 120; got the text "25"'],
    [{ fps: 12.5 }, 'fps: expected a whole number from 1 to 120; got the number 12.5'],
    [{ fps: Infinity }, 'fps: expected a whole number from 1 to 120; got the number Infinity'],
    [{ gop_seconds: 11 }, 'gop_seconds: expected a number from 0.2 to 10; got the number 11'],
    [{ enabled: 'yes' }, 'enabled: expected true or false; got the text "yes"'],
    [{ audio: 'mp3' }, 'audio: expected one of auto, copy, aac, none; got the text "mp3"'],
    [{ name: '' }, 'name: expected text of 1 to 64 characters, like "Porch"; got the text ""'],
    [
      { name: 7 },
      'name: expected text of 1 to 64 characters, like "Porch"; got the number 7 without quotes',
    ],
    [
      { name: null },
      'name: expected text of 1 to 64 characters, like "Porch"; got nothing (null); leave the key out, or give it a value',
    ],
    [{ name: ['x'] }, 'name: expected text of 1 to 64 characters, like "Porch"; got a list of 1'],
    [{ name: 'x\ny' }, 'name: expected a line of visible text'],
    [{ name: '  ' }, 'name: expected a line of visible text'],
    [{ renditions: '360p' }, 'renditions: expected a list of at most 4; got a text (not shown)'],
    [
      { resolution: 'huge' },
      'resolution: expected text of the form ^([1-9][0-9]{1,3}x[1-9][0-9]{1,3}|[1-9][0-9]{2,3}p)$, like "1280x720" or "720p"; got the text "huge"',
    ],
    [
      { renditions: ['360p@600', '1k'] },
      'renditions[1]: expected text of the form ^[1-9][0-9]{2,3}p@[1-9][0-9]{1,4}$, like "720p@2000"; got the text "1k"',
    ],
    [
      { id: 'x'.repeat(60) },
      `id: expected text of the form ^[a-z0-9_]{1,32}$, like "porch"; got the text "${'x'.repeat(40)}…"`,
    ],
  ];
  for (const [camera, expected] of table) {
    assert.deepEqual(cameraProblems(camera), [`cameras[0].${expected}`]);
  }
});

test('values at the edges of their ranges are accepted', () => {
  const edges = [
    { fps: 1, bitrate_kbps: 50, gop_seconds: 0.2, part_ms: 50, window_seconds: 10, window_mb: 8 },
    { fps: 120, bitrate_kbps: 50_000, gop_seconds: 10, window_seconds: 600, window_mb: 1024 },
    { id: 'a_0'.padEnd(32, 'z'), segment_seconds: 0.5, idle_seconds: 5 },
    { segment_seconds: 10, part_ms: 1000, idle_seconds: 3600 },
    { max_viewers: 1 },
    { max_viewers: 10_000 },
    { resolution: '16x16', renditions: ['720p@2000', '360p@600'] },
    { resolution: '7680x4320', name: 'Türe 🚪' },
  ];
  for (const camera of edges) assert.deepEqual(cameraProblems(camera), []);
});

test('values beyond their ranges are refused', () => {
  const beyond = {
    id: ['', 'Porch', 'a-b', 'a/b', 'x'.repeat(33), 'a\n', '..'],
    source: ['', 'x'.repeat(2049)],
    fps: [0, 121, -1, Number.NaN],
    bitrate_kbps: [49, 50_001],
    gop_seconds: [0.1, 10.1],
    segment_seconds: [0.4, 10.1, 0],
    part_ms: [49, 1001],
    window_seconds: [9, 601],
    window_mb: [7, 1025],
    idle_seconds: [4, 3601],
    max_viewers: [0, 10_001, 1.5],
    resolution: ['0x0', '1280', '1280X720', '1280x720x3', '12345x100', '720', '1281x720', '721p'],
    input_format: ['h265', ''],
    renditions: [['360'], ['360p@'], ['360p@600', 1], Array(5).fill('360p@600')],
  };
  for (const [key, values] of Object.entries(beyond)) {
    for (const value of values) {
      const problems = cameraProblems({ [key]: value });
      assert.ok(
        problems.some((problem) => problem.startsWith(`cameras[0].${key}`)),
        `${key}: ${String(value)} -> ${problems.join()}`,
      );
    }
  }
});

test('an unknown key is named, with the known key that was probably meant', () => {
  const table: [object, string][] = [
    [{ sorce: 'x' }, 'sorce: unknown key "sorce"; did you mean "source"?'],
    [{ partMs: 1 }, 'partMs: unknown key "partMs"; did you mean "part_ms"?'],
    [
      { 'bitrate-kbps': 1 },
      'bitrate-kbps: unknown key "bitrate-kbps"; did you mean "bitrate_kbps"?',
    ],
    [{ naem: 'x' }, 'naem: unknown key "naem"; did you mean "name"?'],
  ];
  for (const [camera, expected] of table) {
    assert.deepEqual(cameraProblems(camera), [`cameras[0].${expected}`]);
  }
  assert.deepEqual(problemsOf({ camera: [] }), [
    'camera: unknown key "camera"; did you mean "cameras"?',
  ]);
  assert.deepEqual(problemsOf({ ffmpeg_arguments: '-f x' }), [
    'ffmpeg_arguments: unknown key "ffmpeg_arguments"; expected one of cameras, mqtt, http, clips, home_assistant, log_level, log_format',
  ]);
});

test('options that are no object say so', () => {
  for (const value of [[], 'x', 1, true]) {
    assert.match(
      problemsOf(value)[0] ?? '',
      /^options: expected an object with the keys cameras, mqtt/,
    );
  }
  assert.match(problemsOf({ cameras: {} })[0] ?? '', /^cameras: expected a list; got an object/);
  assert.match(
    problemsOf({ mqtt: null })[0] ?? '',
    /^mqtt: expected an object .* got nothing \(null\)/,
  );
});

test('no problem shows a secret', () => {
  const secret = 'hunter2';
  const url = `rtsp://user:${secret}@host/x`;
  const wrong = [
    { cameras: [url] },
    { cameras: url },
    { cameras: [{ id: url, name: [url], source: [url], video: url }] },
    { cameras: [{ id: 'a', source: `${url} x` }] },
    { cameras: [{ id: 'a', source: `user:${secret}@host/x` }] },
    { cameras: [{ id: 'a', source: { password: secret } }] },
    { cameras: [{ id: 'a', source: 'test:', [url]: 1 }] },
    { mqtt: { host: `mqtt://user:${secret}@host`, password: [secret] } },
    { mqtt: { host: 'h', password: { [secret]: secret }, username: 1 } },
    { mqtt: secret },
    { [url]: 1 },
  ];
  for (const options of wrong) {
    const text = problemsOf(options).join('\n');
    assert.ok(text !== '' && !text.includes(secret), text);
  }
});

test('a control character in a key or a value does not reach the terminal', () => {
  const text = problemsOf({ '\u001b[2J"x': 1, log_level: '\u001b[2J\n' }).join('');
  assert.ok(!/\p{Cc}/u.test(text), JSON.stringify(text));
});

test('a file of nonsense ends in a number of further problems', () => {
  const problems = problemsOf({ cameras: Array(500).fill(1) });
  assert.equal(problems.length, 101);
  assert.equal(problems.at(-1), 'options: 400 more problems');
});

test('what was handed in is not changed', () => {
  const value = Object.freeze({
    cameras: Object.freeze([Object.freeze({ id: 'a', source: 'test:' })]),
  });
  assert.equal(validateOptions(value).cameras[0]?.part_ms, 200);
  assert.deepEqual(value, { cameras: [{ id: 'a', source: 'test:' }] });
});

test('the demo is one test camera and a broker of its own', () => {
  const { cameras, mqtt, http } = createDemoOptions();
  assert.deepEqual(
    cameras.map(({ id, name, source, start }) => [id, name, source, start]),
    [['demo', 'Demo', 'test:', 'always']],
  );
  assert.equal(mqtt?.host, 'embedded');
  assert.equal(http.host, '127.0.0.1');
});
