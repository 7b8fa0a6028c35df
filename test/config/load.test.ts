import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { loadOptions } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';

/** The example of the contract, comments and all. */
const CONTRACT_EXAMPLE = `
cameras:                       # a list of flat objects
  - id: porch                  # [a-z0-9_]{1,32}, never changes; URLs, topics and entities hang on it
    name: Porch                # shown to people, may change
    source: rtsp://user:secret@10.0.0.5/stream1
    # also: rtsps:// http(s):// rtmp(s):// srt:// udp:// tcp://, v4l2:/dev/video0, file:/media/x.mp4 (looped), test:
    enabled: true
    start: always              # always | on_demand (starts with the first viewer, stops idle_seconds after the last)
    video: auto                # auto | copy | h264 | h265 …  auto = copy where browsers can play it, else h264
    audio: auto                # auto | copy | aac | none
    # resolution, fps, bitrate_kbps, gop_seconds (when encoding); input_format, rtsp_transport;
    # segment_seconds 1, part_ms, window_seconds 60, renditions ["720p@2000", "360p@600"], idle_seconds 30
mqtt:                          # absent under the Supervisor: asked from it
  host: 192.168.1.2            # port, username, password, tls, ca, client certificate; base_topic oriel; discovery_prefix homeassistant
http: {}                       # base_url, LAN listener, tokens
log_level: info
`;

const DEFAULTS = {
  cameras: [],
  http: { host: '127.0.0.1', admins: [], max_viewers: 500 },
  clips: { keep_days: 30, max_mb: 2000 },
  home_assistant: { card: true, camera_entities: false },
  log_level: 'info',
  log_format: 'pretty',
};

async function fileWith(t: TestContext, text: string | Uint8Array, name = 'cameras.yaml') {
  const folder = await mkdtemp(path.join(tmpdir(), 'oriel-options-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

async function problemsOf(file: string) {
  const error = await loadOptions(file).then(
    () => assert.fail('the options were accepted'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ConfigError);
  return error.problems.map(
    ({ path: place, message }) => `${place.replace(file, 'FILE')}: ${message}`,
  );
}

test('the example of the contract loads as it stands, with all defaults filled in', async (t) => {
  const options = await loadOptions(await fileWith(t, CONTRACT_EXAMPLE));
  assert.deepEqual(options, {
    ...DEFAULTS,
    cameras: [
      {
        id: 'porch',
        name: 'Porch',
        source: 'rtsp://user:secret@10.0.0.5/stream1',
        enabled: true,
        start: 'always',
        video: 'auto',
        audio: 'auto',
        rtsp_transport: 'tcp',
        segment_seconds: 1,
        part_ms: 200,
        window_seconds: 60,
        window_mb: 128,
        idle_seconds: 30,
        max_viewers: 100,
        renditions: [],
      },
    ],
    mqtt: {
      host: '192.168.1.2',
      tls: false,
      reject_unauthorized: true,
      base_topic: 'oriel',
      discovery_prefix: 'homeassistant',
    },
  });
});

test('a file without content means all defaults', async (t) => {
  for (const text of ['', '\n', '# nothing\n', '---\n', '{}', 'null', '\uFEFF']) {
    assert.deepEqual(await loadOptions(await fileWith(t, text)), DEFAULTS, JSON.stringify(text));
  }
});

test('JSON is read by its content, tabs and escapes included', async (t) => {
  const text = '{\n\t"cameras": [{"id": "a", "name": "\\ud83d\\ude00\\/", "source": "test:"}]\n}\n';
  for (const name of ['options.json', 'options.yaml']) {
    const { cameras } = await loadOptions(await fileWith(t, text, name));
    assert.equal(cameras[0]?.name, '😀/');
  }
  const flow = await loadOptions(
    await fileWith(t, '{cameras: [], log_level: debug}', 'options.json'),
  );
  assert.equal(flow.log_level, 'debug');
});

test('cameras may share settings by anchor and alias', async (t) => {
  const text = `cameras:
  - {id: a, source: 'test:', renditions: &ladder [360p@600]}
  - {id: b, source: 'test:', renditions: *ladder}
`;
  const { cameras } = await loadOptions(await fileWith(t, text));
  assert.deepEqual(cameras[1]?.renditions, ['360p@600']);
});

test('a file that cannot be read says why', async (t) => {
  const file = await fileWith(t, '');
  assert.deepEqual(await problemsOf(`${file}.no`), ['FILE: no such file']);
  assert.deepEqual(await problemsOf(`${file}/x`), [
    'FILE: no such file (a part of its path is not a folder)',
  ]);
  assert.deepEqual(await problemsOf(path.dirname(file)), ['FILE: it is a folder; expected a file']);
  assert.deepEqual(await problemsOf('/dev/zero'), [
    'FILE: it is larger than 1 MiB; expected an options file',
  ]);
  assert.deepEqual(await problemsOf(await fileWith(t, '#'.repeat(1024 * 1024 + 1))), [
    'FILE: it is larger than 1 MiB; expected an options file',
  ]);
  const binary = await fileWith(t, new Uint8Array([0xff, 0xfe, 0x41, 0x00]));
  assert.deepEqual(await problemsOf(binary), ['FILE: it is not UTF-8 text; expected YAML or JSON']);
});

test('a syntax error has a line and a column', async (t) => {
  const table: [string, RegExp][] = [
    ['cameras:\n  - id: a\n   source: x\n', /^FILE:3:1: /],
    ['cameras: [\n', /^FILE:2:1: Flow sequence in block collection must be/],
    ['a: b: c\n', /^FILE:1:4: Nested mappings are not allowed/],
    ['log_level: @info\n', /^FILE:1:12: Plain value cannot start with reserved character @$/],
    ['log_level: info\n---\nlog_level: warn\n', /^FILE:2:1: /],
    ['{"cameras": [}', /^FILE:1:14: /],
  ];
  for (const [text, expected] of table) {
    assert.match((await problemsOf(await fileWith(t, text))).join('\n'), expected, text);
  }
});

test('a key that is there twice is an error in YAML and in JSON', async (t) => {
  const yaml = await fileWith(t, 'cameras:\n  - id: a\n    source: "test:"\n    id: b\n');
  assert.deepEqual(await problemsOf(yaml), ['FILE:4:5: the key "id" is there twice']);
  const json = await fileWith(t, '{"log_level": "info",\n\t"log_level": "warn"}');
  assert.deepEqual(await problemsOf(json), ['FILE:2:2: the key "log_level" is there twice']);
});

test('no syntax error quotes a password', async (t) => {
  const values = [
    '*hunter2',
    '!hunter2',
    '!hunter2 x',
    '|hunter2',
    '"\\hunter2"',
    '"hunter2',
    '@hunter2',
    '`hunter2',
    'hunter2: x',
    '[hunter2',
    '{hunter2',
    '&hunter2',
    '%hunter2',
    '"a" hunter2',
    '>hunter2',
    '? hunter2',
    '- hunter2',
    "'a'hunter2",
  ];
  for (const value of values) {
    for (const text of [`mqtt:\n  password: ${value}\n`, `{"mqtt": {"password": ${value}}}`]) {
      const file = await fileWith(t, text);
      const message = await loadOptions(file).then(
        () => '',
        (error: Error) => error.message,
      );
      assert.ok(!/unter2/.test(message), `${text} -> ${message}`);
    }
  }
});

test('an explosion of aliases is refused', async (t) => {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) =>
    pair.split(''),
  )) {
    levels.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(', ')}]`);
  }
  assert.deepEqual(await problemsOf(await fileWith(t, levels.join('\n'))), [
    'FILE: more than 100 values by alias (*name)',
  ]);
});

test('nesting without end is refused', async (t) => {
  for (const piece of ['[', '{a: ', '{"a":', '- ', '? ']) {
    const file = await fileWith(t, piece.repeat(20_000));
    assert.deepEqual(await problemsOf(file), ['FILE: it is nested too deeply'], piece);
  }
  const closed = `{"cameras": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
  assert.deepEqual(await problemsOf(await fileWith(t, closed)), [
    'options: they are nested too deeply',
  ]);
});

test('keys named like object internals are unknown keys and nothing more', async (t) => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    for (const text of [`${key}: {cameras: [], polluted: 1}\n`, `{"${key}": {"polluted": 1}}`]) {
      const [problem] = await problemsOf(await fileWith(t, text));
      assert.match(problem ?? '', new RegExp(`^${key}: unknown key "${key}"`));
    }
  }
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});
