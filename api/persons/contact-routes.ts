import { z } from 'zod';
import { DomainError } from '../../core/platform/errors.ts';
import type { Queryable } from '../../core/platform/postgres.ts';
import { CONTACT_WAYS } from '../../core/rules/contact-preference.ts';
import { CONTACT_ROLES } from '../../core/rules/contact-role.ts';
import { PHONE_WORDS } from '../../core/rules/phone-word.ts';
import { mayShow } from '../../core/rules/shield.ts';
import { selectCase } from '../desk/case-queries.ts';
import { assertOwnTarget } from '../desk/own-work.ts';
import type { Caller } from '../http/caller.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { endRole, insertPreference, insertRole } from './contact-queries.ts';
import { assertSubjectOf, assertVisible } from './labels.ts';
import { setPhoneStatus } from './phone-status.ts';

const id = z.coerce.number().int().positive();
const ofPerson = z.object({ id });
const ofTarget = z.object({ targetId: id });
/** Whose work learned it; left out = it holds for every subject alike. */
const subjectId = z.string().min(1).max(20).nullable().default(null);
const wish = {
  ways: z.array(z.enum(CONTACT_WAYS)).max(CONTACT_WAYS.length),
  note: z.string().trim().max(200).default(''),
};
const day = z.iso.date();
const roleSchema = z
  .object({
    role: z.enum(CONTACT_ROLES),
    name: z.string().trim().min(1).max(60),
    relation: z.string().trim().max(40).nullable().default(null),
    digits: z
      .string()
      .regex(/^0\d{9,10}$/)
      .nullable()
      .default(null),
    basis: z.string().trim().min(1).max(200),
    validFrom: day,
    validTo: day.nullable().default(null),
    subjectId,
  })
  .refine(
    ({ validFrom, validTo }) => validTo === null || validTo >= validFrom,
    '終わりの日は始まりの日以降にしてください。',
  );

/** Who may be spoken to, how the person asked to be reached, and what was found out about numbers. */
export function contactRoutes(deps: ApiDeps): Route[] {
  const { sql, clock } = deps;
  return [
    ...deskContactRoutes(deps),
    route({
      method: 'post',
      path: '/api/persons/:id/roles',
      summary: 'Write down who may be spoken to for a person, and by which paper',
      permission: 'edit_contacts',
      params: ofPerson,
      body: roleSchema,
      response: z.object({ id: z.number().int() }),
      status: 201,
      async handler({ params, body, caller, audit }) {
        const subjects = await assertVisible(sql, caller, params.id);
        await assertSubjectOf(sql, subjects, body.subjectId);
        const role = await insertRole(sql, {
          ...body,
          personId: params.id,
          createdBy: caller.staffId,
          now: clock.now(),
        });
        await audit('role.put', { personId: params.id, subjectId: body.subjectId, detail: { role, kind: body.role } });
        return { id: role };
      },
    }),
    route({
      method: 'delete',
      path: '/api/persons/:id/roles/:roleId',
      summary: 'End a contact role from now on; it stays readable',
      permission: 'edit_contacts',
      params: ofPerson.extend({ roleId: id }),
      response: 'none',
      async handler({ params, caller, audit }) {
        await assertVisible(sql, caller, params.id);
        const ended = await endRole(sql, {
          personId: params.id,
          id: params.roleId,
          by: caller.staffId,
          now: clock.now(),
        });
        if (!ended) throw new DomainError('role/not-found', 404, 'この登録はありません。');
        await audit('role.end', { personId: params.id, detail: { role: params.roleId } });
      },
    }),
    route({
      method: 'put',
      path: '/api/persons/:id/preference',
      summary: 'How the person asked to be reached; 文書だけ and FAX stop calls at once',
      permission: 'edit_contacts',
      params: ofPerson,
      body: z.object({ ...wish, subjectId }),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const subjects = await assertVisible(sql, caller, params.id);
        await assertSubjectOf(sql, subjects, body.subjectId);
        await insertPreference(sql, { ...body, personId: params.id, setBy: caller.staffId, now: clock.now() });
        await audit('preference.set', {
          personId: params.id,
          subjectId: body.subjectId,
          detail: { ways: body.ways.join(' ') },
        });
      },
    }),
    route({
      method: 'post',
      path: '/api/persons/:id/phones/:phoneId/status',
      summary: 'What was found out about a number outside a call',
      permission: 'edit_contacts',
      params: ofPerson.extend({ phoneId: id }),
      body: z.object({ status: z.enum(PHONE_WORDS) }),
      response: 'none',
      async handler({ params, body: { status }, caller, audit }) {
        await assertVisible(sql, caller, params.id);
        const { id: personId, phoneId } = params;
        await setPhoneStatus(sql, {
          phoneId,
          personId,
          status,
          callId: null,
          staffId: caller.staffId,
          now: clock.now(),
        });
        await audit('phone.status', { personId, detail: { phone: phoneId, status } });
      },
    }),
  ];
}

/** The same two by the agent who has the case in hand. */
function deskContactRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'put',
      path: '/api/desk/case/:targetId/preference',
      summary: 'How the person of the case in hand asked to be reached',
      permission: 'desk',
      params: ofTarget,
      body: z.object(wish),
      response: 'none',
      async handler({ params, body, caller, audit }) {
        const work = await assertOpenCase(sql, caller, params.targetId);
        const { person_id: personId, subject_id: subject, call_id: callId } = work;
        await insertPreference(sql, { ...body, personId, subjectId: subject, setBy: caller.staffId, now: clock.now() });
        await audit('preference.set', { personId, subjectId: subject, callId, detail: { ways: body.ways.join(' ') } });
      },
    }),
    route({
      method: 'post',
      path: '/api/desk/case/:targetId/phones/:phoneId/status',
      summary: 'What was found out about a number of the case in hand',
      permission: 'desk',
      params: ofTarget.extend({ phoneId: id }),
      body: z.object({ status: z.enum(PHONE_WORDS) }),
      response: 'none',
      async handler({ params: { targetId, phoneId }, body: { status }, caller, audit }) {
        const work = await assertOpenCase(sql, caller, targetId);
        const { person_id: personId, subject_id: subject, call_id: callId } = work;
        await setPhoneStatus(sql, { phoneId, personId, status, callId, staffId: caller.staffId, now: clock.now() });
        await audit('phone.status', { personId, subjectId: subject, callId, detail: { phone: phoneId, status } });
      },
    }),
  ];
}

async function assertOpenCase(db: Queryable, caller: Caller, targetId: number) {
  const work = await assertOwnTarget(db, caller.staffId, targetId);
  const row = await selectCase(db, targetId);
  if (!row || !mayShow(row.shielded, caller))
    throw new DomainError('person/shielded', 403, '支援措置の対象者のため表示できません。');
  return work;
}
