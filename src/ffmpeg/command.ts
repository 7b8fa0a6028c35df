/** How a program is run: an argument array, never text for a shell. */
export interface Command {
  readonly args: readonly string[];
  /** Written to its standard input, which then ends; carries what must not be seen in `ps`. */
  readonly stdin: string | null;
  /** What it writes beside its standard output, each on a pipe of its own: the ids of renditions. */
  readonly pipes?: readonly string[];
}

/** The first of those pipes. In one output, each track would wait for the other. */
export const FIRST_PIPE = 3;
