/** Which hand-overs a viewer may read: what they raised themselves, and, for who follows them, those of their lines. */
export interface HandOverReach {
  staffId: string;
  /** null = every subject, also what belongs to none. */
  subjectIds: readonly string[] | null;
  follows: boolean;
}
