// Errors by who must act. Anything that is none of these is a bug: it is logged and ends the program.

export class AppError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export interface Problem {
  /** Where in the options, as people write it: `cameras[0].source`. */
  readonly path: string;
  /** What was expected and what came, in one line. */
  readonly message: string;
}

/** The user must change the options. Carries every problem at once. */
export class ConfigError extends AppError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'), options);
    this.problems = problems;
  }
}

/** The machine must change before Oriel can start: a port is taken, a program is missing. */
export class StartupError extends AppError {}

/** Why a camera gives no video. */
export type SourceFailure =
  | 'unreachable'
  | 'unauthorized'
  | 'not_found'
  | 'no_video'
  | 'unsupported_codec'
  | 'stalled'
  | 'crashed';

/** The camera or its network must change; the pipeline retries with backoff. */
export class SourceError extends AppError {
  readonly code: SourceFailure;
  /** It may have as many viewers as it takes, of which we may be one. */
  readonly isCrowded: boolean;

  constructor(
    code: SourceFailure,
    message: string,
    { isCrowded = false, ...options }: ErrorOptions & { readonly isCrowded?: boolean } = {},
  ) {
    super(message, options);
    this.code = code;
    this.isCrowded = isCrowded;
  }
}

export type CommandFailure =
  | 'invalid_json'
  | 'invalid_payload'
  | 'invalid_options'
  | 'unknown_request'
  | 'not_found'
  | 'already_exists'
  | 'camera_disabled'
  | 'unsupported'
  | 'source_unreachable'
  | 'limit_reached'
  | 'not_enough_buffer'
  | 'internal';

/** Whoever sent the command must send another one; nothing has changed. */
export class CommandError extends AppError {
  readonly code: CommandFailure;
  /** What is wrong with which part of it. */
  readonly details: readonly Problem[];

  constructor(code: CommandFailure, message: string, details: readonly Problem[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** With what was asked for, the camera gives no video. */
export class NoVideoError extends CommandError {
  readonly reason: SourceFailure;

  constructor(reason: SourceFailure, message: string, details: readonly Problem[] = []) {
    super('source_unreachable', message, details);
    this.reason = reason;
  }
}

/** Whoever wants to watch must wait until somebody leaves; the message names the limit. */
export class ViewerLimitError extends AppError {}

/** The HTTP client asked for something that cannot be had; 503 means: ask again in a moment. */
export class RequestError extends AppError {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
