/** One value of a metric, under its labels. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** @template F what is measured */
export interface MetricDefinition<F> {
  /** As Prometheus wants it: base units, counters end in `_total`. */
  readonly name: string;
  readonly help: string;
  /** A counter only grows. */
  readonly type: 'gauge' | 'counter';
  readonly labels?: readonly string[];
  /** Nothing where nothing is known. */
  readonly read: (facts: F) => readonly Reading[];
}

/** A single value, or none. */
export function valueOf(value: number | null): readonly Reading[] {
  return value === null ? [] : [{ value }];
}
