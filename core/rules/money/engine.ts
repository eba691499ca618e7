/**
 * How a subject's delinquency charge (延滞金, 遅延損害金) is counted; column `subject.delinquency_engine`. A subject without one, or with a
 * word that this version does not know, has no figure: the desk says 市へ照会.
 */
export const ENGINES = ['local_tax', 'ordinance', 'legal_interest', 'contract_interest', 'none'] as const;
export type Engine = (typeof ENGINES)[number];

export const ENGINE_LABELS: Readonly<Record<Engine, string>> = {
  local_tax: '地方税法の延滞金',
  ordinance: '条例の延滞金(料)',
  legal_interest: '民法の法定利率による遅延損害金',
  contract_interest: '契約・要綱の率による違約金',
  none: '延滞金を徴収しない',
};

export function engineOf(stored: string | null): Engine | null {
  return ENGINES.find((engine) => engine === stored) ?? null;
}
