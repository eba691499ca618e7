import type { CaseView } from '../../core/contracts/http/desk.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { visibleHousehold } from '../../core/rules/shield.ts';
import { selectHousehold } from '../desk/case-queries.ts';
import type { Caller } from '../http/caller.ts';
import { ageOn } from './age-on.ts';

/**
 * The rest of a person's household as the caller may see it, on the desk and on the card. A shielded person counts as a household
 * of their own, whoever looks: the card of one never leads to the other.
 */
export async function visibleMembers(
  db: Queryable,
  person: { id: number; household_id: number | null; shielded: boolean },
  caller: Caller,
  today: string,
): Promise<CaseView['household']> {
  if (person.household_id === null || person.shielded) return [];
  const members = await selectHousehold(db, person.household_id, person.id);
  return visibleHousehold(person, members, caller).map((member) => ({
    id: member.id,
    name: member.name_official,
    kana: member.name_kana,
    age: ageOn(member.birth_date, today),
    relationship: member.relationship,
  }));
}
