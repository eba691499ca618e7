import { count, dayWithWeekday } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { listIn, numberIn, partIn, type Stored, textIn } from './detail-values.ts';
import { Figure } from './figure.tsx';
import { Frontier } from './frontier.tsx';

const text = strings.inbox.predictive;

/** What the subject's own calls measured, and what the cap would buy. */
export function PredictiveDetail({ detail }: { detail: Stored }) {
  const measured = partIn(detail, 'measured');
  const validTo = textIn(detail, 'validTo');
  const figure = (key: string) => (measured ? (numberIn(measured, key) ?? 0) : 0);
  const frontier = listIn(detail, 'frontier');
  return (
    <>
      <dl className="figures-row">
        <Figure label={text.cap} unit="%">
          {numberIn(detail, 'capPercent') ?? '—'}
        </Figure>
        <Figure label={text.period}>
          {dayWithWeekday(textIn(detail, 'validFrom') ?? '')} 〜 {validTo ? dayWithWeekday(validTo) : text.until}
        </Figure>
      </dl>
      <p className="explain">{text.explain}</p>
      <section aria-label={text.measured}>
        <h3>{text.measured}</h3>
        {measured ? (
          <dl className="figures-row small">
            <Figure label={text.calls} unit={text.times}>
              {count(figure('calls'))}
            </Figure>
            <Figure label={text.answer} unit="%">
              {figure('answerPercent').toFixed(1)}
            </Figure>
            <Figure label={text.abandoned} unit="%">
              {figure('abandonedPercent').toFixed(1)}
            </Figure>
            <Figure label={text.ring} unit={text.seconds}>
              {figure('ringSec')}
            </Figure>
            <Figure label={text.talk} unit={text.seconds}>
              {figure('talkSec')}
            </Figure>
          </dl>
        ) : (
          <p className="muted">{text.notMeasured}</p>
        )}
      </section>
      {frontier.length > 0 ? <Frontier points={frontier} cap={numberIn(detail, 'capPercent') ?? 0} /> : null}
    </>
  );
}
