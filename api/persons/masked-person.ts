import type { CaseView } from '../../core/contracts/http/desk.ts';
import { MASK_TEXT } from '../../core/rules/shield.ts';

/** A shielded person (支援措置) as everybody without the right sees them, on the desk and on the card: that there is one, and nothing else. */
export function maskedPerson(id: number, kind: CaseView['person']['kind']): CaseView['person'] {
  return {
    id,
    addresseeNo: MASK_TEXT,
    kind,
    name: MASK_TEXT,
    kana: MASK_TEXT,
    birthDate: null,
    age: null,
    language: null,
    postalCode: null,
    address: null,
    relationship: null,
    shielded: true,
    flags: ['支援措置'],
  };
}
