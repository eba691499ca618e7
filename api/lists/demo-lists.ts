import { isDomainError } from '../../core/platform/errors.ts';
import type { Sql } from '../../core/platform/postgres.ts';
import { type Condition, EVERYBODY } from '../../core/rules/extraction.ts';
import { addDays, tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { Role } from '../../core/rules/vocabulary.ts';
import { decide } from '../approvals/decide.ts';
import { approvalEffects } from '../approvals/effects.ts';
import { selectSubjectsInArrears } from '../campaigns/queries.ts';
import { draftList, requestList } from './call-lists.ts';
import { entrust } from './entrust.ts';
import { recountExtraction, saveExtraction } from './extractions.ts';
import { startCalling } from './start-calling.ts';
import type { ListViewer } from './viewer.ts';

const DAYS_TO_CALL = 21;
const GOAL_PERCENT = 40;
const MOBILE: Condition = { op: 'phone', type: 'mobile', has: true };
const FIXED_ONLY: Condition = {
  op: 'and',
  of: [
    { op: 'phone', type: 'fixed', has: true },
    { op: 'phone', type: 'mobile', has: false },
  ],
};

/**
 * The whole way for a newcomer to look at, walked by the product itself: a 依頼 of the second largest subject, two saved conditions in it, a
 * list that was approved and became a campaign nobody has started yet, and one that waits in the officer's inbox. Once, and never where
 * anybody has entrusted anything.
 */
export async function createDemoLists(sql: Sql, now: Date): Promise<void> {
  const known = await sql`select 1 from entrustment limit 1`;
  const [officer, manager] = [await firstOf(sql, 'officer'), await firstOf(sql, 'manager')];
  const inArrears = (await selectSubjectsInArrears(sql)).filter(({ debtClass }) => debtClass !== 'private');
  const subject = inArrears[1] ?? inArrears[0];
  if (known.length > 0 || !officer || !manager || !subject) return;
  const { date: today } = tokyoTime(now);
  const month = Number(today.slice(5, 7));
  const { id: entrustmentId } = await entrust(sql, officer, {
    name: `${subject.name} ${month}月の依頼`,
    subjectIds: [subject.id],
    condition: EVERYBODY,
    sourceFile: null,
    dueOn: addDays(today, DAYS_TO_CALL),
    goalPercent: GOAL_PERCENT,
    privileged: false,
    now,
  });
  const list = (name: string, condition: Condition) =>
    demoList(sql, manager, { entrustmentId, name: `${subject.name} ${month}月 ${name}`, saved: name, condition }, now);
  const first = await list('携帯電話のある方', MOBILE);
  await list('固定電話だけの方', FIXED_ONLY);
  if (first === null) return;
  const [asked] = await sql<{ id: string }[]>`
    select id from approval_request where kind = 'call_list' and ref_id = ${first} and state = 'waiting'`;
  if (!asked) return;
  const answer = `${month}月分として承認します。`;
  await decide(sql, approvalEffects(), officer, { id: asked.id, decision: 'approve', answer, now });
  await startCalling(sql, manager, first, now);
}

interface DemoList {
  entrustmentId: string;
  name: string;
  saved: string;
  condition: Condition;
}

/** A saved condition, its list, and the question to the city. @returns the list; null where the city has nobody like that */
async function demoList(sql: Sql, manager: ListViewer, list: DemoList, now: Date): Promise<string | null> {
  const { entrustmentId, name, condition } = list;
  const saved = await saveExtraction(sql, manager, { entrustmentId, name: list.saved, condition, shared: true }, now);
  await recountExtraction(sql, manager, saved.id, now);
  try {
    const { id } = await draftList(
      sql,
      manager,
      { entrustmentId, extractionId: saved.id, name, condition, dueOn: null },
      now,
    );
    await requestList(sql, manager, id, now);
    return id;
  } catch (error) {
    if (isDomainError(error) && error.code === 'list/nobody') return null;
    throw error;
  }
}

async function firstOf(sql: Sql, role: Role): Promise<ListViewer | undefined> {
  const [row] = await sql<{ staffId: string }[]>`
    select id as "staffId" from staff_account where role = ${role} order by created_at, id limit 1`;
  return row && { staffId: row.staffId, subjectScope: null, centreScope: null, privileged: false };
}
