import { languageName } from '../../../core/rules/language-names.ts';
import { count } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { numberIn, partIn, type Stored, textIn } from './detail-values.ts';
import { Figure } from './figure.tsx';

const text = strings.sms.inbox;
const sources: Record<string, string> = strings.sms.batch.sources;

/** A text before the city: as written, and as a telephone shows it. */
export function SmsTemplateDetail({ detail }: { detail: Stored }) {
  const language = textIn(detail, 'language');
  return (
    <>
      <dl className="figures-row">
        <Figure label={text.characters}>{count(numberIn(detail, 'characters') ?? 0)}</Figure>
        <Figure label={text.parts} unit={text.partsUnit}>
          {count(numberIn(detail, 'parts') ?? 0)}
        </Figure>
      </dl>
      <dl className="approval-facts">
        <dt>{text.kind}</dt>
        <dd>
          {textIn(detail, 'kindName') ?? '—'}
          {language ? ` (${languageName(language)})` : ''}
        </dd>
        <dt>{text.sample}</dt>
        <dd className="sentence">{textIn(detail, 'sample') ?? '—'}</dd>
        <dt>{text.body}</dt>
        <dd>{textIn(detail, 'body') ?? '—'}</dd>
      </dl>
    </>
  );
}

/** A send before the city: to whom, how many, in which words, and how many the city has sent already. */
export function SmsListDetail({ detail }: { detail: Stored }) {
  const list = partIn(detail, 'list');
  const used = (sent: string, limit: string) =>
    `${count(numberIn(detail, sent) ?? 0)} / ${count(numberIn(detail, limit) ?? 0)}`;
  return (
    <>
      <dl className="figures-row">
        {list ? (
          <Figure label={text.persons} unit={text.personsUnit}>
            {count(numberIn(list, 'persons') ?? 0)}
          </Figure>
        ) : null}
        <Figure label={text.today}>{used('sentToday', 'perDay')}</Figure>
        <Figure label={text.year}>{used('sentThisYear', 'perYear')}</Figure>
      </dl>
      <dl className="approval-facts">
        <dt>{text.source}</dt>
        <dd>{list ? (textIn(list, 'name') ?? '—') : (sources[textIn(detail, 'source') ?? ''] ?? '—')}</dd>
        <dt>{text.template}</dt>
        <dd>{textIn(detail, 'template') ?? '—'}</dd>
        <dt>{text.sample}</dt>
        <dd className="sentence">{textIn(detail, 'sample') ?? '—'}</dd>
      </dl>
      <p className="muted hint">{text.note}</p>
    </>
  );
}
