import { useCallback, useRef, useState } from 'react';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import type { AgentLeg } from '../../phone/agent-leg.ts';
import { strings } from '../../ui/strings.ts';
import type { CallAction } from './call-actions.ts';
import { dial, dtmf, hangUp, hold, ready, skip, takeBreak } from './desk-commands.ts';
import { answerOffer } from './others-commands.ts';
import type { Pad } from './use-desk.ts';
import { campaignOf, type WorkChoice } from './work-choice.ts';

interface ActsContext {
  snapshot: AgentSnapshot | null;
  leg: AgentLeg;
  enabled: ReadonlySet<CallAction>;
  choice: WorkChoice;
  phoneId: number | null;
  resync: () => Promise<void>;
}

/** The desk's commands: one at a time of a kind, each refused one told in words, the snapshot fetched after each. */
export function useDeskActs(context: ActsContext) {
  const [pad, setPad] = useState<Pad>(null);
  const [sentDigits, setSentDigits] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const running = useRef(new Set<string>());
  const latest = useRef(context);
  latest.current = context;

  const run = useCallback(async (kind: string, command: () => Promise<unknown>): Promise<boolean> => {
    if (running.current.has(kind)) return false;
    running.current.add(kind);
    setProblem(null);
    try {
      await command();
      return true;
    } catch (error) {
      setProblem(error);
      return false;
    } finally {
      running.current.delete(kind);
      void latest.current.resync();
    }
  }, []);

  const act = useCallback(
    (action: CallAction) => {
      const { snapshot, leg, enabled, choice, phoneId } = latest.current;
      if (!enabled.has(action)) return;
      const callId = snapshot?.call?.id ?? null;
      const targetId = snapshot?.targetId ?? null;
      if (snapshot?.offer && callId && (action === 'dial' || action === 'skip')) {
        void run('offer', () => answerOffer(callId, action === 'dial'));
        return;
      }
      if (action === 'mute') return leg.setMuted(!leg.view.muted);
      if (action === 'dtmf' || action === 'break' || action === 'skip') {
        setSentDigits('');
        return setPad((open) => (open === action ? null : action));
      }
      if (action === 'ready') void run('ready', () => ready(campaignOf(choice)));
      if (action === 'dial' && targetId !== null) void run('dial', () => dial(targetId, phoneId));
      if (action === 'hold' && callId) void run('hold', () => hold(callId, !snapshot?.held));
      if (action === 'hang_up' && callId) void run('hang_up', () => hangUp(callId));
    },
    [run],
  );

  const padDigit = useCallback(
    (digit: string) => {
      const { snapshot } = latest.current;
      if (pad === 'dtmf') {
        const callId = snapshot?.call?.id;
        if (!callId) return setPad(null);
        setSentDigits((sent) => `${sent}${digit}`.slice(-24));
        // Every digit is its own command: no digit may swallow the one before.
        void run(`dtmf-${performance.now()}`, () => dtmf(callId, digit));
        return;
      }
      const reasons = pad === 'break' ? strings.desk.pad.breakReasons : strings.desk.pad.skipReasons;
      const reason = reasons[Number(digit) - 1];
      if (!reason) return;
      setPad(null);
      const targetId = snapshot?.targetId;
      if (pad === 'break') void run('break', () => takeBreak(reason));
      else if (targetId != null) void run('skip', () => skip(targetId, reason));
    },
    [pad, run],
  );

  return { pad, closePad: useCallback(() => setPad(null), []), padDigit, sentDigits, problem, setProblem, run, act };
}
