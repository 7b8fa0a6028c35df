// Answers of the Supervisor, field by field: what is not as documented counts as not said.

type Fields = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readText(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Some versions write it as a text. */
export function readPort(fields: Fields, key: string): number | undefined {
  const value = Number(fields[key] ?? NaN);
  return Number.isInteger(value) && value >= 1 && value <= 65_535 ? value : undefined;
}
