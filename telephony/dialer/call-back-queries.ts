import type { Queryable } from '../../core/platform/postgres.ts';
import { calendarJson, settingJson, windowsJson } from '../../core/reach/city-queries.ts';
import type { CalendarMonth } from '../../core/rules/calendar.ts';
import type { CalendarSetting } from '../../core/rules/calendar-parameters.ts';
import type { CallingWindow } from '../../core/rules/calling-window.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import type { SharingScope } from '../../core/rules/sharing.ts';
import type { TrunkRow } from './campaign-queries.ts';

export interface CallBackLineRow {
  subject: SharingScope & { active: boolean; centreId: string | null };
  callerId: string;
  windows: CallingWindow[];
  calendar: { settings: CalendarSetting[]; months: CalendarMonth[] };
  hold: { kind: string } | null;
  trunks: TrunkRow[];
  /** Null for an account that is closed. */
  agent: (Scope & { privileged: boolean }) | null;
  dialling: unknown;
  subjectDialling: unknown;
  stopPolicy: unknown;
}

/** Everything the gate needs of a line, without a campaign. */
export async function selectCallBackLine(
  db: Queryable,
  { agentId, subjectId }: { agentId: string; subjectId: string },
  node: string,
  today: string,
): Promise<CallBackLineRow | undefined> {
  const [row] = await db<CallBackLineRow[]>`
    select jsonb_build_object('subjectId', s.id, 'debtClass', s.debt_class, 'sharingGroup', s.sharing_group, 'active', s.active,
        'centreId', s.centre_id) as subject, s.caller_id as "callerId",
      ${windowsJson(db, db`s.id`)} as windows, ${calendarJson(db, today)} as calendar,
      (select jsonb_build_object('kind', h.kind) from dialling_hold h where h.confirmed_at is null and h.node = ${node}
        order by h.id limit 1) as hold,
      (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'kind', t.kind, 'endpoint', t.endpoint,
        'onThisNode', t.node = ${node}, 'freeChannels', greatest(case when t.node = ${node} then t.channels else 0 end
          - (select count(*) from call o where o.trunk_id = t.id and o.ended_at is null), 0)) order by t.id), '[]')
        from trunk t where t.enabled) as trunks,
      (select jsonb_build_object('privileged', a.privileged, 'subjectScope', a.subject_scope, 'centreScope', a.centre_scope)
        from staff_account a where a.id = ${agentId} and a.disabled_at is null) as agent,
      ${settingJson(db, today, db`'dialling'`)} as dialling, ${settingJson(db, today, db`'dialling:' || s.id`)} as "subjectDialling",
      ${settingJson(db, today, db`'stop_policy'`)} as "stopPolicy"
    from subject s where s.id = ${subjectId}`;
  return row;
}
