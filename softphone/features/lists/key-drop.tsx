import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { KeyFileRow, KeyLine } from '../../../core/contracts/http/lists.ts';
import { get, queryString, sendFile } from '../../client/http.ts';
import { count } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useFileDrop } from '../imports/use-file-drop.ts';
import type { BuilderGround } from './use-ground.ts';

const text = strings.lists.keys;

/** A CSV of numbers becomes a condition like any other; lines that name nobody are shown with their reason. */
export function KeyDrop({ ground, onTaken }: { ground: BuilderGround; onTaken: (file: string) => void }) {
  const area = useRef<HTMLFieldSetElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [taken, setTaken] = useState<KeyFileRow | null>(null);
  const [missing, setMissing] = useState<KeyLine[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    try {
      const { entrustmentId, subjectIds, privileged } = ground;
      const query = queryString({
        name: file.name.slice(0, 80),
        entrustment: entrustmentId,
        subjects: subjectIds.join(','),
        privileged: String(privileged),
      });
      const row = await sendFile<KeyFileRow>(`/api/lists/key-files${query}`, file);
      setTaken(row);
      setMissing(row.found === row.lines ? [] : await get<KeyLine[]>(`/api/lists/key-files/${row.id}/missing`));
      onTaken(row.id);
    } catch (error) {
      setProblem(error);
    }
  };
  const over = useFileDrop(area, (files) => void take(files[0]));
  const ready = ground.entrustmentId !== null || ground.subjectIds.length > 0;
  return (
    <fieldset className="key-drop" ref={area} data-over={over || undefined} title={text.help}>
      <legend className="sr-only">{text.drop}</legend>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,text/csv"
        hidden
        onChange={(event) => void take(event.currentTarget.files?.[0] ?? undefined)}
      />
      <span className="muted">{ready ? text.drop : text.useFirst}</span>
      <Button variant="default" disabled={!ready} onClick={() => input.current?.click()}>
        {text.choose}
      </Button>
      {problem ? <ProblemNotice error={problem} /> : null}
      {taken ? (
        <span className="key-result">
          <strong>{taken.name}</strong> {text.found(count(taken.found), count(taken.lines))}
          {missing.length > 0 ? (
            <details>
              <summary>{text.missing}</summary>
              <ul>
                {missing.map(({ lineNo, key, reason }) => (
                  <li key={lineNo}>
                    {text.line(lineNo)} {key} — {text.reasons[reason]}
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </span>
      ) : null}
    </fieldset>
  );
}
