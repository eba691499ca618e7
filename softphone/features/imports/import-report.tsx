import type { ImportRunView } from '../../../core/contracts/http/records.ts';
import { count, dateTime, yen } from '../../ui/format.ts';
import { importKindLabel, importStateLabel, labelOf, strings } from '../../ui/strings.ts';
import { RejectedRows } from './rejected-rows.tsx';

const text = strings.imports;

export function ImportReport({ run, maySeeRows }: { run: ImportRunView; maySeeRows: boolean }) {
  const rejected = run.files.reduce((sum, file) => sum + (file.rejected ?? 0), 0);
  return (
    <section className="card" aria-label={text.report}>
      <div className="card-head">
        <h2>
          {text.report}: {run.source}
        </h2>
        <span className="muted">
          {labelOf(importStateLabel, run.state)} {run.finishedAt ? dateTime(run.finishedAt) : ''}
        </span>
      </div>
      {run.error ? (
        <div className="notice" role="alert">
          <p>
            <strong>{run.error}</strong> {run.state === 'refused' ? text.refusedKept : text.kept}
          </p>
        </div>
      ) : null}
      <div className="card-body report">
        <FileTable run={run} />
        <Totals report={run.report} />
      </div>
      {rejected > 0 ? (
        maySeeRows ? (
          <RejectedRows runId={run.id} />
        ) : (
          <p className="card-body muted">{text.rejectedForbidden}</p>
        )
      ) : run.state === 'done' ? (
        <p className="card-body muted">{text.rejectedNone}</p>
      ) : null}
    </section>
  );
}

function FileTable({ run }: { run: ImportRunView }) {
  const figure = (value: number | null) => (value === null ? '—' : count(value));
  return (
    <div>
      <table className="table">
        <thead>
          <tr>
            <th>{text.columns.kind}</th>
            <th>{text.columns.file}</th>
            <th className="num">{text.columns.rows}</th>
            <th className="num">{text.columns.accepted}</th>
            <th className="num">{text.columns.changed}</th>
            <th className="num">{text.columns.unchanged}</th>
            <th className="num">{text.columns.rejected}</th>
          </tr>
        </thead>
        <tbody>
          {run.files.map((file) => (
            <tr key={`${file.kind}-${file.name}`}>
              <td>{importKindLabel[file.kind]}</td>
              <td>{file.name}</td>
              <td className="num">{figure(file.rows)}</td>
              <td className="num">{figure(file.accepted)}</td>
              <td className="num">{figure(file.changed)}</td>
              <td className="num">{figure(file.unchanged)}</td>
              <td className="num">
                <strong>{figure(file.rejected)}</strong>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="reasons">
        {run.files.flatMap((file) =>
          Object.entries(file.rejectedByReason).map(([reason, rows]) => (
            <span key={`${file.kind}-${reason}`} className="tag" data-tone="warn">
              {importKindLabel[file.kind]}: {reason} {count(rows)}
            </span>
          )),
        )}
      </p>
    </div>
  );
}

/** The state after the run, in the words that the command prints as well. */
function Totals({ report }: { report: Record<string, unknown> | null }) {
  if (!report) return <div />;
  return (
    <dl className="totals" aria-label={text.totals}>
      {Object.entries(strings.totals).map(([key, label]) => {
        const value = report[key];
        if (typeof value !== 'number') return null;
        return (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{key.includes('yen') ? yen(value) : count(value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
