import { Ajv } from 'ajv';
import express, { Router } from 'express';
import type { Camera } from '../camera/camera.ts';
import type { DelayReport } from '../camera/delay-reports.ts';
import { RequestError } from '../errors.ts';
import { requireOwnSite } from './access.ts';
import { requireCamera } from './camera-access.ts';
import type { CameraDirectory } from './camera-access.ts';
import { allowMethods } from './headers.ts';

/** Negative where the clocks of camera, server and viewer do not quite agree. */
const DELAY = { type: 'number', minimum: -1000, maximum: 600_000 } as const;

const REPORT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['viewer', 'transport', 'delay_ms', 'stalls', 'dropped', 'frames', 'seconds'],
  properties: {
    viewer: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,32}$' },
    transport: { enum: ['live', 'll-dash', 'll-hls', 'dash', 'hls', 'native'] },
    delay_ms: {
      type: 'object',
      nullable: true,
      additionalProperties: false,
      required: ['p50', 'p95'],
      properties: { p50: { ...DELAY, maximum: { $data: '1/p95' } }, p95: DELAY },
    },
    stalls: { type: 'integer', minimum: 0, maximum: 10_000 },
    dropped: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    frames: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    seconds: { type: 'number', exclusiveMinimum: 0, maximum: 3600 },
  },
} as const;

const isReport = new Ajv({ $data: true }).compile<DelayReport>(REPORT_SCHEMA);

/** Typed, so that a form of another site cannot send it. */
const readJson = express.json({ limit: '2kb', type: 'application/json' });

/** Takes what players say of the delay they see. */
export function createReportRouter(cameras: CameraDirectory): Router {
  const router = Router();
  const path = '/cameras/:camera/report';
  router.all(path, allowMethods('POST'));
  router.post(path, requireOwnSite, readJson, (req, res) => {
    const camera = requireCamera(cameras, req);
    const report = parseReport(req.body);
    const waitMs = isResting(camera) ? 0 : camera.delays.add(report);
    if (waitMs > 0) {
      res.set('Retry-After', String(Math.ceil(waitMs / 1000)));
      throw new RequestError(429, 'too_many_reports', 'reports are taken every 10 s, no faster');
    }
    res.status(204).end();
  });
  return router;
}

/** A last word of those who watched it: nothing plays any more. */
function isResting({ status }: Camera): boolean {
  return status.status === 'stopped' || status.status === 'idle';
}

/** @throws RequestError 400 */
function parseReport(body: unknown): DelayReport {
  if (isReport(body)) return body;
  const [fault] = isReport.errors ?? [];
  const place = `report${fault?.instancePath.replaceAll('/', '.') ?? ''}`;
  throw new RequestError(400, 'invalid_payload', `${place} ${fault?.message ?? 'is malformed'}`);
}
