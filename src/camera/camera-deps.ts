import type { Log } from '../log.ts';
import type { Programs } from './attempt.ts';
import type { AttemptTimes } from './stall-watch.ts';
import type { ViewerTotal } from './viewers.ts';

/** What every camera needs of the program. */
export interface CameraDeps {
  readonly programs: Programs;
  readonly log: Log;
  readonly times?: AttemptTimes;
  /** Shared by all cameras. */
  readonly viewerTotal?: ViewerTotal;
  /** A bug in the pipeline; the program cannot go on. */
  readonly onFatal: (error: unknown) => void;
}
