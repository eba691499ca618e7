export interface StageFacts {
  /** Counted attempts in this campaign so far. */
  attempts: number;
  /** 督促状 of the newest open period, null before it was sent. */
  demandIssuedOn: string | null;
}

export interface OpenPeriod {
  unpaid: number;
  dueDate: string;
  demandIssuedOn: string | null;
}

/** Stages past this are one word: the script does not differ any more. */
const LAST_NAMED = 3;

/** The stage as the agent may see it before the identity check. Before the 督促状 the word 催告 is wrong in law. */
export function debtStage({ attempts, demandIssuedOn }: StageFacts): string {
  const round = attempts + 1;
  const word = demandIssuedOn === null ? '納付案内' : '催告';
  return round > LAST_NAMED ? `${word} ${LAST_NAMED + 1}回目以降` : `${word} ${round}回目`;
}

/** Number of periods with money open on a day; a period not yet due is no arrears. @param today `YYYY-MM-DD` */
export function unpaidPeriods(items: readonly OpenPeriod[], today: string): number {
  return items.filter((item) => item.unpaid > 0 && item.dueDate < today).length;
}

/** The newest 督促 among what is open. */
export function newestDemand(items: readonly OpenPeriod[]): string | null {
  return items.reduce<string | null>(
    (newest, { unpaid, demandIssuedOn }) =>
      unpaid > 0 && demandIssuedOn !== null && (newest === null || demandIssuedOn > newest) ? demandIssuedOn : newest,
    null,
  );
}
