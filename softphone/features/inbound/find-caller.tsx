import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import type { FoundPersons } from '../../../core/contracts/http/records.ts';
import { SEARCH_NAMES } from '../../../core/rules/recognise-search.ts';
import { post } from '../../client/http.ts';
import { shortEraDate } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { inboundStrings as text } from '../../ui/strings/inbound.ts';
import { strings } from '../../ui/strings.ts';
import { useAltKey } from '../desk/use-alt-key.ts';

/** One input for whatever the citizen says of themselves. Searching is written down: nothing is asked before Enter. */
export function FindCaller({
  onPick,
  choose = text.choose,
}: {
  onPick: (personId: number, name: string) => void;
  choose?: string;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState<{ q: string; turn: number } | null>(null);
  const found = useQuery({
    queryKey: ['person-search', asked],
    queryFn: () => post<FoundPersons>('/api/person-search', { q: asked?.q }),
    enabled: asked !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  useAltKey((code) => {
    if (code !== 'KeyK') return false;
    field.current?.focus();
    return true;
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') setAsked((before) => ({ q: words.trim(), turn: (before?.turn ?? 0) + 1 }));
  };
  return (
    <section aria-label={text.search}>
      <form className="find-caller" onSubmit={submit}>
        <TextInput
          ref={field}
          label={text.search}
          placeholder={text.searchHint}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Button type="submit" disabled={words.trim() === '' || found.isFetching}>
          {strings.common.search}
        </Button>
      </form>
      {found.error ? <ProblemNotice error={found.error} /> : null}
      {found.data ? <Found found={found.data} choose={choose} onPick={onPick} /> : null}
    </section>
  );
}

/** Namesakes are many. */
const whoIs = ({ name, birthDate }: FoundPersons['hits'][number]) =>
  birthDate ? `${name} ${shortEraDate(birthDate)}` : name;

interface FoundProps {
  found: FoundPersons;
  choose: string;
  onPick: (personId: number, name: string) => void;
}

function Found({ found: { by, hits, note }, choose, onPick }: FoundProps) {
  if (hits.length === 0) return <p role="status">{note ?? text.none}</p>;
  return (
    <>
      <p role="status" className="muted">
        {text.found(by ? SEARCH_NAMES[by] : '', hits.length)}
      </p>
      <ol className="candidates">
        {hits.map((hit) => (
          <li key={hit.id}>
            {hit.masked ? (
              <span className="tag" data-tone="bad">
                ⚠ {text.masked}
              </span>
            ) : (
              <>
                <span>
                  <strong>
                    <PersonName name={hit.name} />
                  </strong>{' '}
                  <span className="muted">{hit.kana}</span>
                </span>
                <span className="muted">
                  {[hit.birthDate ? shortEraDate(hit.birthDate) : null, hit.address].filter(Boolean).join(' ')}
                </span>
                <button type="button" className="link-button" onClick={() => onPick(hit.id, whoIs(hit))}>
                  {choose}
                </button>
              </>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
