/** How a program is run: an argument array, never text for a shell. */
export interface Command {
  readonly args: readonly string[];
  /** Written to its standard input, which then ends; carries what must not be seen in `ps`. */
  readonly stdin: string | null;
  /** Whether it also writes to the pipe for sound. */
  readonly hasAudio?: boolean;
}
