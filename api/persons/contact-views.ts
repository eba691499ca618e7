import type { ContactPreferenceView, ContactRoleView, PhoneWordView } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { roleInForce } from '../../core/rules/contact-role.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import { selectPreferences, selectRoles } from './contact-queries.ts';
import type { PhoneWordRow } from './phone-status-queries.ts';

type Visible = (source: SharingScope | null) => boolean;

/** Every role that was ever written down, as far as the viewer's work may know. @param today `YYYY-MM-DD` */
export async function visibleRoles(
  db: Queryable,
  personId: number,
  visible: Visible,
  today: string,
): Promise<ContactRoleView[]> {
  const rows = await selectRoles(db, personId);
  return rows
    .filter(({ source }) => visible(source))
    .map(({ source: _, ended, ...role }) => ({ ...role, inForce: !ended && roleInForce(role, today) }));
}

/** How the person asked to be reached; the first is what holds. */
export async function visiblePreferences(
  db: Queryable,
  personId: number,
  visible: Visible,
): Promise<ContactPreferenceView[]> {
  const rows = await selectPreferences(db, personId);
  return rows
    .filter(({ source }) => visible(source))
    .map(({ source: _, at, ...wish }) => ({ ...wish, at: at.toISOString() }));
}

export const phoneWords = (words: readonly PhoneWordRow[], phoneId: number): PhoneWordView[] =>
  words
    .filter((word) => word.phone_id === phoneId)
    .map(({ at, status, by_name: byName }) => ({ at: at.toISOString(), status, byName }));
