import { newId } from '../../core/platform/ids.ts';
import type { Sql, TransactionSql } from '../../core/platform/postgres.ts';
import type { SmsKind } from '../../core/rules/sms/merge-fields.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { selectSubjectsInArrears } from '../campaigns/queries.ts';
import { saveSetting } from '../settings/save-setting.ts';
import { insertBatch, setBatchState } from './batch-queries.ts';
import { insertTemplate, setTemplateState } from './template-queries.ts';

interface DemoText {
  name: string;
  kind: SmsKind;
  language: string | null;
  body: string;
}

const CALL_BACK: DemoText = {
  name: '折返しのお願い',
  kind: 'call_back',
  language: null,
  body: '【{city}】お伝えしたいことがあります。お手数ですが、{section} {phone} ({hours})へお電話ください。',
};
const OTHERS: readonly DemoText[] = [
  {
    name: 'お約束の日のお知らせ',
    kind: 'promise_near',
    language: null,
    body: '【{city}】お約束の日({promise_date})が近づいています。ご不明な点は{section} {phone}へお電話ください。',
  },
  {
    name: '文書をお送りしました',
    kind: 'letter_sent',
    language: null,
    body: '【{city}】文書をお送りしました。ご確認のうえ、ご不明な点は{section} {phone}へお電話ください。',
  },
  {
    name: '折返しのお願い(ベトナム語)',
    kind: 'call_back',
    language: 'vi',
    body: 'Thông báo từ {city}. Vui lòng gọi {section} {phone}.',
  },
  {
    name: '折返しのお願い(ネパール語)',
    kind: 'call_back',
    language: 'ne',
    body: '{city} बाट सूचना। कृपया {section} {phone} मा फोन गर्नुहोस्।',
  },
];

/**
 * So that a newcomer sees the whole way: texts that the city approved, whoever is not reached in three bands told by SMS on the largest
 * subject, and a send that waits in the officer's inbox. Once, and never where somebody has written a text. Nothing leaves the simulator.
 */
export async function createDemoSms(sql: Sql, now: Date): Promise<void> {
  await sql.begin(async (tx) => {
    const known = await tx`select 1 from sms_template limit 1`;
    const [first, second] = (await selectSubjectsInArrears(tx)).filter(({ debtClass }) => debtClass !== 'private');
    if (known.length > 0 || !first) return;
    await saveSetting(tx, 'sms', tokyoTime(now).date, {
      perDay: 1_000,
      perYear: 23_000,
      yenPerPart: 3.3,
      hours: '平日8:30〜17:15',
    });
    const templateId = await approvedText(tx, CALL_BACK, now);
    for (const text of OTHERS) await approvedText(tx, text, now);
    const batch = {
      templateId,
      source: 'after_attempts',
      callListId: null,
      createdBy: null,
      state: 'requested',
      now,
    } as const;
    const running = newId();
    await insertBatch(tx, { ...batch, id: running, name: `不在が続いた方へ(${first.name})`, subjectId: first.id });
    await setBatchState(tx, running, 'sending', now);
    if (!second) return;
    const asked = newId();
    const name = `不在が続いた方へ(${second.name})`;
    await insertBatch(tx, { ...batch, id: asked, name, subjectId: second.id });
    await requestApproval(tx, {
      kind: 'sms_list',
      refId: asked,
      subjectId: second.id,
      title: `SMS送信「${name}」`,
      detail: {
        source: 'after_attempts',
        template: CALL_BACK.name,
        sample: CALL_BACK.body,
        list: null,
        sentToday: 0,
        perDay: 1_000,
        sentThisYear: 0,
        perYear: 23_000,
      },
      requestedBy: null,
      now,
      dueAt: null,
    });
  });
}

async function approvedText(tx: TransactionSql, text: DemoText, now: Date): Promise<string> {
  const id = newId();
  await insertTemplate(tx, { ...text, id, subjectId: null, createdBy: null, now });
  await setTemplateState(tx, id, 'approved', now);
  return id;
}
