import type { Queryable } from '../../core/platform/postgres.ts';
import { type IdentityPolicy, type IdentitySubject, identityPolicy } from '../../core/rules/identity.ts';
import { maySee, type SharingScope } from '../../core/rules/sharing.ts';
import { visibleRoles } from '../persons/contact-views.ts';
import { selectSettingOn } from '../settings/queries.ts';

/**
 * What the check of a person goes by: the city's word, and who may speak for them in work on this subject.
 *
 * @param viewer undefined = a call without a subject: only roles that hold for every subject
 * @param today `YYYY-MM-DD`
 */
export async function identityRules(
  db: Queryable,
  person: { id: number; kind: 'individual' | 'corporate'; deceased: boolean; shielded: boolean },
  viewer: SharingScope | undefined,
  today: string,
): Promise<{ policy: IdentityPolicy; subject: IdentitySubject }> {
  const visible = (source: SharingScope | null) =>
    source === null || (viewer !== undefined && (source.subjectId === viewer.subjectId || maySee(viewer, source)));
  const roles = (await visibleRoles(db, person.id, visible, today)).filter(({ inForce }) => inForce);
  return {
    policy: identityPolicy(await selectSettingOn(db, 'identity', today)),
    subject: {
      corporate: person.kind === 'corporate',
      deceased: person.deceased,
      shielded: person.shielded,
      roles: [...new Set(roles.map(({ role }) => role))],
    },
  };
}
