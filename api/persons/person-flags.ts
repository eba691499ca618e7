import { type StopKind, stopName } from '../../core/rules/stop-policy.ts';

/** These tell of a debt or of what was done about it: not before the identity check. */
const DEBT_FACTS: ReadonlySet<string> = new Set(['seized', 'grace', 'enforcement_stop']);

/** Red flags in words. `plan` = 分納中, already filtered by sharing. */
export function personFlags(
  person: { shielded: boolean; deceased_on: string | null; kind: 'individual' | 'corporate' },
  stops: readonly { kind: string; unconfirmed: boolean }[],
  options: { plan: boolean; withDebtFacts: boolean },
): string[] {
  const kinds = [...new Set(stops.map((stop) => stop.kind))].filter(
    (kind) => options.withDebtFacts || !DEBT_FACTS.has(kind),
  );
  return [
    ...(person.shielded ? ['支援措置'] : []),
    ...(person.deceased_on === null ? [] : ['死亡 → 相続人へ']),
    // T23: whoever picks up the telephone of a firm is a third party until they are known.
    ...(person.kind === 'corporate' ? ['法人 → 代表者・登録担当者だけ'] : []),
    ...(options.plan ? ['分納中'] : []),
    ...kinds.map((kind) => {
      const asked = stops.filter((stop) => stop.kind === kind).every(({ unconfirmed }) => unconfirmed);
      return `${stopName(kind as StopKind)}${asked ? '(市の確認待ち)' : ''}`;
    }),
  ];
}
