import { Button } from '@mantine/core';
import { Fragment } from 'react';
import type { StaffChange, StaffRow } from '../../../core/contracts/http/records.ts';
import { languageName } from '../../../core/rules/language-names.ts';
import { roleLabel, strings } from '../../ui/strings.ts';
import type { Subject } from '../../ui/use-subjects.ts';
import { StaffForm } from './staff-form.tsx';
import { takesCalls } from './takes-calls.ts';

const text = strings.staff;

interface StaffTableProps {
  rows: readonly StaffRow[];
  subjects: readonly Subject[];
  changingId: string | null;
  onOpen: (id: string | null) => void;
  onChange: (row: StaffRow, wanted: StaffChange) => void;
}

export function StaffTable({ rows, subjects, changingId, onOpen, onChange }: StaffTableProps) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{text.columns.login}</th>
          <th>{text.columns.name}</th>
          <th>{text.columns.role}</th>
          <th className="num">{text.columns.seat}</th>
          <th style={{ width: '26%' }}>{text.columns.skills}</th>
          <th>{text.columns.languages}</th>
          <th>{text.columns.stay}</th>
          <th>{text.columns.state}</th>
          <th>
            <span className="sr-only">{text.change}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Fragment key={row.id}>
            <tr>
              <td>{row.login}</td>
              <td>
                {row.displayName}{' '}
                {row.privileged ? (
                  <span className="tag" data-tone="accent">
                    {text.privileged}
                  </span>
                ) : null}
              </td>
              <td className="nowrap">{roleLabel[row.role]}</td>
              <td className="num">{row.seatNo ?? ''}</td>
              <td>{takesCalls(row) ? <Skills row={row} subjects={subjects} /> : null}</td>
              <td>{row.languages.map(languageName).join('、')}</td>
              <td>{takesCalls(row) && row.stayCalls > 0 ? text.stayCalls(row.stayCalls) : ''}</td>
              <td>
                <span className="tag" data-tone={row.disabled ? 'bad' : 'good'}>
                  {row.disabled ? `✗ ${text.disabled}` : `● ${text.active}`}
                </span>
              </td>
              <td className="num">
                <Button
                  variant="default"
                  aria-label={`${row.displayName} ${text.change}`}
                  aria-expanded={row.id === changingId}
                  onClick={() => onOpen(row.id === changingId ? null : row.id)}
                >
                  {text.change}
                </Button>
              </td>
            </tr>
            {row.id === changingId ? (
              <tr>
                <td colSpan={9} className="staff-form-cell">
                  <StaffForm
                    row={row}
                    subjects={subjects}
                    onChange={(wanted) => onChange(row, wanted)}
                    onClose={() => onOpen(null)}
                  />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Skills({ row, subjects }: { row: StaffRow; subjects: readonly Subject[] }) {
  if (row.skills === null) return <span className="muted">{text.allSkills}</span>;
  return (
    <span className="skills">
      {row.skills.map((id) => {
        const subject = subjects.find((one) => one.id === id);
        return (
          <span key={id} className="skill">
            <span className="subject-stripe" style={{ background: subject?.colour }} aria-hidden />
            {subject?.shortName ?? id}
          </span>
        );
      })}
    </span>
  );
}
