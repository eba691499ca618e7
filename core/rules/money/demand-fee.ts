/** One line of the city's table of 督促手数料, by the day on which the 督促状 was issued. */
export interface DemandFeeLine {
  /** `YYYY-MM-DD` */
  from: string;
  yen: number;
}

export interface DemandFacts {
  demandIssuedOn: string | null;
  /** 督促手数料 as the city's file gives it. */
  fileFee: number;
  /** Fees among the payments told so far. */
  paidFee: number;
}

export const isDemandFee = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1_000;

/**
 * What is owed of the fee. Where the city entered a table, the amount goes by the day of issue (0 from the day it was abolished); before
 * the table's first line, and without a table, the city's file is believed.
 */
export function demandFeeOwed(
  { demandIssuedOn, fileFee, paidFee }: DemandFacts,
  table: readonly DemandFeeLine[],
): number {
  const line =
    demandIssuedOn === null
      ? undefined
      : [...table].sort((a, b) => (a.from < b.from ? -1 : 1)).findLast(({ from }) => from <= demandIssuedOn);
  return Math.max(0, (line?.yen ?? fileFee) - paidFee);
}
