import type { SmsTemplateDraft } from '../../core/contracts/http/sms.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { newId } from '../../core/platform/ids.ts';
import type { Queryable, Sql } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import { templateProblems } from '../../core/rules/sms/forbidden-text.ts';
import {
  mergeSms,
  SAMPLE_VALUES,
  SMS_KIND_NAMES,
  type SmsKind,
  type SmsValues,
} from '../../core/rules/sms/merge-fields.ts';
import { smsLimits } from '../../core/rules/sms/sms-limits.ts';
import { splitParts } from '../../core/rules/sms/split-parts.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { requestApproval } from '../approvals/request-approval.ts';
import { assertWholeCity } from '../settings/whole-city.ts';
import { smsValues } from './compose.ts';
import { selectSmsLine, selectSmsSetting, selectSubjectNames } from './line-queries.ts';
import { insertTemplate, lockTemplate, type StoredTemplate, setTemplateState } from './template-queries.ts';

export const templateNotFound = () => new DomainError('sms/template-not-found', 404, 'テンプレートが見つかりません。');

/** @throws DomainError 422 `sms/text` with every problem and what to change */
export async function assertText(
  db: Queryable,
  { body, kind }: { body: string; kind: SmsKind },
  today: string,
): Promise<void> {
  const { maxCharacters } = smsLimits((await selectSmsSetting(db, today)).sms);
  const problems = templateProblems(body, { kind, maxCharacters, subjectNames: await selectSubjectNames(db) });
  const [first] = problems;
  if (first) throw new DomainError('sms/text', 422, first.message, { problems });
}

/** A change is a new version: what citizens were told stays readable. @throws DomainError `sms/text` 422 */
export async function saveTemplate(
  sql: Sql,
  draft: SmsTemplateDraft,
  staffId: string,
  now: Date,
): Promise<{ id: string; version: number }> {
  await assertText(sql, draft, tokyoTime(now).date);
  const id = newId();
  const version = await sql.begin((tx) => insertTemplate(tx, { ...draft, id, createdBy: staffId, now }));
  return { id, version };
}

/** @throws DomainError `sms/template-not-found` 404, `settings/whole-city` 403, `sms/template-state` 409, `sms/text` 422 */
export async function requestTemplate(
  sql: Sql,
  id: string,
  caller: Scope & { staffId: string },
  now: Date,
): Promise<StoredTemplate> {
  return sql.begin(async (tx) => {
    const template = await lockTemplate(tx, id, caller);
    if (!template) throw templateNotFound();
    if (template.subjectId === null) assertWholeCity(caller);
    if (template.state !== 'draft' && template.state !== 'returned')
      throw new DomainError(
        'sms/template-state',
        409,
        'このテンプレートはもう依頼済みです。変えるときは新しい版を保存してください。',
      );
    const { date: today } = tokyoTime(now);
    await assertText(tx, template, today);
    const sample = await sampleOf(tx, template.body, template.subjectId, today);
    const { units, parts } = splitParts(sample);
    await setTemplateState(tx, id, 'requested');
    await requestApproval(tx, {
      kind: 'sms_template',
      refId: id,
      subjectId: template.subjectId,
      title: `SMSの文面「${template.name}」第${template.version}版`,
      detail: {
        kindName: SMS_KIND_NAMES[template.kind],
        language: template.language,
        body: template.body,
        sample,
        characters: units,
        parts: parts.length,
      },
      requestedBy: caller.staffId,
      now,
      dueAt: null,
    });
    return template;
  });
}

/** As a telephone shows it: with the city's own values where they are known. */
export async function sampleOf(db: Queryable, body: string, subjectId: string | null, today: string): Promise<string> {
  const line = subjectId === null ? undefined : await selectSmsLine(db, subjectId, today);
  const own = smsValues(line ?? { ...(await selectSmsSetting(db, today)), sectionName: null, sectionPhone: null });
  const known = Object.fromEntries(Object.entries(own).filter(([, value]) => value)) as SmsValues;
  return mergeSms(body, { ...SAMPLE_VALUES, ...known }) ?? body;
}
