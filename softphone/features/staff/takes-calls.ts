import type { StaffRow } from '../../../core/contracts/http/records.ts';

/** Only agents and supervisors sit at a desk: lines, languages and staying are of no use for others. */
export const takesCalls = ({ role }: Pick<StaffRow, 'role'>): boolean => role === 'agent' || role === 'supervisor';
