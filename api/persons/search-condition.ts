import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { plainText } from '../../core/rules/formats/plain-text.ts';
import { birthDateOf, phoneDigitsOf, type SearchKind } from '../../core/rules/recognise-search.ts';
import { addressSearchKey, kanaSearchKey, nameSearchKey } from '../../core/rules/search-key.ts';

/** By these, a hit would tell where a shielded person is or how to reach them, even when the row itself is masked. */
const TELLS_WHEREABOUTS: ReadonlySet<SearchKind> = new Set(['address', 'phone', 'tail', 'birth']);

const tooShort = (what: string) => new DomainError('search/too-short', 422, `${what}を入力してください。`);
const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, (char) => `\\${char}`);

/** Below three characters a trigram index helps with the beginning only, and "contains" would read the whole city. */
const pattern = (key: string) => (key.length < 3 ? `${escapeLike(key)}%` : `%${escapeLike(key)}%`);

type Fragment = ReturnType<Queryable>;

/**
 * Whom of the shielded (支援措置) this search may find, masked, for a viewer who may not work with them: nobody where the hit tells where
 * somebody is, and by name only who was named in full. A beginning that finds a masked row would spell the name out letter by letter.
 */
export function shieldedCondition(db: Queryable, by: SearchKind, text: string): Fragment {
  if (TELLS_WHEREABOUTS.has(by)) return db`p.shielded = false`;
  if (by === 'kana') return db`(p.shielded = false or p.kana_search = ${kanaSearchKey(text)})`;
  if (by === 'name') return db`(p.shielded = false or p.name_search = ${nameSearchKey(text)})`;
  return db`true`;
}

/** A condition on `person p`. @throws DomainError 422 when the text cannot be searched by */
export function searchCondition(
  db: Queryable,
  by: SearchKind,
  text: string,
  subjectIds: readonly string[] | null,
): Fragment {
  switch (by) {
    case 'kana': {
      const key = kanaSearchKey(text);
      if (key.length < 2) throw tooShort('カナは2文字以上');
      // A beginning is found in the readings' own order, a part of at least three in their trigrams.
      if (key.length < 3) return db`p.kana_search collate "C" like ${pattern(key)}`;
      return db`p.kana_search like ${pattern(key)}`;
    }
    case 'name': {
      const key = nameSearchKey(text);
      if (key.length < 2) throw tooShort('氏名は2文字以上');
      return db`p.name_search like ${pattern(key)}`;
    }
    case 'address': {
      const key = addressSearchKey(text);
      if (key.length < 3) throw tooShort('住所は3文字以上');
      return db`p.address_search like ${pattern(key)}`;
    }
    case 'birth': {
      const day = birthDateOf(text);
      if (day === null)
        throw new DomainError(
          'search/no-date',
          422,
          '生年月日は「昭和38年8月10日」「S38.8.10」「1963-08-10」のように入力してください。',
        );
      return db`p.birth_date = ${day}::date`;
    }
    case 'phone': {
      const digits = phoneDigitsOf(text);
      if (digits.length < 9) throw tooShort('電話番号は市外局番から');
      return db`p.id in (select n.person_id from phone_number n where n.digits = ${digits} and n.gone_at is null
        and ${visiblePhone(db, subjectIds)})`;
    }
    case 'tail': {
      const digits = plainText(text).replaceAll(/[^0-9]/g, '');
      if (digits.length < 4) throw tooShort('電話番号の末尾は4桁以上');
      const backwards = `${[...digits].reverse().join('')}%`;
      return db`p.id in (select n.person_id from phone_number n where reverse(n.digits) like ${backwards} and n.digits is not null
        and n.gone_at is null and ${visiblePhone(db, subjectIds)})`;
    }
    case 'notice': {
      const no = plainText(text).replaceAll(/[\s-]/g, '');
      if (no.length < 4) throw tooShort('通知書番号');
      const visible = subjectIds === null ? db`true` : db`i.subject_id = any(${[...subjectIds]}::text[])`;
      return db`p.id in (select i.person_id from arrears_item i where i.notice_no = ${no} and ${visible})`;
    }
    case 'addressee': {
      const no = plainText(text).replaceAll(/[\s-]/g, '');
      if (no.length < 2) throw tooShort('宛名番号');
      return db`p.addressee_no = ${no}`;
    }
    // Letters and their serial numbers come with a later version: nobody is found by one yet.
    case 'letter':
      return db`false`;
  }
}

/** A number whose source is unknown may have come with tax data: work on nothing but private claims is not found by it. */
function visiblePhone(db: Queryable, subjectIds: readonly string[] | null): Fragment {
  if (subjectIds === null) return db`true`;
  return db`(n.source_subject_id = any(${[...subjectIds]}::text[]) or (n.source_subject_id is null and exists (
    select 1 from subject s where s.id = any(${[...subjectIds]}::text[]) and s.debt_class <> 'private')))`;
}
