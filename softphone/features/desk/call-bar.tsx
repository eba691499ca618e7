import { type ReactNode, useCallback } from 'react';
import type { AgentSnapshot, CallSnapshot } from '../../../core/contracts/realtime.ts';
import type { ProductClock } from '../../client/product-clock.ts';
import type { AgentLeg, LegView } from '../../phone/agent-leg.ts';
import { duration } from '../../ui/format.ts';
import { KeyButton } from '../../ui/key-button.tsx';
import { LevelBar } from '../../ui/level-bar.tsx';
import { agentStateLabel, labelOf, lineResultLabel, strings } from '../../ui/strings.ts';
import { useTicker } from '../../ui/use-ticker.ts';
import type { CallAction } from './call-actions.ts';
import { isPreviewEnding, previewLeftSec } from './preview-timer.ts';

const text = strings.desk.bar;

interface CallBarProps {
  snapshot: AgentSnapshot | null;
  clock: ProductClock | null;
  leg: AgentLeg;
  view: LegView;
  enabled: ReadonlySet<CallAction>;
  previewEndsAtMs: number | null;
  act: (action: CallAction) => void;
  /** Keys for others in the call. */
  children: ReactNode;
}

/** Always the same keys in the same places: what does nothing now is pale, never gone. */
export function CallBar({ snapshot, clock, leg, view, enabled, previewEndsAtMs, act, children }: CallBarProps) {
  const readNear = useCallback(() => leg.readLevels().near, [leg]);
  const readFar = useCallback(() => leg.readLevels().far, [leg]);
  const key = (action: CallAction, keys: string, label: string, tone?: 'go' | 'stop', pressed?: boolean) => (
    <KeyButton
      keys={keys}
      enabled={enabled.has(action)}
      onPress={() => act(action)}
      {...(tone ? { tone } : {})}
      {...(pressed === undefined ? {} : { pressed })}
    >
      {label}
    </KeyButton>
  );
  return (
    <footer className="call-bar">
      <CallState snapshot={snapshot} clock={clock} muted={view.muted} previewEndsAtMs={previewEndsAtMs} />
      <span className="levels">
        <span>
          {text.far} <LevelBar read={readFar} label={text.far} />
        </span>
        <span>
          {text.near} <LevelBar read={readNear} label={text.near} />
        </span>
        <LegMark view={view} proven={snapshot?.mediaProven ?? false} />
      </span>
      <span className="call-keys">
        {key('dial', 'F2', snapshot?.offer ? strings.others.offer.accept : text.dial, 'go')}
        {key('mute', 'Alt+M', view.muted ? text.unmute : text.mute, undefined, view.muted)}
        {key('hold', 'Alt+H', snapshot?.held ? text.unhold : text.hold, undefined, snapshot?.held ?? false)}
        {key('dtmf', 'Alt+D', text.dtmf)}
        {children}
        {key('hang_up', 'Alt+Q', text.hangUp, 'stop')}
        <span className="bar-gap" />
        {key('skip', 'Alt+S', snapshot?.offer ? strings.others.offer.decline : text.skip)}
        {snapshot?.intent === 'ready' ? key('break', 'Alt+B', text.pause) : key('ready', 'Alt+R', text.ready, 'go')}
      </span>
    </footer>
  );
}

function CallState({
  snapshot,
  clock,
  muted,
  previewEndsAtMs,
}: {
  snapshot: AgentSnapshot | null;
  clock: ProductClock | null;
  muted: boolean;
  previewEndsAtMs: number | null;
}) {
  useTicker();
  const left = previewLeftSec(previewEndsAtMs, performance.now());
  if (left !== null) {
    return (
      <span className="call-state" data-tone={isPreviewEnding(left) ? 'ending' : 'idle'}>
        <strong>◆ {text.preview}</strong>
        <span className="call-timer">{duration(left)}</span>
      </span>
    );
  }
  if (snapshot?.offer)
    return (
      <span className="call-state" data-tone="ringing">
        <strong>☎ {strings.others.offer.title}</strong>
      </span>
    );
  const call = snapshot?.call ?? null;
  const tone = snapshot?.state === 'talking' ? 'talking' : snapshot?.state === 'ringing' ? 'ringing' : 'idle';
  return (
    <span className="call-state" data-tone={tone}>
      <strong>
        ☎ {call?.direction === 'inbound' ? text.incomingMark : ''}
        {call ? callWord(call, snapshot?.held ?? false) : text.idle}
      </strong>
      <span className="call-timer">{call && clock ? duration(callSeconds(call, clock)) : '00:00'}</span>
      {muted ? (
        <span className="tag" data-tone="bad">
          {text.muted}
        </span>
      ) : null}
    </span>
  );
}

function callWord(call: CallSnapshot, held: boolean): string {
  if (call.endedAt) {
    if (call.answeredAt) return labelOf(text.endedBy, call.endedBy);
    return call.lineResult ? lineResultLabel[call.lineResult] : text.over;
  }
  if (held) return text.held;
  if (call.answeredAt) return agentStateLabel.talking;
  return call.state === 'ringing' ? agentStateLabel.ringing : text.dialling;
}

/** Talk time once answered, otherwise the time since the dial; it stands still when the call is over. */
function callSeconds(call: CallSnapshot, clock: ProductClock): number {
  const from = call.answeredAt ?? call.dialledAt;
  if (!from) return 0;
  const until = call.endedAt ? Date.parse(call.endedAt) : clock.nowMs();
  return (until - Date.parse(from)) / 1000;
}

function LegMark({ view, proven }: { view: LegView; proven: boolean }) {
  const bothWays = view.phase === 'up' && view.packets !== null && view.packets.received > 0 && view.packets.sent > 0;
  const good = bothWays && proven;
  const word = good
    ? strings.desk.leg.up
    : view.phase === 'up'
      ? strings.desk.leg.oneWay
      : strings.desk.leg[view.phase];
  return (
    <span className="tag leg-mark" data-tone={good ? 'good' : 'warn'} role="status">
      {good ? '●' : '○'} {word}
    </span>
  );
}
