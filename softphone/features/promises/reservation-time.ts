import { tokyoInstant, tokyoTime } from '../../../core/rules/tokyo-time.ts';

/** A field's value as an instant; null while it is incomplete. */
export function instantOf(local: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(local);
  const [, date = '', hours, minutes] = match ?? [];
  return match ? tokyoInstant(date, Number(hours) * 60 + Number(minutes)).toISOString() : null;
}

export function localOf(at: Date): string {
  const { date, minutes } = tokyoTime(at);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${date}T${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
