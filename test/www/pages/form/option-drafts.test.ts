import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameraSchema } from '../../../../src/config/camera-schema.ts';
import {
  changesOf,
  draftsOf,
  exampleOf,
  findFaults,
  readDraft,
} from '../../../../www/pages/form/option-drafts.ts';
import { groupOptions, isRelevant } from '../../../../www/pages/form/option-groups.ts';

const schema = cameraSchema;
const { properties } = schema;

test('what is as it is by default is left empty, but for choices and switches', () => {
  const drafts = draftsOf(schema, { id: 'porch', fps: 10, window_seconds: 60, video: 'auto' });
  assert.equal(drafts['window_seconds'], '');
  assert.equal(drafts['fps'], '10');
  assert.equal(drafts['video'], 'auto');
  assert.equal(drafts['enabled'], true);
  assert.equal(drafts['input_format'], '');
});

test('a list is typed with commas, spaces or line breaks', () => {
  assert.equal(
    draftsOf(schema, { renditions: ['720p@2000', '360p@600'] })['renditions'],
    '720p@2000, 360p@600',
  );
  assert.deepEqual(readDraft(properties.renditions, ' 720p@2000;360p@600\n'), {
    value: ['720p@2000', '360p@600'],
  });
});

test('only what is different is told, and null takes an option back to its default', () => {
  const from = draftsOf(schema, { id: 'porch', fps: 10, video: 'copy' });
  const to = { ...from, fps: '', bitrate_kbps: '800', enabled: false };
  assert.deepEqual(changesOf(schema, from, to), { fps: null, bitrate_kbps: 800, enabled: false });
  assert.deepEqual(changesOf(schema, from, from), {});
});

test('numbers are read as people write them', () => {
  assert.deepEqual(readDraft(properties.segment_seconds, '1,5'), { value: 1.5 });
  assert.deepEqual(readDraft(properties.segment_seconds, ' 2 '), { value: 2 });
});

test('each way to be wrong is told apart', () => {
  const kindOf = (key: keyof typeof properties, draft: string): string | null => {
    const reading = readDraft(properties[key], draft);
    return 'fault' in reading ? reading.fault.kind : null;
  };
  assert.equal(kindOf('fps', 'many'), 'not_a_number');
  assert.equal(kindOf('fps', '2.5'), 'not_whole');
  assert.equal(kindOf('fps', '121'), 'range');
  assert.equal(kindOf('fps', '120'), null);
  assert.equal(kindOf('id', 'Porch'), 'form');
  assert.equal(kindOf('name', 'x'.repeat(65)), 'too_long');
  assert.equal(kindOf('renditions', '720p'), 'form');
  assert.equal(kindOf('renditions', Array(5).fill('720p@2000').join(' ')), 'too_many');
  assert.equal(kindOf('video', 'av1'), 'no_choice');
  assert.equal(kindOf('resolution', ''), null);
});

test('what is required and empty is missing', () => {
  const faults = findFaults(schema, draftsOf(schema, {}));
  assert.deepEqual(
    [...faults].map(([key, { kind }]) => [key, kind]),
    [
      ['id', 'missing'],
      ['source', 'missing'],
    ],
  );
});

test('an option shows how it may look', () => {
  assert.equal(exampleOf(properties.renditions), '720p@2000, 360p@600');
  assert.equal(exampleOf(properties.fps), '');
});

test('every option but those with fields of their own has its place, also one that the form does not know', () => {
  const more = { ...properties, tilt_degrees: { type: 'integer' } as const };
  const groups = groupOptions({ required: [], properties: more });
  const keys = groups.flatMap((group) => group.keys);
  assert.deepEqual(
    keys.toSorted(),
    Object.keys(more)
      .filter((key) => !['id', 'name', 'source'].includes(key))
      .toSorted(),
  );
  assert.deepEqual(groups.at(-1), { name: 'more', keys: ['tilt_degrees'] });
  assert.ok(!groupOptions(schema).some(({ name }) => name === 'more'), 'all of ours have a place');
});

test('options for other sources are not shown, unless they are set', () => {
  assert.ok(isRelevant('rtsp_transport', 'RTSP://10.0.0.5/', false));
  assert.ok(!isRelevant('rtsp_transport', 'v4l2:/dev/video0', false));
  assert.ok(isRelevant('rtsp_transport', 'v4l2:/dev/video0', true));
  assert.ok(isRelevant('fps', '', false));
});
