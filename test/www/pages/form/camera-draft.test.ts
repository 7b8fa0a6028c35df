import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraSchema as schema } from '../../../../src/config/camera-schema.ts';
import { redactSource } from '../../../../src/source.ts';
import { CameraDraft } from '../../../../www/pages/form/camera-draft.ts';
import { joinSource, splitSource } from '../../../../www/pages/form/source-parts.ts';

const SECRET = 'rtsp://admin:hunter2@10.0.0.5/stream1';

function newCamera(): CameraDraft {
  return new CameraDraft({ schema, camera: null, taken: ['porch'] });
}

function porch(options: object = {}): CameraDraft {
  const camera = {
    id: 'porch',
    options: { id: 'porch', name: 'Porch', source: redactSource(SECRET), ...options },
  };
  return new CameraDraft({ schema, camera, taken: ['porch', 'gate'] });
}

test('a new camera is told as what is other than by default', () => {
  const draft = newCamera();
  draft.writeAddress('test:');
  draft.write('name', 'Gate');
  draft.write('fps', '10');
  draft.write('video', 'auto');
  assert.deepEqual(draft.toAdd(), { id: 'gate', name: 'Gate', source: 'test:', fps: 10 });
  assert.deepEqual(draft.toProbe(), { source: 'test:', fps: 10 });
  assert.deepEqual([...draft.faults], []);
});

test('the id follows the name until somebody types one', () => {
  const draft = newCamera();
  draft.write('name', 'Porch');
  assert.equal(draft.readText('id'), 'porch_2');
  draft.write('id', 'front');
  draft.write('name', 'Front door');
  assert.equal(draft.readText('id'), 'front');
  draft.write('id', '');
  draft.write('name', 'Back door');
  assert.equal(draft.readText('id'), 'back_door');
  draft.write('id', 'porch');
  assert.equal(draft.faults.get('id')?.kind, 'taken');
});

test('user name and password move out of an address once it is whole', () => {
  const draft = newCamera();
  draft.writeAddress('rtsp://admin:p%40ss@10.0.0.5/x');
  assert.equal(draft.parts.user, '');
  draft.settleAddress();
  assert.deepEqual(draft.parts, { address: 'rtsp://10.0.0.5/x', user: 'admin', password: 'p@ss' });
  assert.equal(draft.source, 'rtsp://admin:p%40ss@10.0.0.5/x');
});

test('a camera that was opened and left alone has nothing to lose and nothing to tell', () => {
  const draft = porch();
  draft.settleAddress();
  assert.ok(draft.keepsSecret);
  assert.ok(!draft.isDirty);
  assert.deepEqual(draft.toChange(), {});
  assert.deepEqual(draft.toProbe(), { id: 'porch' });
  draft.write('name', 'Veranda');
  assert.ok(draft.isDirty);
  assert.equal(draft.read('id'), 'porch', 'the id never changes');
  assert.deepEqual(draft.toChange(), { name: 'Veranda' });
});

test('another address needs user name and password again, which the page does not know', () => {
  const draft = porch();
  draft.writeAddress('rtsp://10.0.0.6/stream1');
  assert.equal(draft.faults.get('source')?.kind, 'secret_again');
  draft.writeUser('password', 'new');
  assert.equal(draft.faults.get('source')?.kind, 'secret_again', 'the user name is gone too');
  draft.writeUser('user', 'root');
  assert.deepEqual([...draft.faults], []);
  assert.deepEqual(draft.toChange(), { source: 'rtsp://root:new@10.0.0.6/stream1' });
});

test('a password that was typed and taken back leaves the one there is', () => {
  const draft = porch();
  draft.writeUser('password', 'x');
  assert.ok(draft.isDirty);
  draft.writeUser('password', '');
  assert.ok(draft.keepsSecret);
  assert.ok(!draft.isDirty);
});

test('a secret in the query is asked for again too', () => {
  const draft = porch({ source: redactSource('http://10.0.0.5/video?user=a&password=b') });
  assert.ok(!draft.isDirty);
  draft.writeAddress(draft.parts.address.replace('/video', '/other'));
  assert.equal(draft.faults.get('source')?.kind, 'secret_again');
});

test('what the server finds wrong stands at its option until that is changed', () => {
  const draft = porch();
  const rest = draft.refuse([
    { path: 'renditions[0]', message: 'too large' },
    { path: 'window_seconds', message: 'one' },
    { path: 'window_seconds', message: 'two' },
    { path: 'mqtt.host', message: 'no' },
  ]);
  assert.deepEqual(rest, [{ path: 'mqtt.host', message: 'no' }]);
  assert.deepEqual(draft.faults.get('renditions'), { kind: 'server', message: 'too large' });
  assert.deepEqual(draft.faults.get('window_seconds'), { kind: 'server', message: 'one; two' });
  draft.write('renditions', '360p@600');
  assert.deepEqual([...draft.faults.keys()], ['window_seconds']);
  draft.refuse([]);
  assert.equal(draft.faults.size, 0);
});

test('a value that makes no sense is told before the server is asked', () => {
  const draft = porch({ fps: 10 });
  draft.write('fps', 'fast');
  assert.equal(draft.faults.get('fps')?.kind, 'not_a_number');
  assert.ok(draft.isSet('fps'));
});

test('a source survives its way into fields and back', () => {
  const sources = [
    'rtsp://admin:secret@10.0.0.5:554/a?b=c@d',
    'rtsp://10.0.0.5/a@b',
    'test:',
    'v4l2:/dev/video0',
    'udp://@239.0.0.1:5000',
    'srt://10.0.0.5:9000?passphrase=x',
    'rtsp://admin:a/b@10.0.0.5/x',
    'rtsp://admin:100%25@cam/x',
    'rtsp://***@10.0.0.5/stream1',
  ];
  for (const source of sources) assert.equal(joinSource(splitSource(source)), source, source);
});

test('a password may hold any character', () => {
  for (const password of ['p@ss:w/ord?#', '100%', '***x', 'ä€', ' ']) {
    const parts = { address: 'rtsp://10.0.0.5/x', user: 'a:b', password };
    const [, user, rest] = /^rtsp:\/\/([^:]*):(.*)@10\.0\.0\.5\/x$/.exec(joinSource(parts)) ?? [];
    assert.equal(decodeURIComponent(user ?? ''), 'a:b');
    assert.equal(decodeURIComponent(rest ?? ''), password);
    assert.deepEqual(splitSource(joinSource(parts)), parts);
  }
});
