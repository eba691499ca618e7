import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createStaff } from '../../api/staff/create-staff.ts';
import type { Role } from '../../core/contracts/calls.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { writeAtomically } from '../write-atomically.ts';
import { countStaff } from './queries.ts';

const loginSchema = z.object({ role: z.string(), user: z.string(), password: z.string() });
export type Login = z.infer<typeof loginSchema>;

const people: readonly { user: string; role: Role; name: string; seatNo?: number; privileged?: boolean }[] = [
  { user: 'agent1', role: 'agent', name: '佐藤 美咲', seatNo: 1 },
  { user: 'agent2', role: 'agent', name: '鈴木 大輔', seatNo: 2 },
  { user: 'agent3', role: 'agent', name: '高橋 由美', seatNo: 3 },
  { user: 'supervisor', role: 'supervisor', name: '田中 和子' },
  { user: 'manager', role: 'manager', name: '伊藤 健太' },
  { user: 'reviewer', role: 'reviewer', name: '渡辺 直樹' },
  { user: 'officer', role: 'officer', name: '山本 恵子', privileged: true },
  { user: 'admin', role: 'administrator', name: '中村 誠' },
  { user: 'auditor', role: 'auditor', name: '小林 幸子' },
];

/** Letters and digits that no one confuses when reading aloud; 14 of them are about 70 bits. */
function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from({ length: 14 }, () => letters[randomInt(letters.length)]).join('');
}

const fileOf = (dataDir: string) => join(dataDir, 'logins.json');

/**
 * One account for each role, made at the first start with passwords of this installation only. They are kept in `logins.json`
 * (readable by its owner) so that a later start can print them again; delete the file once real accounts exist.
 */
export async function ensureLogins(dataDir: string, sql: Sql): Promise<Login[]> {
  const path = fileOf(dataDir);
  const known = existsSync(path) ? z.array(loginSchema).parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  if ((await countStaff(sql)) > 0) return known ?? [];
  // Written before the accounts: a crash in between must not leave accounts whose passwords nobody knows.
  const logins = known ?? people.map(({ role, user }) => ({ role, user, password: newPassword() }));
  writeAtomically(path, `${JSON.stringify(logins, null, 2)}\n`);
  await sql.begin(async (transaction) => {
    for (const { user, role, name, seatNo, privileged } of people) {
      const password = logins.find((login) => login.user === user)?.password ?? newPassword();
      await createStaff(transaction, {
        login: user,
        displayName: name,
        role,
        password,
        seatNo: seatNo ?? null,
        privileged: privileged ?? false,
      });
    }
  });
  return logins;
}
