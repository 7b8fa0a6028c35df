import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SCHEMA_FACTS } from '../../src/config/schema-facts.ts';
import { parseCommand } from '../../src/mqtt/command.ts';

test('an option called like what every object has is read as text', () => {
  for (const key of ['constructor', '__proto__', 'toString']) {
    const { values } = parseCommand(
      { kind: 'camera_set_key', camera: 'porch', key },
      {
        topic: `oriel/camera/porch/set/${key}`,
        payload: Buffer.from('1'),
        isRetained: false,
        responseTopic: null,
        correlationData: null,
      },
      SCHEMA_FACTS.kinds,
    );
    assert.deepEqual(Object.entries(values), [[key, '1']]);
  }
});
