import { auditDetailLabel, auditNo, auditValueLabel, auditYes } from '../../ui/strings/audit.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** What an audit row tells, in the auditor's words. Ids are cut to eight characters: enough to tell two rows apart. */
export function detailWords(detail: Readonly<Record<string, unknown>>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => `${auditDetailLabel[key] ?? key}: ${valueWords(value)}`)
    .join('　');
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? auditYes : auditNo;
  if (typeof value === 'string') return auditValueLabel[value] ?? (UUID.test(value) ? value.slice(0, 8) : value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
