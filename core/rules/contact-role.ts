/** Who besides the person may be spoken to, each by a paper or a notification (P03). */
export const CONTACT_ROLES = [
  'household',
  'agent',
  'heir_representative',
  'tax_administrator',
  'withholding_agent',
  'guardian',
  'corporate_officer',
] as const;
export type ContactRoleKind = (typeof CONTACT_ROLES)[number];

export const CONTACT_ROLE_NAMES: Record<ContactRoleKind, string> = {
  household: '同一世帯員',
  agent: '代理人',
  heir_representative: '相続人代表者',
  tax_administrator: '納税管理人',
  withholding_agent: '特別徴収義務者',
  guardian: '成年後見人・法定代理人',
  corporate_officer: '法人の代表者・経理担当',
};

/** @param today `YYYY-MM-DD`; both ends count */
export function roleInForce(role: { validFrom: string; validTo: string | null }, today: string): boolean {
  return role.validFrom <= today && (role.validTo === null || role.validTo >= today);
}

/** An employer who withholds the tax pays it over; what the employee owes besides is none of their business. */
const HEARS_NOTHING: ReadonlySet<ContactRoleKind> = new Set(['household', 'withholding_agent']);

/** May somebody with this role hear what the person may hear, once checked? Of the dead only the heirs' representative does (T22). */
export function representsPerson(kind: ContactRoleKind, person: { deceased: boolean; corporate: boolean }): boolean {
  if (person.deceased) return kind === 'heir_representative';
  if (HEARS_NOTHING.has(kind) || kind === 'heir_representative') return false;
  return kind !== 'corporate_officer' || person.corporate;
}
