import { z } from 'zod';
import type { Queryable } from '../../core/platform/postgres.ts';
import { type DiallingParameters, diallingParameters } from '../../core/rules/dialling-parameters.ts';

const citySchema = z.object({ name: z.string(), section: z.string(), phone: z.string() });
const preIdentitySchema = z.enum(['nothing', 'stage_and_count', 'all']);

export interface CitySettings {
  /** Who the agent says is calling; section and number are what SMS and voicemail may name. */
  city: z.infer<typeof citySchema>;
  /** What the desk shows before an outbound dial (DESIGN §7). */
  preIdentityDisplay: z.infer<typeof preIdentitySchema>;
  dialling: DiallingParameters;
}

/** Keys `city`, `pre_identity_display` and `dialling`, the value valid on `today` (YYYY-MM-DD). What is missing or not readable falls to the careful side. */
export async function readSettings(db: Queryable, today: string): Promise<CitySettings> {
  const rows = await db<{ key: string; value: unknown }[]>`
    select distinct on (key) key, value from setting
    where key in ('city', 'pre_identity_display', 'dialling') and valid_from <= ${today}::date order by key, valid_from desc`;
  const values = new Map(rows.map((row) => [row.key, row.value]));
  const city = citySchema.safeParse(values.get('city'));
  return {
    city: city.success ? city.data : { name: '', section: '', phone: '' },
    preIdentityDisplay: readPreIdentityDisplay(values.get('pre_identity_display')),
    dialling: diallingParameters(values.get('dialling')),
  };
}

/** Unset is the middle way; what is not understood shows nothing. */
export function readPreIdentityDisplay(value: unknown): CitySettings['preIdentityDisplay'] {
  const display = preIdentitySchema.safeParse(value ?? 'stage_and_count');
  return display.success ? display.data : 'nothing';
}
