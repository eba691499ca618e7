interface Entry<T> {
  at: number;
  order: number;
  what: T;
}

/** What happens when: a binary heap by time; of two at the same time the one noted first comes first. */
export interface Agenda<T> {
  add(at: number, what: T): void;
  /** Time of the next entry; infinity when there is none. */
  nextAt(): number;
  take(): T | undefined;
}

export function createAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = [];
  let order = 0;
  const before = (a: Entry<T>, b: Entry<T>) => a.at < b.at || (a.at === b.at && a.order < b.order);

  const sinkFromTop = (entry: Entry<T>) => {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      let smaller = heap[child];
      const right = heap[child + 1];
      if (smaller && right && before(right, smaller)) {
        child += 1;
        smaller = right;
      }
      if (!smaller || before(entry, smaller)) break;
      heap[hole] = smaller;
      hole = child;
    }
    heap[hole] = entry;
  };

  return {
    add(at, what) {
      const entry = { at, order, what };
      order += 1;
      let hole = heap.length;
      heap.push(entry);
      while (hole > 0) {
        const parent = (hole - 1) >> 1;
        const above = heap[parent];
        if (!above || before(above, entry)) break;
        heap[hole] = above;
        hole = parent;
      }
      heap[hole] = entry;
    },
    nextAt: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
    take() {
      const top = heap[0];
      const last = heap.pop();
      if (top && last && heap.length > 0) sinkFromTop(last);
      return top?.what;
    },
  };
}
