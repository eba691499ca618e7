import { Select } from '@mantine/core';
import type { PersonCard } from '../../../core/contracts/http/records.ts';
import { PHONE_WORDS, type PhoneWordStatus } from '../../../core/rules/phone-word.ts';
import { monthDayTime, phoneText } from '../../ui/format.ts';
import { caseStrings, phoneWordLabel } from '../../ui/strings/case.ts';
import { phoneTypeLabel, strings } from '../../ui/strings.ts';

const text = caseStrings.contacts;
const MARKS: Record<PhoneWordStatus, string> = { valid: '✓', dead: '✗', foreign: '✗', refused: '✗', fax: '□' };

interface PersonPhonesProps {
  phones: PersonCard['phones'];
  mayEdit: boolean;
  onSay: (phoneId: number, status: string) => Promise<void>;
}

/** Every number with what is known of it, and by whom; a new word counts at once for calls and messages. */
export function PersonPhones({ phones, mayEdit, onSay }: PersonPhonesProps) {
  if (phones.length === 0) return <span className="muted">{strings.desk.case.noPhones}</span>;
  return (
    <div>
      <ul className="person-phones">
        {phones.map((phone) => (
          <li key={phone.id} className="phone-line" data-unusable={phone.usable ? undefined : ''}>
            <span className="phone-digits">{phoneText(phone.digits, phone.raw)}</span>
            <span className="muted">
              {phoneTypeLabel[phone.type]} {phone.sourceName ?? ''}
            </span>
            <PhoneMark phone={phone} />
            <Select
              aria-label={text.phoneStatus(phoneText(phone.digits, phone.raw))}
              w={104}
              placeholder={text.unsaid}
              disabled={!mayEdit}
              allowDeselect={false}
              data={PHONE_WORDS.map((value) => ({ value, label: phoneWordLabel[value] }))}
              value={phone.words[0]?.status ?? null}
              onChange={(value) => value && void onSay(phone.id, value)}
            />
            <Words words={phone.words} />
          </li>
        ))}
      </ul>
      <small className="muted">{text.phoneHint}</small>
    </div>
  );
}

function PhoneMark({ phone }: { phone: PersonCard['phones'][number] }) {
  if (!phone.usable)
    return (
      <span className="tag" data-tone="bad">
        ✗ {phone.unusableReason ?? strings.desk.case.unusable}
      </span>
    );
  const [word] = phone.words;
  // The choice beside it says that nobody has said anything yet.
  if (!word) return null;
  return (
    <span className="tag" data-tone={word.status === 'valid' ? 'good' : 'warn'}>
      {MARKS[word.status]} {phoneWordLabel[word.status]}
    </span>
  );
}

function Words({ words }: Pick<PersonCard['phones'][number], 'words'>) {
  if (words.length === 0) return null;
  return (
    <small className="muted">
      {words
        .slice(0, 4)
        .map(({ at, status, byName }) => `${monthDayTime(at)} ${phoneWordLabel[status]} ${byName ?? ''}`)
        .join(' ← ')}
    </small>
  );
}
