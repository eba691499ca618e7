import type { SampleRow } from '../../core/contracts/http/lists.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { maskPerson, type ShieldViewer } from '../../core/rules/shield.ts';
import { ageOn } from '../persons/age-on.ts';
import { townOnly } from '../persons/search-persons.ts';
import type { SampledPerson } from './count-queries.ts';
import { selectSample } from './sample-queries.ts';

/** Persons as rows of a list, in the order given; whoever is shielded by now is masked, whatever the list says. */
export async function sampleRows(
  db: Queryable,
  sampled: readonly SampledPerson[],
  { subjectIds, today, viewer }: { subjectIds: readonly string[]; today: string; viewer: ShieldViewer },
): Promise<SampleRow[]> {
  const ids = sampled.map(({ personId }) => personId);
  const rows = new Map((await selectSample(db, ids, subjectIds, today)).map((row) => [row.personId, row]));
  return sampled.flatMap(({ personId, yen }) => {
    const row = rows.get(personId);
    if (!row) return [];
    const { kind, birthDate, ...shown } = row;
    const age = kind === 'individual' ? ageOn(birthDate, today) : null;
    const masked = maskPerson({ ...shown, address: townOnly(row.address), age, yen }, viewer);
    // Nothing but the fact that there is somebody: the sum and the day would tell who.
    return [masked.masked ? { ...masked, yen: 0, address: null, oldestDueOn: null } : masked];
  });
}
