import { z } from 'zod';
import type { TrainingAgent, TrainingState } from '../../core/contracts/http/training.ts';
import { DomainError } from '../../core/platform/errors.ts';
import type { CommandRunner } from '../desk/run-command.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { changeTraining } from './change-training.ts';
import { selectTrainees, trainingOrder } from './queries.ts';
import { traineesOf } from './trainees-of.ts';

const stateSchema = z.object({
  on: z.boolean(),
  orderedBy: z.string().nullable(),
}) satisfies z.ZodType<TrainingState>;

const agentSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  seat: z.number().int().nullable(),
  on: z.boolean(),
  ordered: z.boolean(),
}) satisfies z.ZodType<TrainingAgent>;

export function trainingRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  return [...ownRoutes(deps, commands), ...orderRoutes(deps, commands)];
}

function ownRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  const own = { permission: 'desk' } as const;
  return [
    route({
      ...own,
      method: 'get',
      path: '/api/training',
      summary: 'Do I practise, and on whose word',
      response: stateSchema,
      async handler({ caller }) {
        const order = await trainingOrder(deps.sql, caller.staffId);
        return { on: order !== null, orderedBy: order && order.orderedBy !== caller.staffId ? order.name : null };
      },
    }),
    route({
      ...own,
      method: 'post',
      path: '/api/training/enter',
      summary: 'Practise on invented citizens from now on',
      response: 'none',
      async handler({ caller, audit }) {
        await changeTraining(deps, commands, { staffId: caller.staffId, by: caller.staffId, on: true });
        await audit('training.enter');
      },
    }),
    route({
      ...own,
      method: 'post',
      path: '/api/training/leave',
      summary: 'Back to work; not where a supervisor ordered the training',
      response: 'none',
      async handler({ caller, audit }) {
        const order = await trainingOrder(deps.sql, caller.staffId);
        if (order && order.orderedBy !== caller.staffId)
          throw new DomainError(
            'training/ordered',
            409,
            `${order.name}さんの指示による研修です。終えるときは声をかけてください。`,
          );
        await changeTraining(deps, commands, { staffId: caller.staffId, by: caller.staffId, on: false });
        await audit('training.leave');
      },
    }),
  ];
}

function orderRoutes(deps: ApiDeps, commands: CommandRunner): Route[] {
  const order = { permission: 'order_training' } as const;
  return [
    route({
      ...order,
      method: 'get',
      path: '/api/training/agents',
      summary: 'Agents of my lines, and who of them practises',
      response: z.array(agentSchema),
      async handler({ caller }) {
        const rows = traineesOf(caller, await selectTrainees(deps.sql));
        return rows.map(({ id, name, seat, on, ordered }) => ({ id, name, seat, on, ordered }));
      },
    }),
    route({
      ...order,
      method: 'post',
      path: '/api/training/order',
      summary: 'Send an agent into training, or back to work; a call in hand is finished first',
      body: z.object({ staffId: z.uuid(), on: z.boolean() }),
      response: 'none',
      async handler({ body, caller, audit }) {
        if (!traineesOf(caller, await selectTrainees(deps.sql)).some(({ id }) => id === body.staffId))
          throw new DomainError('training/no-agent', 404, '担当する従事者が見つかりません。');
        await changeTraining(deps, commands, { staffId: body.staffId, by: caller.staffId, on: body.on });
        await audit(body.on ? 'training.enter' : 'training.leave', { detail: { staff: body.staffId } });
      },
    }),
  ];
}
