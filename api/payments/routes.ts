import { z } from 'zod';
import type { PaymentView } from '../../core/contracts/http/payments.ts';
import { DomainError } from '../../core/platform/errors.ts';
import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Route, route } from '../http/route.ts';
import { cancelPayment, postPayment } from '../imports/payment-by-hand.ts';
import { debtAccess } from '../persons/debt-access.ts';
import { selectItemSource, selectPayments } from './queries.ts';

const yen = z.number().int().nonnegative().max(999_999_999_999);

const paymentSchema = z.object({
  id: z.number().int(),
  arrearsItemId: z.number().int(),
  subjectName: z.string(),
  noticeNo: z.string(),
  periodNo: z.string(),
  receiptDate: z.iso.date(),
  amount: yen,
  channel: z.string().nullable(),
  preliminary: z.boolean(),
  mayCancel: z.boolean(),
  cancelled: z.boolean(),
}) satisfies z.ZodType<PaymentView>;

const newPaymentSchema = z.object({
  arrearsItemId: z.number().int().positive(),
  receiptDate: z.iso.date(),
  amount: yen.refine((value) => value > 0),
  demandFee: yen.default(0),
  interest: yen.default(0),
  channel: z.string().trim().min(1).max(20).nullable().default(null),
});

const byPerson = z.object({ id: z.coerce.number().int().positive() });

/** Payments told before their file comes: posted and taken back by hand, and withdrawn from every queue at once. */
export function paymentRoutes(deps: ApiDeps): Route[] {
  return [listRoute(deps), postRoute(deps), cancelRoute(deps)];
}

function listRoute({ sql }: ApiDeps): Route {
  return route({
    method: 'get',
    path: '/api/persons/:id/payments',
    summary: 'Payments of a person as this viewer may see them, newest first',
    permission: 'view_debt',
    params: byPerson,
    response: z.array(paymentSchema),
    async handler({ params, caller, audit }) {
      const mayShow = await debtAccess(sql, caller, params.id);
      const rows = (await selectPayments(sql, params.id)).filter(({ source }) => mayShow(source));
      await audit('view_debt', { personId: params.id });
      return rows.map(({ source, contained, ...row }) => ({
        ...row,
        mayCancel: row.preliminary && !contained && !row.cancelled,
      }));
    },
  });
}

function postRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/persons/:id/payments',
    summary: 'Post one payment as 速報; what it settles leaves every queue at once',
    permission: 'post_payment',
    params: byPerson,
    body: newPaymentSchema,
    response: z.object({ id: z.number().int() }),
    async handler({ params, body, caller, audit }) {
      const mayShow = await debtAccess(sql, caller, params.id);
      const source = await selectItemSource(sql, params.id, body.arrearsItemId);
      if (!source || !mayShow(source))
        throw new DomainError('payment/item-unknown', 404, '期別が見つかりません。一覧を開き直してください。');
      const { date: today } = tokyoTime(clock.now());
      await audit('payment.post', { personId: params.id, subjectId: source.subjectId });
      return postPayment(sql, body, { staffId: caller.staffId, today });
    },
  });
}

function cancelRoute({ sql, clock }: ApiDeps): Route {
  return route({
    method: 'post',
    path: '/api/persons/:id/payments/:paymentId/cancel',
    summary: '速報取消: the money is owed again, the person comes back into the queues',
    permission: 'post_payment',
    params: byPerson.extend({ paymentId: z.coerce.number().int().positive() }),
    body: z.object({ reason: z.string().trim().min(1).max(200) }),
    response: 'none',
    async handler({ params, body, caller, audit }) {
      const mayShow = await debtAccess(sql, caller, params.id);
      const payment = (await selectPayments(sql, params.id)).find(({ id }) => id === params.paymentId);
      if (!payment || !mayShow(payment.source)) throw new DomainError('payment/unknown', 404, '入金が見つかりません。');
      const { date: today } = tokyoTime(clock.now());
      await audit('payment.cancel', { personId: params.id, subjectId: payment.source.subjectId });
      await cancelPayment(sql, params.paymentId, body.reason, { staffId: caller.staffId, today });
    },
  });
}
