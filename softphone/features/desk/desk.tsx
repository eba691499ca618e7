import { useEffect, useRef, useState } from 'react';
import type { SessionView } from '../../../core/contracts/http/session.ts';
import { useStore } from '../../client/use-store.ts';
import { strings } from '../../ui/strings.ts';
import { WaitingStrip } from '../inbound/waiting-strip.tsx';
import { CallBar } from './call-bar.tsx';
import { recordIdentity, saveResult } from './desk-commands.ts';
import { DeskMiddle } from './desk-middle.tsx';
import { DeskNotice } from './desk-notice.tsx';
import { identityItems } from './identity-draft.ts';
import { IdentityPanel } from './identity-panel.tsx';
import type { DeskKeyAction } from './key-map.ts';
import { LeftPane } from './left-pane.tsx';
import { OthersKeys, OthersStrip } from './others-strip.tsx';
import { PadPanel } from './pad-panel.tsx';
import { PassedFromStrip } from './passed-from.tsx';
import { isComplete, toSaveResult } from './result-draft.ts';
import { ResultPanel } from './result-panel.tsx';
import { ScriptPanel } from './script-panel.tsx';
import type { Shift } from './shift.ts';
import { addToShiftLog, entriesOf, shiftLog } from './shift-log.ts';
import { TopBar } from './top-bar.tsx';
import { TransferPanel } from './transfer-panel.tsx';
import { useCallScript } from './use-call-script.ts';
import { type DigitTarget, useConnectTone, useDesk } from './use-desk.ts';
import { useDeskActs } from './use-desk-acts.ts';
import { useDeskFocus } from './use-desk-focus.ts';
import { useDeskKeys } from './use-desk-keys.ts';
import { useHeadset } from './use-headset.ts';
import { useIdentity } from './use-identity.ts';
import { useKeptMute } from './use-kept-mute.ts';
import { useOthers } from './use-others.ts';
import { useResultEntry } from './use-result-entry.ts';
import './desk.css';
import './case.css';
import './panels.css';
import './call-bar.css';
import './others.css';

interface DeskProps {
  session: SessionView;
  shift: Shift;
  pages: readonly { name: string; label: string }[];
  onLogOut: () => void;
}

export function Desk({ session, shift, pages, onLogOut }: DeskProps) {
  const desk = useDesk(shift, session.city.preIdentityDisplay === 'all');
  const { snapshot, clock, leg: legView } = desk;
  const [saving, setSaving] = useState(false);
  const { draft, kept, send } = useResultEntry(snapshot, saving);
  const nowMs = () => clock?.nowMs() ?? Date.now();
  const [phoneChoice, setPhoneChoice] = useState<{ targetId: number; phoneId: number } | null>(null);
  const [digitsAsked, setDigitsAsked] = useState<DigitTarget | null>(null);
  const practising = desk.campaigns.data?.some(({ training }) => training) ?? false;
  const log = entriesOf(useStore(shiftLog), practising);
  useConnectTone(snapshot);

  const view = desk.caseQuery.data;
  const callScript = useCallScript(snapshot);
  const call = snapshot?.call ?? null;
  const identity = useIdentity((view ?? callScript)?.identityRules, call?.identity ?? null);
  const callId = call?.id ?? null;
  const passed = call?.identityPassed ?? false;
  // Somebody else's call has no identity check and no result of mine.
  const talking = snapshot?.state === 'talking' && snapshot.joinedFor === null;
  const wrapUp = snapshot?.state === 'wrap_up';
  const phoneId = phoneChoice && phoneChoice.targetId === snapshot?.targetId ? phoneChoice.phoneId : null;
  const shownPhoneId = call?.phoneId ?? phoneId ?? view?.phones.find(({ preferred }) => preferred)?.id ?? null;
  const digits = digitTarget({ hasDraft: draft !== null, wrapUp, talking, passed, asked: digitsAsked });

  const acts = useDeskActs({
    snapshot,
    leg: shift.leg,
    enabled: desk.enabled,
    choice: desk.choice,
    phoneId,
    resync: shift.link.resync,
  });
  const { run, setProblem, closePad } = acts;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new call starts everything about the person afresh
  useEffect(() => {
    identity.restart();
    setDigitsAsked(null);
    closePad();
  }, [callId, snapshot?.targetId, closePad]);

  const identityPanel = useRef<HTMLElement>(null);
  const resultPanel = useRef<HTMLElement>(null);
  useDeskFocus(snapshot?.state ?? 'offline', digits, identityPanel, resultPanel);

  const confirmIdentity = () => {
    const answers = identity.answers();
    if (!callId || !talking) return;
    if (!answers) return identity.isOpen || !passed ? identity.nameFirst() : undefined;
    const { speaker } = answers;
    const isBarred = identity.barred !== null;
    if (identity.verdict?.passed || isBarred) {
      // From this key on digits mean the result, however long the server takes to write the check down.
      setDigitsAsked('result');
      if (draft?.who == null) send({ type: 'who', who: speaker });
    }
    void run('identity', async () => {
      const answer = await recordIdentity(callId, answers);
      identity.settled(answer);
      if (!answer.passed && !isBarred) setDigitsAsked('identity');
    });
  };
  const save = async () => {
    if (!draft || !wrapUp || saving) return;
    // What is missing is asked for instead of nothing happening.
    if (!isComplete(draft, nowMs())) return send({ type: 'show_missing' });
    setSaving(true);
    const result = toSaveResult(draft);
    const saved = await run('result', () => saveResult(result));
    setSaving(false);
    // A citizen who called has no case here.
    if (saved)
      addToShiftLog({
        ...result,
        training: practising,
        at: clock?.nowMs() ?? 0,
        name: view?.person.name ?? strings.desk.left.caller,
      });
  };
  /** Who speaks is asked once: the check and the result mean the same person. */
  const nameSpeaker = (letter: string) => {
    const speaker = identity.letter(letter);
    if (speaker) send({ type: 'who', who: speaker });
  };
  /** What is no key of the check answers the result: a machine or a wrong number needs no check. */
  const identityDigit = (digit: string) => {
    const isOfCheck = identityItems.some(({ key }) => key === digit);
    if (isOfCheck || draft?.slot !== 'who') return identity.digit(digit);
    setDigitsAsked('result');
    send({ type: 'key', key: digit, nowMs: nowMs() });
  };
  const onKey = (action: DeskKeyAction) => {
    if (action.type === 'call') acts.act(action.action);
    else if (action.type === 'save') void save();
    else if (action.type === 'close_pad') acts.closePad();
    else if (action.type === 'dtmf') acts.padDigit(action.digit);
    else if (action.type === 'confirm_identity') confirmIdentity();
    else if (action.type === 'back') send({ type: 'back' });
    else if (action.type === 'leave_field') {
      send({ type: 'field_done' });
      (digits === 'identity' ? identityPanel : resultPanel).current?.focus({ preventScroll: true });
    } else if (action.type === 'switch_digits') setDigitsAsked(digits === 'identity' ? 'result' : 'identity');
    else if (action.type === 'result_letter') send({ type: 'key', key: action.letter, nowMs: nowMs() });
    else if (action.type === 'identity_letter') nameSpeaker(action.letter);
    else if (acts.pad) acts.padDigit(action.digit);
    else if (digits === 'result') send({ type: 'key', key: action.digit, nowMs: nowMs() });
    else if (digits === 'identity' && talking) identityDigit(action.digit);
  };
  const others = useOthers(snapshot, run, isShown);
  useKeptMute(shift.leg, legView.muted, callId);
  useHeadset({ enabled: desk.enabled, muted: legView.muted, act: acts.act });
  useDeskKeys({ pad: acts.pad, digits }, onKey, isInFront);

  const campaigns = desk.campaigns.data;
  // The line of the call in hand comes first: in the pool it changes from call to call.
  const subject = snapshot?.line ?? view?.subject ?? campaigns?.find(({ id }) => id === desk.choice)?.subject ?? null;
  return (
    <div className="desk">
      <TopBar {...{ session, snapshot, clock, log, pages, onLogOut }} subject={subject} />
      <div className="desk-news">
        <PassedFromStrip snapshot={snapshot} />
        <OthersStrip snapshot={snapshot} others={others} run={run} />
        <DeskNotice
          link={desk.link}
          leg={legView}
          notice={snapshot?.notice ?? null}
          problem={acts.problem}
          previewEndsAtMs={desk.previewEndsAtMs}
          waiting={snapshot?.state === 'available'}
          onDismiss={() => setProblem(null)}
        />
        <WaitingStrip clock={clock} />
      </div>
      <div className="desk-body">
        <LeftPane
          campaigns={campaigns}
          choice={desk.choice}
          fixed={snapshot?.intent === 'ready' || snapshot?.targetId != null}
          log={log}
          onChoose={desk.choose}
        />
        <DeskMiddle
          desk={desk}
          city={session.city}
          phoneId={shownPhoneId}
          onSelectPhone={(id) =>
            snapshot?.targetId != null && setPhoneChoice({ targetId: snapshot.targetId, phoneId: id })
          }
        />
        <div className="right">
          <ScriptPanel script={(view ?? callScript)?.script} caseId={String(snapshot?.targetId ?? callId)} />
          <IdentityPanel
            ref={identityPanel}
            identity={identity}
            active={digits === 'identity' && acts.pad === null}
            enabled={talking}
            passed={passed}
            over={wrapUp}
            onConfirm={confirmIdentity}
          />
          <ResultPanel
            ref={resultPanel}
            draft={draft}
            active={digits === 'result' && acts.pad === null}
            ended={wrapUp}
            saving={saving}
            kept={kept}
            nowMs={nowMs}
            send={send}
            onSave={() => void save()}
          />
        </div>
      </div>
      {acts.pad ? (
        <PadPanel pad={acts.pad} sent={acts.sentDigits} onDigit={acts.padDigit} onClose={acts.closePad} />
      ) : null}
      <TransferPanel others={others} />
      <CallBar
        snapshot={snapshot}
        clock={clock}
        leg={shift.leg}
        view={legView}
        enabled={desk.enabled}
        previewEndsAtMs={desk.previewEndsAtMs}
        act={acts.act}
      >
        <OthersKeys others={others} />
      </CallBar>
    </div>
  );
}

/** The desk stays mounted behind other pages. */
const isShown = () => document.querySelector<HTMLElement>('.desk-host')?.hidden !== true;
/** A window that stands before it has its own digits and its own Enter; the keys of the call go on. */
const isInFront = () => isShown() && document.querySelector('[aria-modal="true"]') === null;

interface DigitFacts {
  hasDraft: boolean;
  wrapUp: boolean;
  talking: boolean;
  passed: boolean;
  asked: DigitTarget | null;
}

/** Digits serve what comes next: the identity check in the call, the result once it passed or the call is over. */
function digitTarget({ hasDraft, wrapUp, talking, passed, asked }: DigitFacts): DigitTarget {
  if (wrapUp) return 'result';
  if (!talking || !hasDraft) return 'none';
  return asked ?? (passed ? 'result' : 'identity');
}
