// Why there is no video, for programs and for people.

export interface Failure {
  /** The server's, or one of ours: the player has words for it in every language. */
  readonly code: string;
  /** More about it, as the server or the browser says it; may be empty. */
  readonly message: string;
}

export function failed(code: string, message = ''): Failure {
  return { code, message };
}
