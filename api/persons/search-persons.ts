import type { PersonHit } from '../../core/contracts/http/records.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { SearchKind } from '../../core/rules/recognise-search.ts';
import { maskPerson } from '../../core/rules/shield.ts';
import type { Caller } from '../http/caller.ts';
import { selectHits, selectViewerSubjects } from './queries.ts';

/** More hits than fit a screen mean that the question was too wide. */
export const MAX_HITS = 50;

/** Enough to tell two namesakes apart, not enough to find somebody's door. */
export function townOnly(address: string | null): string | null {
  return address === null ? null : address.replace(/[0-9０-９].*$/s, '…');
}

export async function searchPersons(db: Queryable, caller: Caller, by: SearchKind, text: string): Promise<PersonHit[]> {
  const subjects = await selectViewerSubjects(db, caller);
  const rows = await selectHits(db, {
    by,
    text,
    subjectIds: subjects?.map((subject) => subject.subjectId) ?? null,
    privileged: caller.privileged,
    limit: MAX_HITS,
  });
  return rows
    .map((row) =>
      maskPerson(
        {
          id: row.id,
          addresseeNo: row.addressee_no,
          name: row.name_official,
          kana: row.name_kana,
          birthDate: row.birth_date,
          address: townOnly(row.address_line1),
          phoneTail: row.phone_tail,
          shielded: row.shielded,
        },
        caller,
      ),
    )
    .map((hit) => (hit.masked ? { ...hit, birthDate: null, address: null, phoneTail: null } : hit));
}
