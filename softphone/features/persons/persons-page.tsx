import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { FoundPersons, PersonHit } from '../../../core/contracts/http/records.ts';
import { post } from '../../client/http.ts';
import { Empty } from '../../ui/empty.tsx';
import { shortEraDate } from '../../ui/format.ts';
import { PersonName } from '../../ui/person-name.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import './person.css';

const text = strings.persons;
const kinds = Object.entries(text.byLabels).map(([value, label]) => ({ value, label }));

/** Searching is an act that is written down: nothing is asked of the server before the person presses the button. */
export function PersonsPage({ mayView }: { mayView: boolean }) {
  const [by, setBy] = useState('any');
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState<{ by: string; q: string; at: number } | null>(null);
  const hits = useQuery({
    queryKey: ['persons', asked],
    queryFn: () => find(asked?.by ?? 'any', asked?.q ?? ''),
    enabled: asked !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() !== '') setAsked({ by, q: words.trim(), at: performance.now() });
  };
  return (
    <>
      <div className="page-head">
        <h1>{text.title}</h1>
      </div>
      <section className="card">
        <form className="filters" onSubmit={submit}>
          <TextInput
            aria-label={text.byLabels[by]}
            className="persons-words"
            size="md"
            autoFocus
            placeholder={text.hints[by] ?? ''}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Button type="submit" size="md" disabled={words.trim() === '' || hits.isFetching}>
            {strings.common.search}
          </Button>
          <div>
            <span className="form-label" id="by-label">
              {text.by}
            </span>
            <SegmentedControl aria-labelledby="by-label" data={kinds} value={by} onChange={setBy} />
          </div>
        </form>
        {hits.error ? <ProblemNotice error={hits.error} /> : null}
        {asked === null ? <Empty title={text.emptyTitle}>{text.emptyBody}</Empty> : null}
        {hits.isFetching ? <Empty title={strings.common.loading} /> : null}
        {hits.data?.length === 0 ? <Empty title={text.noneTitle}>{text.noneBody}</Empty> : null}
        {hits.data && hits.data.length > 0 ? <Hits hits={hits.data} mayView={mayView} /> : null}
      </section>
    </>
  );
}

/** `any`: the server recognises what was typed. */
async function find(by: string, q: string): Promise<PersonHit[]> {
  return (await post<FoundPersons>('/api/person-search', by === 'any' ? { q } : { q, by })).hits;
}

function Hits({ hits, mayView }: { hits: readonly PersonHit[]; mayView: boolean }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{text.columns.addressee}</th>
          <th>{text.columns.name}</th>
          <th>{text.columns.kana}</th>
          <th>{text.columns.birth}</th>
          <th>{text.columns.address}</th>
          <th>{text.columns.phone}</th>
        </tr>
      </thead>
      <tbody>
        {hits.map((hit) => (
          <tr key={hit.id}>
            <td>{hit.addresseeNo}</td>
            {hit.masked ? (
              <td colSpan={5}>
                <span className="tag" data-tone="bad">
                  ⚠ {text.masked}
                </span>
              </td>
            ) : (
              <>
                <td>
                  {mayView ? (
                    <a href={`#/persons/${hit.id}`}>
                      <PersonName name={hit.name} />
                    </a>
                  ) : (
                    <PersonName name={hit.name} />
                  )}
                </td>
                <td>{hit.kana}</td>
                <td>{hit.birthDate ? shortEraDate(hit.birthDate) : ''}</td>
                <td>{hit.address}</td>
                <td>{hit.phoneTail ? `…${hit.phoneTail}` : ''}</td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
