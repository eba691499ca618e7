import { tokyoTime } from '../../core/rules/tokyo-time.ts';
import { sessionStore } from './session.ts';

/** `YYYY-MM-DD` by the product's clock, which is not the one of this machine. */
export function today(): string {
  const session = sessionStore.get();
  return tokyoTime(new Date(session.kind === 'signed_in' ? session.clock.nowMs() : Date.now())).date;
}
