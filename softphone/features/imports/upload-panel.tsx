import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { get } from '../../client/http.ts';
import { type Upload, upload } from '../../client/upload.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { useFileDrop } from './use-file-drop.ts';

const text = strings.imports;
const mostFiles = 3;

interface UploadPanelProps {
  /** The layout of the newest import: a city keeps its format. */
  usualLayout: string | null;
  onStarted: (runId: string) => void;
}

export function UploadPanel({ usualLayout, onStarted }: UploadPanelProps) {
  const layouts = useQuery({
    queryKey: ['layouts'],
    queryFn: ({ signal }) => get<string[]>('/api/layouts', signal),
  });
  const names = layouts.data ?? [];
  const [files, setFiles] = useState<File[]>([]);
  const [layout, setLayout] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<Upload<{ id: string }> | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const dropArea = useRef<HTMLDivElement>(null);
  const usual = usualLayout !== null && names.includes(usualLayout) ? usualLayout : names[0];
  const chosenLayout = layout ?? usual ?? null;

  const take = (next: File[]) => {
    setError(next.length > mostFiles ? new Error(text.tooMany) : null);
    setFiles(next.slice(0, mostFiles));
  };
  const over = useFileDrop(dropArea, take);
  const start = async () => {
    if (!chosenLayout) return;
    const form = new FormData();
    // The layout first: the server decides by it while the files still arrive.
    form.append('layout', chosenLayout);
    for (const file of files) form.append('files', file, file.name);
    setError(null);
    setSent(0);
    try {
      running.current = upload<{ id: string }>('/api/imports', form, (done, total) =>
        setSent(total ? done / total : 0),
      );
      const { id } = await running.current.done;
      setFiles([]);
      onStarted(id);
    } catch (failed) {
      setError(failed);
    } finally {
      setSent(null);
      running.current = null;
    }
  };
  return (
    <section className="card" aria-label={text.title}>
      <div className="card-body upload">
        <div ref={dropArea} className="drop" data-over={over || undefined}>
          {files.length === 0 ? (
            <>
              <strong>{text.drop}</strong>
              <span className="muted">{text.dropSub}</span>
            </>
          ) : (
            <ul>
              {files.map((file) => (
                <li key={file.name}>
                  <strong>{file.name}</strong> <span className="muted">{(file.size / 1024).toFixed(0)} KB</span>
                </li>
              ))}
            </ul>
          )}
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={text.choose}
            onChange={(event) => {
              take([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = '';
            }}
          />
          <Button variant="default" disabled={sent !== null} onClick={() => input.current?.click()}>
            {files.length === 0 ? text.choose : text.clear}
          </Button>
        </div>
        <div className="upload-side">
          <Select label={text.layout} data={names} value={chosenLayout} onChange={setLayout} />
          {sent === null ? (
            <Button size="sm" disabled={files.length === 0 || !chosenLayout} onClick={() => void start()}>
              {text.start}
            </Button>
          ) : (
            <>
              <div
                className="bar-track"
                role="progressbar"
                aria-label={text.uploading}
                aria-valuenow={Math.round(sent * 100)}
                aria-valuemin={0}
                aria-valuemax={100}
              >
                <span style={{ width: `${sent * 100}%`, background: 'var(--accent)' }} />
              </div>
              <span className="muted">
                {text.uploading} {Math.round(sent * 100)}%
              </span>
              <Button variant="default" onClick={() => running.current?.cancel()}>
                {strings.common.cancel}
              </Button>
            </>
          )}
        </div>
      </div>
      {error ? <UploadProblem error={error} /> : null}
    </section>
  );
}

function UploadProblem({ error }: { error: unknown }) {
  if (error instanceof Error && error.message === text.tooMany) {
    return (
      <div className="notice" data-tone="warn" role="alert">
        <p>{text.tooMany}</p>
      </div>
    );
  }
  return <ProblemNotice error={error} />;
}
