/** What was wrong with a line and what to do about it; the session goes on. */
export class BadMessage extends Error {}

export type Fields = Record<string, unknown>;

export function asFields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadMessage(`${what} must be a JSON object`);
  }
  return value as Fields;
}

export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new BadMessage(`"${what}" must be an array`);
  return value;
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new BadMessage(`"${name}" must be a text, for example "A"`);
  return value;
}

export interface Bounds {
  least: number;
  most: number;
  whole?: boolean;
  /** Taken where the field is missing; without it the field has to be there. */
  otherwise?: number;
}

export function number(fields: Fields, name: string, { least, most, whole, otherwise }: Bounds): number {
  const value = fields[name] ?? otherwise;
  const good = typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (!good) throw new BadMessage(`"${name}" must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
  return value;
}

export function flag(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value !== 'boolean') throw new BadMessage(`"${name}" must be true or false`);
  return value;
}

export function identity(fields: Fields, name: string): string | number {
  const value = fields[name];
  if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new BadMessage(`"${name}" must be a number or a text that names it`);
}
