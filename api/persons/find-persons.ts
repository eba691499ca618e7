import type { FoundPersons } from '../../core/contracts/http/records.ts';
import { isDomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { recogniseSearch, type SearchKind } from '../../core/rules/recognise-search.ts';
import type { Caller } from '../http/caller.ts';
import { searchPersons } from './search-persons.ts';

const NO_LETTERS = '文書の通し番号では、まだ検索できません。通知書番号か宛名番号を伺ってください。';
const NOTHING = 'カナ氏名、生年月日、住所、電話番号、通知書番号、宛名番号のどれかを入力してください。';

/**
 * One input for whatever the citizen says: tried as what it looks like, and as the next when that finds nobody.
 *
 * @param only the one meaning to try; then what is wrong with the text is thrown
 */
export async function findPersons(
  db: Queryable,
  caller: Caller,
  text: string,
  only?: SearchKind,
): Promise<FoundPersons> {
  if (only) return { by: only, hits: await searchPersons(db, caller, only, text), note: null };
  const kinds = recogniseSearch(text);
  let problem: string | null = null;
  let tried: SearchKind | null = null;
  for (const by of kinds) {
    try {
      const hits = await searchPersons(db, caller, by, text);
      tried ??= by;
      if (hits.length > 0) return { by, hits, note: null };
    } catch (error) {
      // Too short for this meaning; it may have another.
      if (!isDomainError(error)) throw error;
      problem ??= error.message;
    }
  }
  if (kinds[0] === 'letter') return { by: 'letter', hits: [], note: NO_LETTERS };
  return { by: tried, hits: [], note: tried === null ? (problem ?? NOTHING) : null };
}
