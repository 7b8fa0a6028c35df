import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberedSound, rememberSound } from '../../../www/player/sound-memory.ts';
import type { Store } from '../../../www/player/sound-memory.ts';

class Memory implements Store {
  readonly #values = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }
}

test('sound is remembered by camera', () => {
  const store = new Memory();
  rememberSound('porch', true, store);
  rememberSound('garden', false, store);
  assert.deepEqual(
    ['porch', 'garden', 'attic'].map((camera) => rememberedSound(camera, store)),
    [true, false, null],
  );
});

test('a device that may not remember, or remembers nonsense, forgets', () => {
  assert.equal(rememberedSound('porch', null), null);
  rememberSound('porch', true, null);
  const full: Store = {
    getItem: () => '{"porch":"loud"',
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
  };
  rememberSound('porch', true, full);
  assert.equal(rememberedSound('porch', full), null);
  assert.equal(rememberedSound('porch', { ...full, getItem: () => '{"porch":"loud"}' }), null);
});
