import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CalendarMonthView } from '../../../core/contracts/http/calendar.ts';
import type { CalendarDay } from '../../../core/rules/calendar.ts';
import { addDays } from '../../../core/rules/tokyo-time.ts';
import { get, post, put, queryString } from '../../client/http.ts';
import { sessionStore } from '../../client/session.ts';
import { strings } from '../../ui/strings.ts';
import { groundOf, openVersion, sameDays, startingDays, withPattern } from './month-edit.ts';

const text = strings.calendar.request;

interface Edit {
  days: readonly CalendarDay[];
  /** The newest version when the work began: somebody else's newer one is not overwritten. */
  basedOn: number;
}

/** What is not saved yet, by person, month and centre: turning the page loses nothing, and nobody goes on with another's work. */
const unsaved = new Map<string, Edit>();

export interface MonthWork {
  view: CalendarMonthView | undefined;
  loadError: unknown;
  reload: () => void;
  days: readonly CalendarDay[];
  dirty: boolean;
  /** The city is deciding: nothing may be changed meanwhile. */
  waiting: boolean;
  busy: boolean;
  message: string | null;
  problem: unknown;
  change: (days: readonly CalendarDay[]) => void;
  discard: () => void;
  /** Takes over how the month before was decided, weekday by weekday. */
  copyPattern: () => Promise<void>;
  save: () => Promise<void>;
  ask: (note: string) => Promise<void>;
  withdraw: () => Promise<void>;
}

export function useMonth(month: string, centreId: string | null): MonthWork {
  const client = useQueryClient();
  const key = ['calendar', month, centreId];
  const path = `/api/calendar/${month}`;
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<CalendarMonthView>(path + queryString({ centre: centreId }), signal),
    refetchInterval: 15_000,
  });
  const [, redraw] = useState(0);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ key: string; message: string | null; problem: unknown } | null>(null);
  const session = sessionStore.get();
  const name = [session.kind === 'signed_in' ? session.view.staff.id : '', ...key].join(' ');
  const view = query.data;
  const edit = unsaved.get(name);
  const version = view && openVersion(view);
  const keep = (next: Edit | null) => {
    if (next) unsaved.set(name, next);
    else unsaved.delete(name);
    redraw((count) => count + 1);
  };
  const doing = async (work: () => Promise<string>) => {
    setBusy(true);
    setTold(null);
    try {
      setTold({ key: name, message: await work(), problem: null });
    } catch (problem) {
      setTold({ key: name, message: null, problem });
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: key });
    }
  };
  const saveEdit = async () => {
    if (!edit) return;
    const body = { centreId, days: edit.days, basedOn: edit.basedOn };
    client.setQueryData(key, await put<CalendarMonthView>(path, body));
    keep(null);
  };
  const take = (next: readonly CalendarDay[]) => {
    if (!view) return;
    const basedOn = edit?.basedOn ?? view.versions[0]?.version ?? 0;
    keep(sameDays(next, startingDays(view)) ? null : { days: next, basedOn });
  };
  const days = edit?.days ?? (view ? startingDays(view) : []);
  const mine = told?.key === name ? told : null;
  return {
    view,
    loadError: query.error,
    reload: () => void query.refetch(),
    days,
    dirty: edit !== undefined,
    waiting: version?.state === 'requested',
    busy,
    message: mine?.message ?? null,
    problem: mine?.problem ?? null,
    change(next) {
      setTold(null);
      take(next);
    },
    discard: () => keep(null),
    async copyPattern() {
      if (!view) return;
      setTold(null);
      try {
        const before = addDays(view.month, -1).slice(0, 7);
        const past = await get<CalendarMonthView>(`/api/calendar/${before}${queryString({ centre: centreId })}`);
        take(withPattern(groundOf(view), days, { month: past.month, days: past.inForce.days }));
      } catch (problem) {
        setTold({ key: name, message: null, problem });
      }
    },
    save: () =>
      doing(async () => {
        await saveEdit();
        return text.saved;
      }),
    ask: (note) =>
      doing(async () => {
        if (edit) await saveEdit();
        // A month that is right as the rule makes it is asked for as it is.
        else if (view && version?.state !== 'draft') {
          await put(path, { centreId, days: startingDays(view), basedOn: view.versions[0]?.version ?? 0 });
        }
        const asked = await post<{ version: number; late: boolean }>(`${path}/request`, {
          centreId,
          note: note || null,
        });
        return text.sent(asked.version, asked.late);
      }),
    withdraw: () =>
      doing(async () => {
        await post(`${path}/withdraw`, { centreId });
        return text.withdrawn;
      }),
  };
}
