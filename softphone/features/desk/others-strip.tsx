import type { AgentSnapshot, PartySnapshot } from '../../../core/contracts/realtime.ts';
import { KeyButton } from '../../ui/key-button.tsx';
import { strings } from '../../ui/strings.ts';
import { useTicker } from '../../ui/use-ticker.ts';
import { completeTransfer, dropParty } from './others-commands.ts';
import type { Others } from './use-others.ts';

const text = strings.others;

interface StripProps {
  snapshot: AgentSnapshot | null;
  others: Others;
  run: (kind: string, command: () => Promise<unknown>) => Promise<boolean>;
}

/** A line above the call bar while there is somebody to tell of: who is in the call, who asks for help, a silent recording. */
export function OthersStrip({ snapshot, others, run }: StripProps) {
  const call = snapshot?.call ?? null;
  const asking = others.can.join ? (snapshot?.helpAsked[0] ?? null) : null;
  const parties = call?.parties ?? [];
  const isSilent = call?.recording.pausedUntilMs != null;
  const passedOn = call?.passedOn === true && snapshot?.state === 'wrap_up';
  if (!snapshot || snapshot.offer) return null;
  const { joinedFor } = snapshot;
  if (parties.length === 0 && !asking && !isSilent && !passedOn && joinedFor === null) return null;
  return (
    <section className="others-strip" aria-label={text.title} aria-live="polite">
      {joinedFor !== null ? <span>◆ {text.joinedFor(joinedFor)}</span> : null}
      {passedOn ? <span>✓ {text.passedOn}</span> : null}
      {isSilent ? <Silence untilMs={call.recording.pausedUntilMs ?? 0} /> : null}
      {joinedFor === null && call !== null
        ? parties.map((party) => (
            <Party
              key={party.id}
              party={party}
              onDrop={() => void run('party', () => dropParty(call.id, party.id))}
              onTakeOver={() => void run('party', () => completeTransfer(call.id, 'transfer', party.id))}
            />
          ))
        : null}
      {asking ? (
        <span className="tag" data-tone="warn">
          ▲ {text.helpFrom(asking)}
          <KeyButton keys="Alt+J" enabled onPress={() => others.act({ type: 'join_help' })} tone="go">
            {asking.lost ? text.takeOver : text.join}
          </KeyButton>
        </span>
      ) : null}
    </section>
  );
}

interface PartyProps {
  party: PartySnapshot;
  onDrop: () => void;
  onTakeOver: () => void;
}

function Party({ party, onDrop, onTakeOver }: PartyProps) {
  const { state, purpose, label, kind } = party;
  const word = purpose === 'help' && state === 'dialling' ? text.waiting.help : text.waiting[stateWord(state)];
  const isIn = state === 'joined';
  return (
    <span className="tag" data-tone={isIn ? 'good' : 'warn'}>
      {isIn ? '●' : '○'} {label} {word}
      {isIn && (kind === 'agent' || kind === 'supervisor') ? (
        <button type="button" className="link-button" onClick={onTakeOver}>
          {text.takeOver}
        </button>
      ) : null}
      {purpose === 'transfer' ? null : (
        <button type="button" className="link-button" onClick={onDrop}>
          {text.drop}
        </button>
      )}
    </span>
  );
}

const stateWord = (state: PartySnapshot['state']) =>
  state === 'consulting' || state === 'joined' ? state : ('dialling' as const);

function Silence({ untilMs }: { untilMs: number }) {
  useTicker();
  return (
    <span className="tag" data-tone="bad">
      ■ {text.paused(Math.max(0, Math.ceil((untilMs - Date.now()) / 1_000)))}
    </span>
  );
}

/** The keys of the call bar. */
export function OthersKeys({ others }: { others: Others }) {
  const { can, act, helpAsked, isPaused, panel } = others;
  if (can.leave)
    return (
      <KeyButton keys="Alt+Q" enabled onPress={() => act({ type: 'leave' })} tone="stop">
        {text.keys.leave}
      </KeyButton>
    );
  return (
    <>
      <KeyButton
        keys="Alt+T"
        enabled={can.transfer}
        onPress={() => act({ type: 'toggle_panel' })}
        pressed={panel === 'targets' || panel === 'consult'}
      >
        {text.keys.transfer}
      </KeyButton>
      <KeyButton keys="Alt+G" enabled={can.help} onPress={() => act({ type: 'help' })} pressed={helpAsked}>
        {text.keys.help}
      </KeyButton>
      {can.pause ? (
        <KeyButton keys="Alt+P" enabled onPress={() => act({ type: 'pause' })} pressed={isPaused}>
          {isPaused ? text.keys.resume : text.keys.pause}
        </KeyButton>
      ) : null}
    </>
  );
}
