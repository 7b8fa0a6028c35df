import express from 'express';
import { RequestError } from '../errors.ts';

/** Typed, so that a form of another site cannot send it. */
export const readJson = express.json({ limit: '64kb', type: 'application/json' });

/** @throws RequestError 400 */
export function requireObject(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw new RequestError(
    400,
    'invalid_payload',
    'send options as a JSON object, with Content-Type: application/json',
  );
}
