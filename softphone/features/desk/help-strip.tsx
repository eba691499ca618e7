import { useState } from 'react';
import { helpAsked } from '../../client/help-link.ts';
import type { ProductClock } from '../../client/product-clock.ts';
import { useStore } from '../../client/use-store.ts';
import { duration } from '../../ui/format.ts';
import { KeyButton } from '../../ui/key-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useTicker } from '../../ui/use-ticker.ts';
import { joinHelp } from './others-commands.ts';
import { shiftStore } from './shift.ts';
import { useAltKey } from './use-alt-key.ts';
import './help-strip.css';

const text = strings.others;

/**
 * Who asks for help, to a supervisor on any page but the desk, which has a line of its own for it. Over the page: nothing below moves.
 * Alt+J goes to the longest one; without a headset that is proven, the way leads over the desk.
 */
export function HelpStrip({ clock }: { clock: ProductClock }) {
  const [first, ...others] = useStore(helpAsked);
  const hasLeg = useStore(shiftStore).kind === 'open';
  const [problem, setProblem] = useState<unknown>(null);
  useTicker();
  const go = () => {
    if (!first) return;
    setProblem(null);
    if (!hasLeg) location.hash = '#/desk';
    else
      joinHelp(first.callId).then(() => {
        location.hash = '#/desk';
      }, setProblem);
  };
  useAltKey((code) => {
    if (code !== 'KeyJ' || !first) return false;
    go();
    return true;
  });
  if (!first) return null;
  return (
    <section className="help-strip" role="alert" aria-label={text.keys.help}>
      <strong>▲ {text.helpFrom(first)}</strong>
      <span aria-hidden>{duration((clock.nowMs() - Date.parse(first.since)) / 1_000)}</span>
      {others.length > 0 ? <span>{text.moreHelp(others.length)}</span> : null}
      <KeyButton keys="Alt+J" enabled onPress={go} tone="go">
        {hasLeg ? (first.lost ? text.takeOver : text.join) : text.toDesk}
      </KeyButton>
      {problem ? <ProblemNotice error={problem} /> : null}
    </section>
  );
}
