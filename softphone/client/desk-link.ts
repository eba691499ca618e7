import type { Socket } from 'socket.io-client';
import type { AgentSnapshot, DeskBeat, DeskClientEvents, DeskServerEvents } from '../../core/contracts/realtime.ts';
import { type DeskEvent, type DeskState, initialDeskState, reduceDesk } from './desk-state.ts';
import { get } from './http.ts';
import { openLiveSocket } from './live-socket.ts';
import { createStore, type Store } from './store.ts';

/** A silent server must not leave an old picture on the screen: asked over HTTP as well, seldom. */
const resyncEveryMs = 10_000;
/** The next beat is due by then. */
const beatAnswerMs = 1_000;
/** A beat is as old as its second; later ones replace it. */
const beatKeptMs = 1_500;

export interface DeskLink {
  store: Store<DeskState>;
  /** Asks for the snapshot now; used after a command, and after a reconnect. */
  resync(): Promise<void>;
  /** A sign of life. @returns the server's clock (epoch ms), undefined when it did not answer: an old beat is never sent later. */
  beat(beat: DeskBeat): Promise<number | undefined>;
  stop(): void;
}

export function openDeskLink(): DeskLink {
  const store = createStore<DeskState>(initialDeskState);
  const dispatch = (event: DeskEvent) => store.set(reduceDesk(store.get(), event));
  const resync = async () => {
    try {
      dispatch({ type: 'snapshot', snapshot: await get<AgentSnapshot>('/api/desk/snapshot') });
    } catch {
      // The socket's own state already shows that the server is away; the next tick asks again.
    }
  };
  // Back within 2 s of the server's return, whatever the number of tries before.
  const patience = { firstDelayMs: 200, longestDelayMs: 1_000, timeoutMs: 2_000 };
  const live = openLiveSocket('/desk', patience);
  const socket: Socket<DeskServerEvents, DeskClientEvents> = live.socket;
  let unsent: { beat: DeskBeat; atMs: number } | undefined;
  socket.on('connect', () => {
    // What was said while the line was being built is said with its first word: the desk is not unseen for another second.
    if (unsent && performance.now() - unsent.atMs < beatKeptMs) socket.emit('beat', unsent.beat, () => undefined);
    unsent = undefined;
    dispatch({ type: 'connected' });
    void resync();
  });
  socket.on('disconnect', () => dispatch({ type: 'disconnected' }));
  socket.on('connect_error', () => dispatch({ type: 'disconnected' }));
  socket.on('agent', (snapshot) => dispatch({ type: 'snapshot', snapshot }));
  socket.on('ended', (reason) => dispatch({ type: 'ended', reason }));
  // A browser opens one WebSocket to a host at a time: the desk need not wait behind the telephone's.
  void resync();
  const timer = setInterval(() => void resync(), resyncEveryMs);
  return {
    store,
    resync,
    async beat(beat) {
      if (!socket.connected) {
        unsent = { beat, atMs: performance.now() };
        return undefined;
      }
      const told = await socket
        .timeout(beatAnswerMs)
        .emitWithAck('beat', beat)
        .catch(() => undefined);
      return told?.serverMs;
    },
    stop() {
      clearInterval(timer);
      live.close();
    },
  };
}
