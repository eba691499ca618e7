import { Button } from '@mantine/core';
import { useState } from 'react';
import { openComplaints } from '../../client/hand-over-link.ts';
import { useStore } from '../../client/use-store.ts';
import { goTo } from '../../shell/route.ts';
import { monthDayTime } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import './hand-overs.css';

const text = strings.handOvers;
/** More would cover the page; the rest is on the board. */
const SHOWN = 3;

/** On every page of who follows the lines, the moment a complaint is saved. Over the page, so that nothing moves below. */
export function ComplaintAlerts({ base }: { base: readonly string[] }) {
  const complaints = useStore(openComplaints);
  const [later, setLater] = useState<readonly string[]>([]);
  const open = complaints.filter(({ id }) => !later.includes(id)).slice(0, SHOWN);
  if (open.length === 0) return null;
  return (
    <div className="complaint-alerts" role="alert">
      {open.map(({ id, subjectName, unknown, raisedBy, raisedAt, reason }) => (
        <div key={id} className="notice" data-tone="bad">
          <p>
            <strong>⚠ {text.banner(subjectName ?? text.allSubjects, raisedBy, monthDayTime(raisedAt), unknown)}</strong>{' '}
            {reason}
          </p>
          <p>
            <Button
              size="xs"
              onClick={() => {
                setLater([...later, id]);
                goTo(...base, id);
              }}
            >
              {text.bannerOpen}
            </Button>{' '}
            <Button size="xs" variant="default" onClick={() => setLater([...later, id])}>
              {text.bannerLater}
            </Button>
          </p>
        </div>
      ))}
    </div>
  );
}
