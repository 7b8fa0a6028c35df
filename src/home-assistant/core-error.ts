import { AppError } from '../errors.ts';

/** Home Assistant's Core did not do what it was asked to; the message is for people and holds no secret. */
export class CoreError extends AppError {
  /** Ours: `unreachable`, `lost`, `timeout`, `forbidden`, `not_understood`, `status_404`; or Core's own. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Whatever was asked, nothing more will be heard over this connection. */
  get isLost(): boolean {
    return this.code === 'lost';
  }
}
