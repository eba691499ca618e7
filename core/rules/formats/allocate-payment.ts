/** An installment a payment may mean. */
export interface AllocationCandidate {
  itemId: number;
  levyYear: number;
  taxableYear: number;
  dueDate: string;
  unpaid: number;
}

/**
 * Which installment a payment means when its key (科目, 賦課年度, 通知書番号, 期別) fits several that differ in 相当年度: the
 * one of which exactly this amount is unpaid; else one that still owes at least the amount; else one that owes anything;
 * among equals the claim of the levy's own year, then the older due date, which the law also satisfies first.
 */
export function allocatePayment(
  amount: number,
  candidates: readonly AllocationCandidate[],
): AllocationCandidate | null {
  const closeness = ({ unpaid }: AllocationCandidate) =>
    unpaid === amount ? 0 : unpaid > amount ? 1 : unpaid > 0 ? 2 : 3;
  const order = (a: AllocationCandidate, b: AllocationCandidate) =>
    closeness(a) - closeness(b) ||
    Number(a.taxableYear !== a.levyYear) - Number(b.taxableYear !== b.levyYear) ||
    a.dueDate.localeCompare(b.dueDate) ||
    a.itemId - b.itemId;
  return [...candidates].sort(order)[0] ?? null;
}
