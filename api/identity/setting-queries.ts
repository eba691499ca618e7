import type { Queryable } from '../../core/platform/postgres.ts';

export interface VersionRow {
  key: string;
  validFrom: string;
  value: unknown;
}

/** Every version of what the desk shows before the check and of what the check asks, newest day first. */
export function selectVersions(db: Queryable): Promise<VersionRow[]> {
  return db<VersionRow[]>`
    select key, valid_from as "validFrom", value from setting where key in ('pre_identity_display', 'identity')
    order by valid_from desc limit 100`;
}
