import { z } from 'zod';
import type { PersonLabel } from '../../core/contracts/http/records.ts';
import { LABEL_COLOURS } from '../../core/rules/label-colours.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { putLabel, takeLabel, visibleLabels } from './labels.ts';

const labelSchema = z.object({
  id: z.number().int(),
  colour: z.enum(LABEL_COLOURS),
  text: z.string(),
  endsOn: z.iso.date().nullable(),
  subjectName: z.string().nullable(),
  byName: z.string().nullable(),
}) satisfies z.ZodType<PersonLabel>;

const ofPerson = z.object({ id: z.coerce.number().int().positive() });

/** 付箋 on a person: seen with the person, put and removed by who works on the case. */
export function labelRoutes({ sql, clock }: ApiDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/persons/:id/labels',
      summary: 'Labels of a person that the viewer’s subjects may know of',
      permission: 'view_person',
      params: ofPerson,
      response: z.array(labelSchema),
      async handler({ params, caller, audit }) {
        const labels = await visibleLabels(sql, caller, params.id);
        await audit('list', { personId: params.id, detail: { what: 'labels' } });
        return labels;
      },
    }),
    route({
      method: 'post',
      path: '/api/persons/:id/labels',
      summary: 'Put a label on a person, in the work of one subject',
      permission: 'label_persons',
      params: ofPerson,
      body: z.object({
        subjectId: z.string().min(1).max(20),
        colour: z.enum(LABEL_COLOURS),
        text: z.string().trim().min(1).max(40),
        endsOn: z.iso.date().nullable().default(null),
      }),
      response: z.object({ id: z.number().int() }),
      status: 201,
      async handler({ params, body, caller, audit }) {
        const label = { ...body, personId: params.id, createdBy: caller.staffId, now: clock.now() };
        const id = await putLabel(sql, caller, label);
        await audit('label.put', { personId: params.id, subjectId: body.subjectId, detail: { label: id } });
        return { id };
      },
    }),
    route({
      method: 'delete',
      path: '/api/persons/:id/labels/:labelId',
      summary: 'Take a label off',
      permission: 'label_persons',
      params: ofPerson.extend({ labelId: z.coerce.number().int().positive() }),
      response: 'none',
      async handler({ params, caller, audit }) {
        await takeLabel(sql, caller, params.id, params.labelId, clock.now());
        await audit('label.remove', { personId: params.id, detail: { label: params.labelId } });
      },
    }),
  ];
}
