import type { Page } from 'playwright-core';
import { insertNotice } from '../../../api/desk-work/queries.ts';
import { raiseHandOver } from '../../../api/hand-overs/raise-hand-over.ts';
import { requestDoNotCall } from '../../../api/hand-overs/request-do-not-call.ts';
import { judgeOpen } from '../../../api/promises/judge-promises.ts';
import { savePromise } from '../../../api/promises/save-promise.ts';
import { newId } from '../../../core/platform/ids.ts';
import type { Sql, TransactionSql } from '../../../core/platform/postgres.ts';
import { addDays, tokyoTime } from '../../../core/rules/tokyo-time.ts';
import type { World } from './world.ts';

interface Debtor {
  id: number;
  subjectId: string;
  digits: string;
}

interface Day {
  tx: TransactionSql;
  now: Date;
  today: string;
  /** Whose day it is: the first agent of the demo. */
  agentId: string;
  officerId: string;
  managerId: string;
  debtors: Debtor[];
}

let filled: Promise<number> | undefined;

/**
 * What a centre has on its pages on an ordinary afternoon, by the product's own functions where it has them: promises of every state,
 * hand-overs of every kind, tasks, a notice, messages in every state. Of persons from the end of the register, so that no other story
 * meets them.
 *
 * @param page of somebody who is logged in: the product's clock is asked there
 * @returns a person with labels, roles, promises and messages
 */
export function fillABusyDay(world: World, page: Page): Promise<number> {
  filled ??= fill(world, page);
  return filled;
}

async function fill({ system }: World, page: Page): Promise<number> {
  const { sql } = system;
  const productNow = await page.evaluate(async () => (await (await fetch('/api/session')).json()).productNow as string);
  const now = new Date(productNow);
  const staffOf = async (role: string) => {
    const [row] = await sql<{ id: string }[]>`select id from staff_account where login = ${system.login(role).user}`;
    return row?.id ?? '';
  };
  const [agentId, officerId, managerId] = await Promise.all([staffOf('agent'), staffOf('officer'), staffOf('manager')]);
  const debtors = await sql<Debtor[]>`
    select distinct on (p.id) p.id, a.subject_id as "subjectId", n.digits from person p
      join arrears_item a on a.person_id = p.id and a.principal - a.collected - a.paid > 2000
      join subject s on s.id = a.subject_id and s.debt_class <> 'private'
      join phone_number n on n.person_id = p.id and n.type = 'mobile' and n.usable and n.gone_at is null
    where not p.shielded and not p.training and p.deceased_on is null
      and not exists (select 1 from stop_flag f where f.person_id = p.id) and not exists (select 1 from promise r where r.person_id = p.id)
    order by p.id desc limit 24`;
  const { date: today } = tokyoTime(now);
  await sql.begin(async (tx) => {
    const day: Day = { tx: tx as TransactionSql, now, today, agentId, officerId, managerId, debtors };
    await raiseMatters(day);
    await leaveTasks(day);
    await sendMessages(day);
    await knowSomebody(day);
    const notice = { subjectId: null, fromOn: today, toOn: addDays(today, 7), staffId: managerId, at: now };
    await insertNotice(tx, {
      ...notice,
      id: newId(),
      body: '国保の納期は11月30日です。\n大雨の予報のため、夕方の発信を早めに終える場合があります。',
    });
  });
  await makePromises(sql, { now, today, agentId, debtors });
  return debtors[0]?.id ?? 0;
}

/** Made when they were made, then judged by the day as the worker does. */
async function makePromises(sql: Sql, { now, today, agentId, debtors }: Omit<Day, 'tx' | 'officerId' | 'managerId'>) {
  const made: [madeBefore: number, promisedIn: number][] = [
    [3, 0],
    [10, -3],
    [30, -15],
    [40, -20],
    [2, 6],
    [1, 9],
    [5, 0],
    [9, -2],
  ];
  await sql.begin(async (tx) => {
    for (const [index, [before, ahead]] of made.entries()) {
      const debtor = debtors[index];
      if (!debtor) continue;
      const at = new Date(now.getTime() - before * 86_400_000);
      await savePromise(tx as TransactionSql, {
        ...{ personId: debtor.id, subjectId: debtor.subjectId, contactRecordId: null, callId: null, itemIds: [] },
        ...{
          promisedOn: addDays(today, ahead),
          amount: index % 3 === 1 ? 1_000 : null,
          method: index % 2 ? 'bank' : 'slip',
        },
        ...{ reissue: index % 4 === 0, madeBy: index % 5 === 4 ? 'household' : 'principal', staffId: agentId, now: at },
      });
    }
  });
  await judgeOpen(sql, now);
}

async function raiseMatters({ tx, now, today, agentId, officerId, debtors }: Day) {
  const raise = (
    index: number,
    kind: 'hand_over' | 'instalment_request' | 'complaint',
    reason: 'hardship' | 'disputes' | 'instalment' | 'complaint',
    body: string,
  ) => {
    const debtor = debtors[index];
    if (!debtor) throw new Error('the demo city has too few persons in arrears');
    const wishes =
      kind === 'instalment_request'
        ? [1, 2, 3].map((month) => ({ on: addDays(today, month * 30), amount: 4_000 }))
        : null;
    return raiseHandOver(tx, {
      ...{ kind, reason, body, wishes, personId: debtor.id, subjectId: debtor.subjectId },
      ...{ contactRecordId: null, callId: null, staffId: agentId, now: new Date(now.getTime() - 3_600_000) },
    });
  };
  await raise(
    10,
    'hand_over',
    'hardship',
    '失業して収入がなく、分割の相談をしたいとのこと。平日の午前に市から電話がほしい。',
  );
  await raise(11, 'instalment_request', 'instalment', '毎月25日に納めたい。');
  await complainedUnknown({ tx, now, agentId, officerId, subjectId: debtors[12]?.subjectId ?? null });
  const complaint = await raise(
    12,
    'complaint',
    'complaint',
    '同じ日に二度電話があったとのこと。担当者から説明がほしい。',
  );
  // Seen to: it stands on the board, and over no other page.
  await tx`update hand_over set state = 'in_work', taken_by = ${officerId} where id = ${complaint}`;
  await tx`insert into hand_over_event (hand_over_id, at, act, staff_id) values (${complaint}, ${now}, 'taken', ${officerId})`;
  const answered = await raise(13, 'hand_over', 'disputes', '課税の計算に納得がいかないとのこと。');
  await tx`update hand_over set state = 'answered', answered_by = ${officerId}, answered_at = ${now},
    answer = '課税課から本日中に電話します。架電は続けてかまいません。' where id = ${answered}`;
  await tx`insert into hand_over_event (hand_over_id, at, act, body, staff_id)
    values (${answered}, ${now}, 'answered', '課税課から本日中に電話します。架電は続けてかまいません。', ${officerId})`;
  const silent = debtors[14];
  if (silent)
    await requestDoNotCall(tx, {
      ...{ personId: silent.id, subjectId: silent.subjectId, contactRecordId: null, callId: null },
      ...{ reason: '電話は困るので文書にしてほしい。', staffId: agentId, now },
    });
}

/** A complaint of somebody nobody knows: a number and a name as they said it. Seen to as well. */
async function complainedUnknown({
  tx,
  now,
  agentId,
  officerId,
  subjectId,
}: Pick<Day, 'tx' | 'now' | 'agentId' | 'officerId'> & { subjectId: string | null }) {
  const callId = newId();
  const at = new Date(now.getTime() - 3_000_000);
  const number = '0312345007';
  const body = '覚えのない電話が何度もあるとのこと。市の課長から電話がほしい。';
  await tx`insert into call (id, node, direction, subject_id, agent_id, dialled_number, caller_id, state, created_at, answered_at, bridged_at,
      ended_at, line_result)
    values (${callId}, 'demo', 'inbound', ${subjectId}, ${agentId}, '0220001100', ${number}, 'ended', ${at}, ${at}, ${at}, ${at}, 'answered_human')`;
  await tx`insert into unknown_caller_record (call_id, staff_id, subject_id, number, at, direction, who_answered, line_result, talk_result,
      inbound_class, speaker_name, note)
    values (${callId}, ${agentId}, ${subjectId}, ${number}, ${at}, 'inbound', 'third_party', 'answered_human', 'complaint', 'complaint',
      '佐藤', ${body})`;
  const matter = { kind: 'complaint', reason: 'complaint', body, wishes: null } as const;
  const about = { personId: null, contactRecordId: null, callId, subjectId, staffId: agentId, now: at };
  const id = await raiseHandOver(tx, { ...matter, ...about });
  await tx`update hand_over set state = 'in_work', taken_by = ${officerId} where id = ${id}`;
  await tx`insert into hand_over_event (hand_over_id, at, act, staff_id) values (${id}, ${now}, 'taken', ${officerId})`;
}

async function leaveTasks({ tx, now, debtors }: Day) {
  const kinds = ['voicemail', 'abandoned_inbound', 'keep_my_place', 'abandoned_inbound'];
  for (const [index, kind] of kinds.entries()) {
    const debtor = debtors[15 + index];
    await tx`insert into desk_task (id, kind, subject_id, person_id, number, language, due_at, created_at)
      values (${newId()}, ${kind}, ${debtor?.subjectId ?? null}, ${index === 3 ? null : (debtor?.id ?? null)}, ${debtor?.digits ?? null},
        ${index === 1 ? 'vi' : null}, ${new Date(now.getTime() + (index - 1) * 3_600_000)}, ${new Date(now.getTime() - 7_200_000)})`;
  }
  const wished = new Date(now.getTime() + 5_400_000);
  const [subject] = debtors;
  await tx`insert into desk_task (id, kind, subject_id, number, due_at, not_before, created_at)
    values (${newId()}, 'asked_call_back', ${subject?.subjectId ?? null}, '0312345008', ${new Date(wished.getTime() + 900_000)}, ${wished}, ${now})`;
}

async function sendMessages({ tx, now, debtors, managerId }: Day) {
  const [template] = await tx<{ id: string; body: string }[]>`
    select id, body from sms_template where state = 'approved' and language is null and kind = 'call_back' limit 1`;
  const first = debtors[0];
  if (!template || !first) return;
  const batch = newId();
  await tx`insert into sms_batch (id, name, template_id, subject_id, source, state, created_by, created_at, started_at)
    values (${batch}, '11月 つながらなかった方', ${template.id}, ${first.subjectId}, 'after_attempts', 'done', ${managerId}, ${now}, ${now})`;
  const states = ['delivered', 'delivered', 'accepted', 'failed', 'refused', 'uncertain', 'uncertain'];
  for (const [index, state] of states.entries()) {
    const debtor = debtors[index];
    if (!debtor) continue;
    const left = state !== 'refused';
    await tx`insert into sms_message (id, batch_id, person_id, subject_id, template_id, digits, body, parts, state, refusal, error, created_at, sent_at)
      values (${newId()}, ${batch}, ${debtor.id}, ${debtor.subjectId}, ${template.id}, ${debtor.digits},
        ${left ? '【みどり野市】お伝えしたいことがあります。' : null}, ${left ? 1 : null}, ${state},
        ${state === 'refused' ? 'stopped' : null}, ${state === 'failed' ? 'UNDELIV' : null}, ${now}, ${left ? now : null})`;
  }
}

/** One person about whom much is known. */
async function knowSomebody({ tx, now, today, debtors, managerId }: Day) {
  const person = debtors[0];
  if (!person) return;
  await tx`insert into contact_role (person_id, role, name, relation, digits, basis, valid_from, created_by, created_at)
    values (${person.id}, 'agent', '青葉 司法書士事務所', '司法書士', '0220001234', '委任状(11月2日受付)', ${today}::date, ${managerId}, ${now})`;
  await tx`insert into contact_preference (person_id, ways, note, set_by, at)
    values (${person.id}, ${['large_print', 'relay']}, '聞こえにくい。ゆっくり話す。', ${managerId}, ${now})`;
  await tx`insert into person_label (person_id, subject_id, colour, text, created_by, created_at)
    values (${person.id}, ${person.subjectId}, 'yellow', 'ゆっくり話す', ${managerId}, ${now})`;
}
