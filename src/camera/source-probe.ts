import { access } from 'node:fs/promises';
import type { CameraOptions } from '../config/schema.ts';
import { SourceError } from '../errors.ts';
import { needsProbe, probeSource } from '../ffmpeg/probe.ts';
import type { Probe } from '../ffmpeg/probe.ts';
import type { Log } from '../log.ts';
import { collectSecrets, parseSource } from '../source.ts';
import type { Source } from '../source.ts';
import type { Programs } from './attempt.ts';
import { explainFailure, reportSource } from './source-report.ts';
import type { SourceReport } from './source-report.ts';

export interface SourceProbeDeps {
  readonly programs: Pick<Programs, 'ffprobe'>;
  readonly log: Log;
}

/** Looks into the source of a camera that need not exist yet. */
export type ProbeCamera = (options: CameraOptions, signal: AbortSignal) => Promise<SourceReport>;

/**
 * The function throws NoVideoError when the source gives no video, or none that goes with the options;
 * the signal's reason when that ended it.
 */
export function createSourceProbe({ programs, log }: SourceProbeDeps): ProbeCamera {
  return async (options, signal) => {
    const source = parseSource(options.source);
    const secrets = collectSecrets(source);
    let probe: Probe | null = null;
    try {
      if (needsProbe(options, source)) {
        const program = programs.ffprobe;
        const context = { program, source, options, secrets, signal, log };
        probe = await probeSource({ ...context, purpose: 'report' });
      } else await requireDevice(source);
    } catch (error) {
      throw error instanceof SourceError ? explainFailure(error, options.source) : error;
    }
    return reportSource({ options, source, probe });
  };
}

/** Not opened, since a camera may use it; whether it is there can be told. */
async function requireDevice(source: Source): Promise<void> {
  if (source.kind !== 'v4l2') return;
  await access(source.device).catch((error: NodeJS.ErrnoException) => {
    // Ours may be other rights than those of ffmpeg.
    if (error.code !== 'ENOENT') return;
    const message = 'the device is not there; check that it is plugged in, and its name';
    throw new SourceError('not_found', message);
  });
}
