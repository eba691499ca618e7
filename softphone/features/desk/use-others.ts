import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { PartyTarget } from '../../../core/contracts/commands.ts';
import type { AgentSnapshot } from '../../../core/contracts/realtime.ts';
import { PAUSE_REASONS } from '../../../core/rules/recording-pause.ts';
import {
  addParty,
  askHelp,
  cancelTransfer,
  completeTransfer,
  fetchTargets,
  joinHelp,
  leaveCall,
  pauseRecording,
  transfer,
} from './others-commands.ts';
import { type OthersAction, othersCan, othersKey } from './others-keys.ts';
import { outsideTarget, TARGET_GROUPS, type TargetGroup, targetChoices } from './target-choices.ts';

type Run = (kind: string, command: () => Promise<unknown>) => Promise<boolean>;
export type OthersPanel = 'targets' | 'consult' | 'pause' | null;

/** Everybody besides agent and citizen: the panel, its keys, and what they ask of the server. */
export function useOthers(snapshot: AgentSnapshot | null, run: Run, isShown: () => boolean) {
  const [open, setOpen] = useState<'targets' | 'pause' | null>(null);
  const [group, setGroup] = useState<TargetGroup>('agents');
  const [index, setIndex] = useState(0);
  const [typed, setTyped] = useState('');
  const call = snapshot?.call ?? null;
  const callId = call?.id ?? null;
  const can = othersCan(snapshot);
  const asked = call?.parties.find(({ purpose, state }) => purpose === 'transfer' && state !== 'joined') ?? null;
  const helpAsked = call?.parties.some(({ purpose, state }) => purpose === 'help' && state === 'dialling') ?? false;
  const isPaused = call?.recording.pausedFromMs != null;
  // While somebody is asked the panel says what can become of it, whatever was open.
  const panel: OthersPanel = asked !== null && can.transfer ? 'consult' : can.transfer ? open : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another call is another panel
  useEffect(() => {
    setOpen(null);
    setTyped('');
  }, [callId]);

  const targets = useQuery({
    queryKey: ['desk', 'transfer-targets', callId],
    queryFn: ({ signal }) => fetchTargets(callId ?? '', signal),
    enabled: panel === 'targets' && callId !== null,
    refetchInterval: 2_000,
    gcTime: 0,
  });
  const choices = targets.data ? targetChoices(targets.data, group) : [];
  const chosen = choices[Math.min(index, choices.length - 1)];

  const send = (to: PartyTarget, how: 'attended' | 'blind' | 'three_way') => {
    if (callId === null) return;
    setOpen(null);
    void run('transfer', () => (how === 'three_way' ? addParty(callId, to) : transfer(callId, to, how === 'blind')));
  };
  const choose = (how: 'attended' | 'blind' | 'three_way') => {
    const to = group === 'outside' ? outsideTarget(typed) : chosen?.refusal === null ? chosen.to : null;
    if (to !== null && !(to.kind === 'line' && how === 'three_way')) send(to, how);
  };
  const pause = (reason: string) => {
    setOpen(null);
    if (callId !== null) void run('pause', () => pauseRecording(callId, !isPaused, reason));
  };
  const decide = (choice: 1 | 2 | 3) => {
    if (callId === null) return;
    if (choice === 3) void run('transfer', () => cancelTransfer(callId));
    else if (asked?.state === 'consulting')
      void run('transfer', () => completeTransfer(callId, choice === 1 ? 'transfer' : 'three_way', null));
  };
  const act = (action: OthersAction) => {
    if (action.type === 'toggle_panel') {
      // Always from the same place: the keys of one call are the keys of the next.
      setGroup('agents');
      setIndex(0);
      setOpen((now) => (now === 'targets' ? null : 'targets'));
    } else if (action.type === 'close') setOpen(null);
    else if (action.type === 'group') {
      setGroup(TARGET_GROUPS[action.index] ?? 'agents');
      setIndex(0);
    } else if (action.type === 'move')
      setIndex((now) =>
        Math.min(Math.max(0, Math.min(now, choices.length - 1) + action.by), Math.max(0, choices.length - 1)),
      );
    else if (action.type === 'choose') choose(action.how);
    else if (action.type === 'consult') decide(action.choice);
    else if (action.type === 'pause') {
      if (isPaused) pause(PAUSE_REASONS[0]);
      else setOpen((now) => (now === 'pause' ? null : 'pause'));
    } else if (action.type === 'pause_reason') {
      const reason = PAUSE_REASONS[action.index];
      if (reason) pause(reason);
    } else if (action.type === 'help' && callId) void run('help', () => askHelp(callId, !helpAsked));
    else if (action.type === 'leave' && callId) void run('leave', () => leaveCall(callId));
    else if (action.type === 'join_help') {
      const first = snapshot?.helpAsked[0];
      if (first) void run('help', () => joinHelp(first.callId));
    }
  };
  useOthersKeys({ panel, can }, act, isShown);
  return {
    panel,
    can,
    asked,
    helpAsked,
    isPaused,
    group,
    chosen,
    choices,
    targets,
    typed,
    setTyped,
    act,
    choose,
    send,
  };
}

export type Others = ReturnType<typeof useOthers>;

/** In the capture phase and before the desk's own keys: the open panel takes digits that would else mean a result. */
function useOthersKeys(
  scene: { panel: OthersPanel; can: ReturnType<typeof othersCan> },
  act: (action: OthersAction) => void,
  isShown: () => boolean,
): void {
  const latest = useRef({ scene, act, isShown });
  latest.current = { scene, act, isShown };
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (!latest.current.isShown()) return;
      const { target } = event;
      const inField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      const inNumber = inField && target.dataset['others'] === 'number';
      const { panel, can } = latest.current.scene;
      // Who writes a note goes on writing: an open panel takes nothing out of another field.
      const action = othersKey(event, { panel: inField && !inNumber ? null : panel, inNumber, can });
      if (!action) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      latest.current.act(action);
    };
    addEventListener('keydown', listener, { capture: true });
    return () => removeEventListener('keydown', listener, { capture: true });
  }, []);
}
