import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SmsStatus } from '../../../core/contracts/http/sms.ts';
import { count, yen } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';
import { LimitsForm } from './limits-form.tsx';

const text = strings.sms.status;

/** Counters against the caps, and whether the way to the carrier is open: what decides if today's messages go out. */
export function SmsStatusBar({
  status,
  mayLimit,
  onSaved,
}: {
  status: SmsStatus;
  mayLimit: boolean;
  onSaved: () => void;
}) {
  const [changing, setChanging] = useState(false);
  if (changing) return <LimitsForm status={status} onDone={onSaved} onClose={() => setChanging(false)} />;
  return (
    <section className="card sms-status" aria-label={strings.sms.title}>
      <dl>
        <Counter
          label={text.today}
          sent={status.sentToday}
          parts={status.partsToday}
          limit={status.perDay}
          status={status}
        />
        <Counter
          label={text.year}
          sent={status.sentThisYear}
          parts={status.partsThisYear}
          limit={status.perYear}
          status={status}
        />
        <div>
          <dt>{text.waiting}</dt>
          <dd>
            <strong>{count(status.waiting)}</strong> {text.unit}
          </dd>
        </div>
        <div>
          <dt>{text.way}</dt>
          <dd>{wayText(status)}</dd>
        </div>
      </dl>
      {mayLimit ? (
        <Button variant="default" onClick={() => setChanging(true)}>
          {text.limits}
        </Button>
      ) : null}
    </section>
  );
}

function wayText({ transport }: SmsStatus): string {
  if (!transport) return `✗ ${text.noWay}`;
  if (transport.kind === 'simulator') return `● ${text.simulator}`;
  return `${transport.ready ? '●' : '✗'} ${transport.name} (${text.kinds[transport.kind] ?? transport.kind}) ${transport.ready ? text.up : text.down}`;
}

interface CounterProps {
  label: string;
  sent: number;
  parts: number;
  limit: number;
  status: SmsStatus;
}

function Counter({ label, sent, parts, limit, status }: CounterProps) {
  const share = limit === 0 ? 1 : Math.min(1, sent / limit);
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <strong>{count(sent)}</strong> {text.of(count(limit))} <span className="muted">{text.parts(count(parts))}</span>
        {status.yenPerPart > 0 ? (
          <span className="muted"> {text.yen(yen(Math.ceil(parts * status.yenPerPart)))}</span>
        ) : null}
        <div className="sms-meter" data-full={share >= 1 || undefined}>
          <span style={{ width: `${share * 100}%` }} />
        </div>
      </dd>
    </div>
  );
}
