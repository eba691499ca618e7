import type { Queryable } from '../../core/platform/postgres.ts';

export async function insertIdentityCheck(
  db: Queryable,
  check: {
    id: string;
    callId: string;
    personId: number;
    staffId: string;
    at: Date;
    nameResult: string;
    factors: { factor: string; result: string }[];
    passed: boolean;
  },
): Promise<void> {
  await db`
    insert into identity_check (id, call_id, person_id, staff_id, at, name_result, factors, passed)
    values (${check.id}, ${check.callId}, ${check.personId}, ${check.staffId}, ${check.at}, ${check.nameResult},
      ${db.json(check.factors)}, ${check.passed})`;
}
