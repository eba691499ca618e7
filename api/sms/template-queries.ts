import type { SmsTemplateRow } from '../../core/contracts/http/sms.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import type { Scope } from '../../core/rules/permissions.ts';
import type { SmsKind } from '../../core/rules/sms/merge-fields.ts';

type Dated = 'createdAt' | 'approvedAt';
export type StoredTemplate = Omit<SmsTemplateRow, Dated> & { createdAt: Date; approvedAt: Date | null };

const columns = (db: Queryable) => db`
  t.id, t.name, t.version, t.kind, t.subject_id as "subjectId", t.language, t.body, t.state, a.display_name as "createdBy",
  t.created_at as "createdAt", t.approved_at as "approvedAt",
  (select r.answer from approval_request r where r.kind = 'sms_template' and r.ref_id = t.id::text
    order by r.requested_at desc, r.id desc limit 1) as answer`;

/** What is of no subject is everybody's; the rest of whoever works for the subject. */
export const inSmsScope = (db: Queryable, column: ReturnType<Queryable>, { subjectScope, centreScope }: Scope) => db`
  (${column} is null or exists (select 1 from subject s where s.id = ${column}
    and (${subjectScope === null} or s.id = any(${[...(subjectScope ?? [])]}::text[]))
    and (${centreScope === null} or s.centre_id is null or s.centre_id = any(${[...(centreScope ?? [])]}::text[]))))`;

export function selectTemplates(db: Queryable, scope: Scope): Promise<StoredTemplate[]> {
  return db<StoredTemplate[]>`
    select ${columns(db)} from sms_template t left join staff_account a on a.id = t.created_by
    where ${inSmsScope(db, db`t.subject_id`, scope)}
    order by t.state = 'retired', t.name, t.version desc limit 300`;
}

export async function lockTemplate(db: Queryable, id: string, scope: Scope): Promise<StoredTemplate | undefined> {
  await db`select 1 from sms_template where id = ${id} for update`;
  const [row] = await db<StoredTemplate[]>`
    select ${columns(db)} from sms_template t left join staff_account a on a.id = t.created_by
    where t.id = ${id} and ${inSmsScope(db, db`t.subject_id`, scope)}`;
  return row;
}

export async function insertTemplate(
  db: Queryable,
  draft: {
    id: string;
    name: string;
    kind: SmsKind;
    subjectId: string | null;
    language: string | null;
    body: string;
    createdBy: string | null;
    now: Date;
  },
): Promise<number> {
  // Two who save the same name at once get two versions.
  await db`select pg_advisory_xact_lock(hashtext('toritsugi/sms/template'))`;
  const [row] = await db<{ version: number }[]>`
    insert into sms_template (id, name, version, kind, subject_id, language, body, state, created_by, created_at)
    select ${draft.id}, ${draft.name}, coalesce(max(version), 0) + 1, ${draft.kind}, ${draft.subjectId}, ${draft.language}, ${draft.body},
      'draft', ${draft.createdBy}, ${draft.now} from sms_template where name = ${draft.name} returning version`;
  return row?.version ?? 1;
}

export async function setTemplateState(
  db: Queryable,
  id: string,
  state: SmsTemplateRow['state'],
  approvedAt: Date | null = null,
): Promise<void> {
  await db`update sms_template set state = ${state}, approved_at = coalesce(${approvedAt}, approved_at) where id = ${id}`;
}

/**
 * The version before goes with the approval of the new one: one text of a name is in force for the same subject, occasion and language. Batches
 * of it go on in the new words.
 */
export async function replaceOlder(db: Queryable, id: string): Promise<void> {
  await db`
    with newer as (select name, subject_id, kind, language from sms_template where id = ${id}),
    old as (update sms_template t set state = 'retired' from newer where t.name = newer.name and t.kind = newer.kind
      and t.subject_id is not distinct from newer.subject_id and t.language is not distinct from newer.language
      and t.id <> ${id} and t.state = 'approved' returning t.id),
    batches as (update sms_batch b set template_id = ${id} from old where b.template_id = old.id and b.state in ('sending', 'paused', 'requested') returning b.id)
    update sms_message m set template_id = ${id} from old where m.template_id = old.id and m.state = 'waiting'`;
}

export function selectApproved(
  db: Queryable,
  subjectId: string,
  language: string | null,
): Promise<{ id: string; name: string; body: string; kind: SmsKind }[]> {
  return db`
    select id, name, body, kind from sms_template
    where state = 'approved' and kind <> 'promise_near' and (subject_id is null or subject_id = ${subjectId})
      and (language is null or language = ${language})
    order by language nulls last, name limit 30`;
}
