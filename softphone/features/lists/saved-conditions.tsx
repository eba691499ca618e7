import { Button, Switch, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ExtractionRow } from '../../../core/contracts/http/lists.ts';
import type { Condition } from '../../../core/rules/extraction.ts';
import { del, get, post, put } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { count, yen } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';

const text = strings.lists.saved;

interface SavedProps {
  entrustmentId: string;
  condition: Condition;
  savable: boolean;
  loaded: ExtractionRow | null;
  onLoad: (row: ExtractionRow | null) => void;
}

/** Saved conditions with the figures of the last look; old ones are counted again behind the page's back, one after the other. */
export function SavedConditions({ entrustmentId, condition, savable, loaded, onLoad }: SavedProps) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const key = ['lists', 'extractions', entrustmentId];
  const list = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<ExtractionRow[]>(`/api/lists/extractions?entrustment=${entrustmentId}`, signal),
  });
  const stale = list.data?.find((row) => row.stale)?.id;
  useEffect(() => {
    if (stale === undefined) return;
    post(`/api/lists/extractions/${stale}/count`)
      .then(() => client.invalidateQueries({ queryKey: ['lists', 'extractions', entrustmentId] }))
      .catch(setProblem);
  }, [stale, client, entrustmentId]);
  const act = async (work: () => Promise<unknown>) => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: key });
  };
  return (
    <section className="card" aria-label={text.title}>
      <div className="card-head">
        <h2>{text.title}</h2>
        <SaveForm
          loaded={loaded}
          savable={savable}
          onSave={(body) =>
            act(async () => {
              const overwrite = loaded?.mine && body.overwrite;
              if (overwrite) await put(`/api/lists/extractions/${loaded.id}`, { ...body, condition });
              else await post('/api/lists/extractions', { ...body, entrustmentId, condition });
            })
          }
        />
      </div>
      {problem ? <ProblemNotice error={problem} /> : null}
      {list.data?.length === 0 ? <p className="muted card-body">{text.none}</p> : null}
      {list.data && list.data.length > 0 ? (
        <table className="table">
          <tbody>
            {list.data.map((row) => (
              <SavedRow
                key={row.id}
                row={row}
                current={row.id === loaded?.id}
                onLoad={() => onLoad(row)}
                onCopy={() =>
                  act(() =>
                    post(`/api/lists/extractions/${row.id}/copy`, { name: text.copyName(row.name).slice(0, 80) }),
                  )
                }
                onDelete={() =>
                  act(async () => {
                    await del(`/api/lists/extractions/${row.id}`);
                    if (row.id === loaded?.id) onLoad(null);
                  })
                }
              />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

interface SaveFormProps {
  loaded: ExtractionRow | null;
  savable: boolean;
  onSave: (body: { name: string; shared: boolean; overwrite: boolean }) => Promise<void>;
}

function SaveForm({ loaded, savable, onSave }: SaveFormProps) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const overwrite = loaded?.mine === true && (name.trim() === '' || name.trim() === loaded.name);
  const submit = () =>
    onSave({
      name: overwrite ? loaded.name : name.trim(),
      shared: shared || (overwrite && loaded.shared),
      overwrite,
    }).then(() => setName(''));
  return (
    <form
      className="cond-inline"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextInput
        aria-label={text.name}
        placeholder={loaded?.mine ? loaded.name : text.namePlaceholder}
        w={190}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Switch
        size="xs"
        label={text.share}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Button type="submit" variant="default" disabled={!savable || (!overwrite && name.trim() === '')}>
        {overwrite ? text.overwrite : text.save}
      </Button>
    </form>
  );
}

interface SavedRowProps {
  row: ExtractionRow;
  current: boolean;
  onLoad: () => void;
  onCopy: () => Promise<void>;
  onDelete: () => Promise<void>;
}

function SavedRow({ row, current, onLoad, onCopy, onDelete }: SavedRowProps) {
  return (
    <tr aria-current={current || undefined}>
      <td className="saved-name">
        <button type="button" className="link" onClick={onLoad} title={row.sentence}>
          {row.name}
        </button>
        <span className="muted clip">{row.sentence}</span>
      </td>
      <td className="nowrap">
        {row.shared ? <span className="tag">⇄ {text.shared}</span> : null}{' '}
        {row.mine ? '' : <span className="muted">{text.by(row.ownerName ?? '')}</span>}
      </td>
      <td className="num">{row.persons === null ? '…' : `${count(row.persons)}${strings.lists.count.persons}`}</td>
      <td className="num">{row.yen === null ? '' : yen(row.yen)}</td>
      <td className="num">
        <span className="row-actions">
          <Button variant="subtle" onClick={() => void onCopy()}>
            {text.copy}
          </Button>
          {row.mine ? (
            <ConfirmButton
              variant="subtle"
              color="gray"
              ask={text.deleteAsk}
              confirm={text.delete}
              label={`${row.name} ${text.delete}`}
              onConfirm={() => void onDelete()}
            >
              {text.delete}
            </ConfirmButton>
          ) : null}
        </span>
      </td>
    </tr>
  );
}
