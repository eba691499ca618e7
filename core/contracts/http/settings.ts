/**
 * How the centre dials, as the city set it: keys `dialling`, `dialling:<科目コード>`, `pacing`, `pacing:<科目コード>`, `stop_policy`,
 * `answering_machine:<科目コード>` of the table `setting`.
 *
 * GET /api/settings/dialling                              → DiallingSettings  (permission `view_dialling`)
 * PUT /api/settings/dialling    {key, validFrom, value}   → DiallingSettings  (permission `edit_dialling`)
 * PUT /api/settings/stop-policy {validFrom, value}        → DiallingSettings  (permission `edit_stop_policy`)
 */
export interface DiallingSettings {
  /** The product's day, `YYYY-MM-DD`. */
  today: string;
  /** Of every key, newest first; what is not named in a value is inherited (subject → city → default). */
  versions: SettingVersion[];
  /** Newest first. */
  changes: SettingChange[];
  /** Subjects whose greetings taught a length, in milliseconds. */
  trained: { subjectId: string; machineFromMs: number | null }[];
}

export interface SettingVersion {
  key: string;
  /** `0001-01-01`: from the beginning. */
  validFrom: string;
  state: 'past' | 'current' | 'coming';
  value: Record<string, unknown>;
}

export interface SettingChange {
  at: string;
  by: string;
  key: string;
  validFrom: string;
  /** In words. */
  what: string;
}
