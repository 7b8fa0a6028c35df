import { Router } from 'express';
import type { ProbeCamera } from '../camera/source-probe.ts';
import { NoVideoError } from '../errors.ts';
import { requireTrustedCaller } from './access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods } from './headers.ts';
import { holdRequest } from './hold.ts';
import { readJson, requireObject } from './json-body.ts';
import { RetryLaterError } from './retry-later.ts';

/** Each is an ffprobe, and a connection to wherever it is told to go. */
const MAX_RUNS = 2;
const MAX_PER_MINUTE = 30;
const MINUTE_MS = 60_000;
/** Longer than ffprobe is given. */
const PATIENCE_MS = 30_000;

/** Says what is in a source, and what will be done with it, before a camera is kept. */
export function createProbeRouter(cameras: CameraDirectory, probe: ProbeCamera): Router {
  const router = Router();
  const enter = createEntrance();
  router.all('/api/probe', allowMethods('POST'));
  router.post('/api/probe', requireTrustedCaller, readJson, async (req, res) => {
    const options = cameras.preview(requireObject(req.body));
    const leave = enter();
    try {
      // Whoever has left waits for nothing: ffprobe ends.
      const hold = holdRequest(res, PATIENCE_MS, tooSlow);
      const report = await probe(options, hold.signal);
      hold.release();
      res.set('Cache-Control', 'no-store').json(report);
    } finally {
      leave();
    }
  });
  return router;
}

function tooSlow(): NoVideoError {
  return new NoVideoError('unreachable', `the source showed no video in ${PATIENCE_MS / 1000} s`);
}

/** @returns lets one more in, who says by the function returned that it is done */
function createEntrance(): () => () => void {
  let running = 0;
  let enteredAtMs: number[] = [];
  return () => {
    const nowMs = performance.now();
    enteredAtMs = enteredAtMs.filter((atMs) => nowMs - atMs < MINUTE_MS);
    const [oldestMs = nowMs] = enteredAtMs;
    if (running >= MAX_RUNS) {
      throw new RetryLaterError('busy', `${running} sources are being looked at already`, 2000);
    }
    if (enteredAtMs.length >= MAX_PER_MINUTE) {
      const words = `${MAX_PER_MINUTE} sources were looked at within a minute`;
      throw new RetryLaterError('busy', words, MINUTE_MS - (nowMs - oldestMs));
    }
    running++;
    enteredAtMs.push(nowMs);
    return () => running--;
  };
}
