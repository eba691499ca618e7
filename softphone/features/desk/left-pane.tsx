import type { DeskCampaign } from '../../../core/contracts/http/desk.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { lineResultLabel, modeLabel, strings, talkResultLabel, whoAnsweredLabel } from '../../ui/strings.ts';
import { CorrectLink } from '../contacts/correct-link.tsx';
import { PromiseCounts } from '../promises/promise-counts.tsx';
import { CallbackList } from './callback-list.tsx';
import { contactsIn, type ShiftEntry } from './shift-log.ts';
import { POOL, type WorkChoice } from './work-choice.ts';

const text = strings.desk.left;
/** Corrections are made of what was just said; a page that is open all day must not grow with every call. */
const listed = 50;

interface LeftPaneProps {
  campaigns: readonly DeskCampaign[] | undefined;
  choice: WorkChoice;
  /** A campaign in hand is not changed under a case: first break, then choose. */
  fixed: boolean;
  log: readonly ShiftEntry[];
  onChoose: (id: string) => void;
}

export function LeftPane({ campaigns, choice, fixed, log, onChoose }: LeftPaneProps) {
  const contacts = contactsIn(log);
  return (
    <aside className="pane left" aria-label={text.campaigns}>
      <h2>{text.campaigns}</h2>
      <div className="campaigns" role="radiogroup" aria-label={text.campaigns}>
        {campaigns?.some(({ training }) => training) ? null : (
          <label className="campaign" data-chosen={choice === POOL || undefined}>
            <input
              type="radio"
              name="campaign"
              className="sr-only"
              checked={choice === POOL}
              disabled={fixed && choice !== POOL}
              onChange={() => onChoose(POOL)}
            />
            <PoolStripe campaigns={campaigns ?? []} />
            <span className="campaign-text">
              <span className="campaign-name">{text.pool}</span>
              <span className="campaign-sub muted">{text.poolSub}</span>
            </span>
          </label>
        )}
        {campaigns?.length === 0 ? <p className="muted hint">{text.noCampaigns}</p> : null}
        {campaigns?.map((campaign) => (
          <label key={campaign.id} className="campaign" data-chosen={campaign.id === choice || undefined}>
            <input
              type="radio"
              name="campaign"
              className="sr-only"
              checked={campaign.id === choice}
              disabled={fixed && campaign.id !== choice}
              onChange={() => onChoose(campaign.id)}
            />
            <span className="subject-stripe" style={{ background: campaign.subject.colour }} aria-hidden />
            <span className="campaign-text">
              <span className="campaign-name" title={campaign.name}>
                {campaign.name}
              </span>
              <span className="campaign-sub muted">
                <span>
                  {campaign.subject.shortName}・{modeLabel[campaign.mode]}
                </span>
                <span title={`${campaign.waiting} / ${campaign.total}`}>
                  {text.waiting}
                  {campaign.waiting}
                </span>
              </span>
            </span>
          </label>
        ))}
      </div>
      <CallbackList />
      <PromiseCounts />
      <h2>{text.thisShift}</h2>
      <dl className="figures">
        <div>
          <dt>{text.calls}</dt>
          <dd>{log.length}</dd>
        </div>
        <div>
          <dt>{text.contacts}</dt>
          <dd>{contacts}</dd>
        </div>
        <div>
          <dt>{text.rate}</dt>
          <dd>{log.length === 0 ? '—' : `${Math.round((contacts / log.length) * 100)}%`}</dd>
        </div>
      </dl>
      {log.length === 0 ? <p className="muted hint">{text.emptyShift}</p> : null}
      <ol className="shift-log">
        {log.slice(0, listed).map((entry) => (
          <li key={entry.callId}>
            <PersonName name={entry.name} />
            <span className="muted" title={outcome(entry)}>
              {outcome(entry)}
            </span>
            <CorrectLink recordId={entry.callId} />
          </li>
        ))}
      </ol>
    </aside>
  );
}

/** All the lines in one stripe. */
function PoolStripe({ campaigns }: { campaigns: readonly DeskCampaign[] }) {
  const colours = [...new Set(campaigns.map(({ subject }) => subject.colour))];
  return (
    <span className="subject-stripe pool-stripe" aria-hidden>
      {colours.map((colour) => (
        <i key={colour} style={{ background: colour }} />
      ))}
    </span>
  );
}

function outcome({ whoAnswered, lineResult, talkResult }: ShiftEntry): string {
  if (whoAnswered === 'nobody') return lineResultLabel[lineResult];
  if (talkResult === null) return whoAnsweredLabel[whoAnswered];
  return `${whoAnsweredLabel[whoAnswered]} ${talkResultLabel[talkResult]}`;
}
