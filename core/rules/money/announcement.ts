/** What agents may tell of charges: always, only once 本税 is paid, or never. */
export const ANNOUNCEMENTS = ['always', 'after_principal', 'never'] as const;
export type Announcement = (typeof ANNOUNCEMENTS)[number];

const read = (value: unknown) => ANNOUNCEMENTS.find((word) => word === value);

/** Setting `delinquency_announce`: `{"announce": "always", "subjects": {"09": "never"}}`. What is missing or unreadable announces nothing. */
export function announcement(stored: unknown, subjectId: string): Announcement {
  if (stored === null || typeof stored !== 'object') return 'never';
  const { announce, subjects } = stored as { announce?: unknown; subjects?: unknown };
  const own =
    subjects !== null && typeof subjects === 'object' && Object.hasOwn(subjects, subjectId)
      ? (subjects as Record<string, unknown>)[subjectId]
      : undefined;
  return own === undefined ? (read(announce) ?? 'never') : (read(own) ?? 'never');
}
