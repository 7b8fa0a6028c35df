import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCardConfig } from '../../../www/card/card-config.ts';

function complaintOf(config: unknown): string {
  try {
    parseCardConfig(config);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing';
}

const PLAIN = { name: null, entity: null, restart: null, image: null };

test('nothing has to be said: the card shows all cameras, live, as it sees fit', () => {
  assert.deepEqual(parseCardConfig({ type: 'custom:oriel-card' }), {
    cameras: [],
    title: null,
    layout: 'auto',
    columns: null,
    aspectRatio: null,
    fit: 'contain',
    mode: 'live',
    stillSeconds: 10,
    liveSeconds: 0,
    controls: 'auto',
    showName: true,
    protocol: 'auto',
    isMuted: true,
    actions: {},
    app: null,
    url: null,
  });
});

test('cameras are given as one, as a list of ids, or with a name and entities of their own', () => {
  assert.deepEqual(parseCardConfig({ camera: 'porch' }).cameras, [{ camera: 'porch', ...PLAIN }]);
  assert.deepEqual(parseCardConfig({ camera: 'porch', entity: 'switch.porch' }).cameras, [
    { camera: 'porch', ...PLAIN, entity: 'switch.porch' },
  ]);
  const list = ['porch', { camera: 'gate', name: 'Gate', image: 'image.gate' }];
  assert.deepEqual(parseCardConfig({ cameras: list }).cameras, [
    { camera: 'porch', ...PLAIN },
    { camera: 'gate', ...PLAIN, name: 'Gate', image: 'image.gate' },
  ]);
  const both = parseCardConfig({ camera: 'porch', cameras: ['gate', 'porch'] }).cameras;
  assert.deepEqual(
    both.map(({ camera }) => camera),
    ['porch', 'gate'],
  );
});

test('what the editor leaves empty counts as not said', () => {
  const empty = { camera: '', cameras: [], title: '', columns: null, url: '', layout: undefined };
  assert.deepEqual(parseCardConfig(empty), parseCardConfig({}));
});

test('aspect ratios are read as Home Assistant’s own cards read them', () => {
  const ratio = (value: unknown): string | null =>
    parseCardConfig({ aspect_ratio: value }).aspectRatio;
  assert.equal(ratio('16:9'), '16 / 9');
  assert.equal(ratio('4x3'), '4 / 3');
  assert.equal(ratio('1.78'), '1.78');
  assert.equal(ratio('50%'), '2');
  // A parser of YAML 1.1 reads 16:9 as a number to the base of 60.
  assert.equal(ratio(16 * 60 + 9), '16 / 9');
  assert.match(complaintOf({ aspect_ratio: 'wide' }), /"aspect_ratio" must be like 16:9.*"wide"/);
  assert.match(complaintOf({ aspect_ratio: '16:0' }), /aspect_ratio/);
});

test('a link to a page of Oriel is taken for its address; it may hold a token', () => {
  const url = (value: string): string | null => parseCardConfig({ url: value }).url;
  assert.equal(url('http://192.168.1.5:8098/t/abc'), 'http://192.168.1.5:8098/t/abc/');
  assert.equal(url('http://pi:8098/t/abc/cameras/porch/'), 'http://pi:8098/t/abc/');
  assert.equal(url('https://oriel.example/'), 'https://oriel.example/');
});

test('an address is read by browsers of the age that the build is for', (t) => {
  t.mock.method(URL, 'canParse', () => {
    throw new TypeError('URL.canParse is not a function');
  });
  assert.equal(parseCardConfig({ url: 'http://pi:8098/t/a/' }).url, 'http://pi:8098/t/a/');
  assert.match(complaintOf({ url: 'pi' }), /"url" must be an address of Oriel/);
});

test('a wrong address is not repeated: it may hold a token', () => {
  const complaint = complaintOf({ url: 'rtsp://pi/t/s3cret/' });
  assert.match(complaint, /"url" must be an address of Oriel/);
  assert.doesNotMatch(complaint, /s3cret/);
  assert.match(complaintOf({ url: 'http://me:pw@pi/' }), /must not hold a user name/);
});

test('actions are passed on to Home Assistant as they are', () => {
  const tap = { action: 'navigate', navigation_path: '/lovelace/cameras' };
  assert.deepEqual(parseCardConfig({ tap_action: tap }).actions, { tap_action: tap });
  assert.match(complaintOf({ hold_action: 'more-info' }), /"hold_action" must have an "action"/);
});

test('what is wrong is said with what would be right', () => {
  const wrong: readonly [unknown, RegExp][] = [
    [null, /Expected a card configuration/],
    [{ camera: 'camera.porch' }, /"camera" is an id of Oriel, such as porch, not an entity/],
    [{ camera: 'Front Porch' }, /"camera" must be a camera's id.*"Front Porch"/],
    [{ cameras: 'porch' }, /"cameras" must be a list, such as \[porch, garden\]/],
    [{ cameras: ['a', { name: 'B' }] }, /"cameras\[1\]" must be a camera's id/],
    [{ cameras: ['a', 'a'] }, /"cameras" names a twice/],
    [{ cameras: [{ camera: 'a', entity: 'light.a' }] }, /"cameras\[0\]\.entity" must be.*switch/],
    [{ layout: 'rows' }, /"layout" must be one of auto, grid, carousel, single, got "rows"/],
    [{ mode: 'video' }, /"mode" must be one of live, stills/],
    [{ protocol: 'webrtc' }, /"protocol" must be one of auto, live, hls, dash/],
    [{ columns: 2.5 }, /"columns" must be a whole number from 1 to 12, got 2.5/],
    [{ still_seconds: 0 }, /"still_seconds" must be a number from 1 to 3600/],
    [{ mute: 'no' }, /"mute" must be true or false/],
    [{ title: [] }, /"title" must be a text/],
    [{ app: '../x' }, /"app" must be the app's slug/],
  ];
  for (const [config, complaint] of wrong) assert.match(complaintOf(config), complaint);
});
