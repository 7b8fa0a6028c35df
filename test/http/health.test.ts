import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIXES } from '../../src/http/health.ts';
import { eventually } from '../eventually.ts';
import { readText } from '../repository/tree.ts';
import { startTestApp } from '../running-app.ts';

test('every trouble of a camera that DOCS.md lists says what to do about it', () => {
  const [, section = ''] =
    /### A camera that does not play\n(.*?)\n### /s.exec(readText('DOCS.md')) ?? [];
  const listed = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, code = '']) => code);
  assert.ok(listed.length >= 7, section);
  assert.match(section, /`slow_start`/);
  assert.deepEqual(Object.keys(FIXES).toSorted(), [...listed, 'slow_start'].toSorted());
  for (const fix of Object.values(FIXES)) assert.match(fix, /^[A-Z].*\.$/);
});

test('an issue says what is wrong and what to do', async (t) => {
  const app = await startTestApp(t, { cameras: [{ id: 'away', source: 'rtsp://127.0.0.1:9/' }] });
  const [issue] = await eventually('an issue', async () => {
    const { issues } = (await (await app.get('api/health')).json()) as { issues: object[] };
    return issues.length > 0 ? issues : null;
  });
  const { code, camera, fix } = issue as { code: string; camera: string; fix: string };
  assert.deepEqual([code, camera, fix], ['unreachable', 'away', FIXES.unreachable]);
});
