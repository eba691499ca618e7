import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ContactPreferenceView } from '../../../core/contracts/http/desk.ts';
import { CONTACT_WAY_NAMES, CONTACT_WAYS, type ContactWay } from '../../../core/rules/contact-preference.ts';
import { monthDayTime } from '../../ui/format.ts';
import { caseStrings } from '../../ui/strings/case.ts';

const text = caseStrings.contacts;

interface WishesProps {
  preference: ContactPreferenceView | undefined;
  mayEdit: boolean;
  onSave: (body: { ways: ContactWay[]; note: string }) => Promise<void>;
}

/** How a person asked to be reached. */
export function Wishes({ preference, mayEdit, onSave }: WishesProps) {
  const [ways, setWays] = useState<ContactWay[]>(preference?.ways ?? []);
  const [note, setNote] = useState(preference?.note ?? '');
  const changed = ways.join() !== (preference?.ways ?? []).join() || note !== (preference?.note ?? '');
  return (
    <span className="labels">
      {CONTACT_WAYS.map((way) => (
        <Checkbox
          key={way}
          label={CONTACT_WAY_NAMES[way]}
          disabled={!mayEdit}
          checked={ways.includes(way)}
          onChange={({ currentTarget: { checked } }) =>
            setWays(CONTACT_WAYS.filter((one) => (one === way ? checked : ways.includes(one))))
          }
        />
      ))}
      {mayEdit ? (
        <>
          <TextInput
            aria-label={text.wishNote}
            placeholder={text.wishNote}
            maxLength={200}
            value={note}
            onChange={({ currentTarget: { value } }) => setNote(value)}
          />
          <Button disabled={!changed} onClick={() => void onSave({ ways, note })}>
            {text.saveWishes}
          </Button>
        </>
      ) : (
        note
      )}
      <small className="muted">
        {preference ? `${monthDayTime(preference.at)} ${preference.byName ?? ''} ` : ''}
        {text.stopsCalls}
      </small>
    </span>
  );
}
