/** The detail of a question is stored JSON, some of it older than this page: what is missing is left out, never guessed. */
export type Stored = Readonly<Record<string, unknown>>;

export function numberIn(stored: Stored, key: string): number | null {
  const value = stored[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textIn(stored: Stored, key: string): string | null {
  const value = stored[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function partIn(stored: Stored, key: string): Stored | null {
  const value = stored[key];
  return isStored(value) ? value : null;
}

export function listIn(stored: Stored, key: string): readonly Stored[] {
  const value = stored[key];
  return Array.isArray(value) ? value.filter(isStored) : [];
}

function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
