import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { CLOCK_OFF_MS } from '../../../core/rules/device-problem.ts';
import { browserHid, HeadsetButtons } from '../../phone/headset-buttons.ts';
import { askServer, checkLine, type LineCheck, SLOW_LINE_MS } from '../../phone/line-check.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.desk.checks;

/** The way to the server and its clock against ours: told before the shift, stops nobody. */
export function LineStep() {
  const [line, setLine] = useState<LineCheck | null | undefined>();
  useEffect(() => {
    let gone = false;
    const clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
    void checkLine(askServer, clock).then((found) => {
      if (!gone) setLine(found);
    });
    return () => {
      gone = true;
    };
  }, []);
  return (
    <p className="check-hint" role="status" data-ok={isWell(line) || undefined}>
      {line === undefined ? text.lineAsking : line === null ? text.lineAway : lineWords(line)}
    </p>
  );
}

const isWell = (line: LineCheck | null | undefined) =>
  line != null && line.roundTripMs < SLOW_LINE_MS && Math.abs(line.clockOffMs) < CLOCK_OFF_MS;

function lineWords({ roundTripMs, clockOffMs }: LineCheck): string {
  const slow = roundTripMs >= SLOW_LINE_MS ? text.lineSlow : '';
  const off = Math.abs(clockOffMs) >= CLOCK_OFF_MS ? text.clockOff : '';
  return `${text.line(roundTripMs, Math.round(clockOffMs / 1_000))}${slow}${off}`;
}

/** Browsers ask the person before a page may read a headset's buttons, and only on a click. */
export function HeadsetStep() {
  const hid = browserHid();
  const [taken, setTaken] = useState<boolean | null>(null);
  if (!hid) return null;
  const ask = async () => {
    const buttons = new HeadsetButtons(hid, () => undefined);
    setTaken(await buttons.ask().catch(() => false));
    await buttons.close();
  };
  return (
    <div className="check-actions">
      <Button variant="default" size="sm" onClick={() => void ask()}>
        {text.headsetButtons}
      </Button>
      <span role="status">{taken === null ? '' : taken ? text.headsetTaken : text.headsetNone}</span>
    </div>
  );
}
