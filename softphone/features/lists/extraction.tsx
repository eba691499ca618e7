import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CallListRow, EntrustmentRow, ExtractionRow } from '../../../core/contracts/http/lists.ts';
import { type Condition, EVERYBODY } from '../../../core/rules/extraction.ts';
import { postLong } from '../../client/http.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { CallLists } from './call-lists.tsx';
import { ConditionGroup } from './condition-group.tsx';
import { CountPanel } from './count-panel.tsx';
import { EntrustmentFacts } from './entrustment-facts.tsx';
import { SavedConditions } from './saved-conditions.tsx';
import { asGroup } from './tree-edit.ts';
import { useGround } from './use-ground.ts';
import { useLiveCount } from './use-live-count.ts';

const text = strings.lists;

interface ExtractionProps {
  entrustment: EntrustmentRow;
  lists: readonly CallListRow[];
  mayEntrust: boolean;
  mayExport: boolean;
}

/** Choose among the entrusted, see whom it names while writing, make a list of it. */
export function Extraction({ entrustment, lists, mayEntrust, mayExport }: ExtractionProps) {
  const client = useQueryClient();
  const [condition, setCondition] = useState<Condition>(EVERYBODY);
  const [loaded, setLoaded] = useState<ExtractionRow | null>(null);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const ground = useGround({ ...entrustment, entrustmentId: entrustment.id });
  const { count, problems, busy } = useLiveCount(condition, ground);
  const found = count.data;
  const open = entrustment.state === 'open';
  const create = async () => {
    setProblem(null);
    try {
      await postLong('/api/lists/call-lists', {
        entrustmentId: entrustment.id,
        extractionId: loaded?.id ?? null,
        name: name.trim(),
        condition,
      });
      setName('');
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['lists', 'call-lists'] });
  };
  return (
    <>
      <div className="lists-middle">
        <EntrustmentFacts row={entrustment} mayClose={mayEntrust && open} />
        <section className="card">
          <div className="card-head">
            <h2>{loaded ? `${text.builder.title}: ${loaded.name}` : text.builder.title}</h2>
          </div>
          <div className="card-body">
            <ConditionGroup group={asGroup(condition)} ground={ground} onChange={setCondition} />
          </div>
          <form
            className="list-create"
            onSubmit={(event) => {
              event.preventDefault();
              void create();
            }}
          >
            <TextInput
              aria-label={text.lists.name}
              placeholder={text.lists.namePlaceholder}
              w={250}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button
              type="submit"
              disabled={!open || busy || problems.length > 0 || name.trim() === '' || (found?.persons ?? 0) === 0}
            >
              {text.lists.create}
            </Button>
          </form>
          {problem ? <ProblemNotice error={problem} /> : null}
        </section>
        <CallLists lists={lists} mayExport={mayExport} />
        <SavedConditions
          entrustmentId={entrustment.id}
          condition={condition}
          savable={problems.length === 0}
          loaded={loaded}
          onLoad={(row) => {
            setLoaded(row);
            setCondition(row?.condition ?? EVERYBODY);
          }}
        />
      </div>
      <CountPanel count={found} problems={problems} busy={busy} error={count.error} />
    </>
  );
}
