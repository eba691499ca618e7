import type { HandOverRow } from '../../../core/contracts/http/hand-overs.ts';
import { phoneText } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.handOvers;

/** Whose matter it is; of a caller nobody knows, the number is all there is. */
export function MatterOf({ row: { person, caller } }: { row: Pick<HandOverRow, 'person' | 'caller'> }) {
  if (person !== null) return <PersonName name={person.name} />;
  const number = caller?.number ?? null;
  return (
    <>
      ? {text.unknown}
      {caller?.masked ? '' : ` ${number === null ? text.call.withheld : phoneText(number, number)}`}
    </>
  );
}
