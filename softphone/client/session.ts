import type { SessionView } from '../../core/contracts/http/session.ts';
import { del, get, post, setCsrfToken, setOnUnauthorized } from './http.ts';
import { ApiError } from './problem.ts';
import { type ProductClock, productClock } from './product-clock.ts';
import { createStore } from './store.ts';

export type SessionState =
  | { kind: 'loading' }
  | { kind: 'signed_out'; reason: string | null }
  | { kind: 'unreachable' }
  | { kind: 'signed_in'; view: SessionView; clock: ProductClock };

export const sessionStore = createStore<SessionState>({ kind: 'loading' });

setOnUnauthorized(() => {
  if (sessionStore.get().kind === 'signed_in') endLocally('session_over');
});

function adopt(view: SessionView): void {
  setCsrfToken(view.csrfToken);
  sessionStore.set({ kind: 'signed_in', view, clock: productClock(view) });
}

/** Is there a session in the cookie already (after a reload)? */
export async function restoreSession(): Promise<void> {
  try {
    adopt(await get<SessionView>('/api/session'));
  } catch (error) {
    const signedOut = error instanceof ApiError && error.status > 0 && error.status < 500;
    sessionStore.set(signedOut ? { kind: 'signed_out', reason: null } : { kind: 'unreachable' });
  }
}

/** @param training the desk opens in training: entered before the page is shown, so that no citizen comes in between */
export async function logIn(login: string, password: string, training = false): Promise<void> {
  const view = await post<SessionView>('/api/session', { login, password });
  if (training && view.permissions.includes('desk')) {
    setCsrfToken(view.csrfToken);
    await post('/api/training/enter');
  }
  adopt(view);
}

export async function logOut(): Promise<void> {
  try {
    await del('/api/session');
  } finally {
    endLocally(null);
  }
}

export function endLocally(reason: string | null): void {
  setCsrfToken('');
  sessionStorage.clear();
  sessionStore.set({ kind: 'signed_out', reason });
}
