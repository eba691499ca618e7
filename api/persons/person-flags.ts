import { type StopKind, stopName } from '../../core/rules/stop-policy.ts';

/** These tell of a debt or of what was done about it: not before the identity check. */
const DEBT_FACTS: ReadonlySet<string> = new Set(['seized', 'grace', 'enforcement_stop']);

/** Red flags in words. `plan` = 分納中, already filtered by sharing. */
export function personFlags(
  person: { shielded: boolean; deceased_on: string | null },
  stops: readonly { kind: string }[],
  options: { plan: boolean; withDebtFacts: boolean },
): string[] {
  const kinds = [...new Set(stops.map((stop) => stop.kind))].filter(
    (kind) => options.withDebtFacts || !DEBT_FACTS.has(kind),
  );
  return [
    ...(person.shielded ? ['支援措置'] : []),
    ...(person.deceased_on === null ? [] : ['死亡']),
    ...(options.plan ? ['分納中'] : []),
    ...kinds.map((kind) => stopName(kind as StopKind)),
  ];
}
