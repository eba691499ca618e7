import type { PhoneType } from '../../../core/contracts/calls.ts';
import type { CaseView } from '../../../core/contracts/http/desk.ts';
import { monthDayTime, phoneText } from '../../ui/format.ts';
import { phoneWordLabel } from '../../ui/strings/case.ts';
import { lineResultLabel, phoneTypeLabel, strings } from '../../ui/strings.ts';

const text = strings.desk.case;

const icons: Record<PhoneType, string> = {
  home: 'M3 9.5 10 4l7 5.5V17h-5v-4.5H8V17H3z',
  mobile: 'M6 2.5h8v15H6zM9 15h2',
  work: 'M3 7h14v10H3zM7.5 7V4h5v3',
  other: 'M5 3h3l1.5 4-2 1.5a9 9 0 0 0 4 4L13 10.5l4 1.5v3c0 1-1 2-2 2C8.500 17 3 11.500 3 5c0-1 1-2 2-2z',
};

interface PhoneListProps {
  phones: CaseView['phones'];
  selectedId: number | null;
  maySelect: boolean;
  onSelect: (id: number) => void;
}

export function PhoneList({ phones, selectedId, maySelect, onSelect }: PhoneListProps) {
  if (phones.length === 0) return <span className="muted">{text.noPhones}</span>;
  return (
    <>
      {phones.map((phone) => {
        const chosen = phone.id === selectedId;
        return (
          <button
            key={phone.id}
            type="button"
            className="phone"
            aria-pressed={chosen}
            disabled={!maySelect || !phone.usable}
            data-unusable={phone.usable ? undefined : ''}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onSelect(phone.id)}
          >
            <svg
              viewBox="0 0 20 20"
              width="16"
              height="16"
              aria-hidden
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
            >
              <path d={icons[phone.type]} />
            </svg>
            <span className="phone-digits">{phoneText(phone.digits, phone.raw)}</span>
            <span className="muted">
              {phoneTypeLabel[phone.type]}
              {phone.sourceName ? ` ${phone.sourceName}` : ''}
            </span>
            <PhoneNote phone={phone} chosen={chosen} />
          </button>
        );
      })}
    </>
  );
}

function PhoneNote({ phone, chosen }: { phone: CaseView['phones'][number]; chosen: boolean }) {
  if (!phone.usable)
    return (
      <span className="tag" data-tone="bad">
        ✗ {phone.unusableReason ?? text.unusable}
      </span>
    );
  const [word] = phone.words;
  return (
    <>
      {word?.status === 'valid' ? (
        <span className="tag" data-tone="good" title={`${monthDayTime(word.at)} ${word.byName ?? ''}`}>
          ✓ {phoneWordLabel.valid}
        </span>
      ) : null}
      {phone.manualOnlyReason ? (
        <span className="tag" data-tone="warn">
          {phone.manualOnlyReason}
        </span>
      ) : null}
      {phone.lastResult ? (
        <span className="tag">
          {text.before} {lineResultLabel[phone.lastResult]}
        </span>
      ) : null}
      {chosen ? (
        <span className="tag" data-tone="accent">
          ✓ {text.dial}
        </span>
      ) : null}
    </>
  );
}
