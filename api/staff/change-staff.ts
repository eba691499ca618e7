import type { StaffChange } from '../../core/contracts/http/records.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { lockAdministrators, lockStaff, selectUnknownSubjects, updateStaff } from './queries.ts';

/**
 * Changes an account. What an agent's lines ring for counts from the next call on; a call in hand goes on. A disabled account loses its
 * session within a second by the watch of sessions.
 *
 * @throws DomainError `staff/not-found` 404, `staff/skills` 422 for subjects that do not exist or lie outside the account's scope,
 *   `staff/self` 409 for disabling oneself, `staff/last-administrator` 409
 */
export async function changeStaff(sql: Sql, id: string, change: StaffChange, callerId: string): Promise<void> {
  await sql.begin(async (tx) => {
    const administrators = change.disabled ? await lockAdministrators(tx) : 0;
    const account = await lockStaff(tx, id);
    if (!account) throw new DomainError('staff/not-found', 404, '利用者が見つかりません。');
    const skills = change.skills ?? [];
    const outside = skills.some((subject) => account.subjectScope !== null && !account.subjectScope.includes(subject));
    if (outside || (skills.length > 0 && (await selectUnknownSubjects(tx, skills)).length > 0))
      throw new DomainError('staff/skills', 422, '担当できない科目が含まれています。');
    if (change.disabled && !account.disabled) {
      if (id === callerId) throw new DomainError('staff/self', 409, '自分の利用者IDは停止できません。');
      if (account.role === 'administrator' && administrators < 2)
        throw new DomainError(
          'staff/last-administrator',
          409,
          '有効なシステム管理者がいなくなるため、停止できません。',
        );
    }
    await updateStaff(tx, id, change);
  });
}
