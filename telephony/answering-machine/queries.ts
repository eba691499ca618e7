import type { Queryable } from '../../core/platform/postgres.ts';
import type { GreetingVerdict } from '../../core/rules/answering-machine/greeting.ts';
import { machineSettingKey, machineTrainedKey } from '../../core/rules/answering-machine/line-setting.ts';

export async function selectMachineSettings(
  db: Queryable,
  subjectId: string,
  today: string,
): Promise<{ setting: unknown; trained: unknown }> {
  const keys = [machineSettingKey(subjectId), machineTrainedKey(subjectId)];
  const rows = await db<{ key: string; value: unknown }[]>`
    select distinct on (key) key, value from setting
    where key = any(${keys}) and valid_from <= ${today}::date order by key, valid_from desc`;
  const newestOf = (key: string | undefined) => rows.find((row) => row.key === key)?.value;
  return { setting: newestOf(keys[0]), trained: newestOf(keys[1]) };
}

export async function markMachineVerdict(db: Queryable, callId: string, verdict: GreetingVerdict): Promise<void> {
  await db`update call set machine_verdict = ${db.json({ ...verdict })} where id = ${callId}`;
}
