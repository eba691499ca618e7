import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeviceChoice } from '../../phone/devices.ts';
import { type EchoOutcome, hearOwnEcho } from '../../phone/echo-call.ts';
import type { LevelMeter } from '../../phone/level-meter.ts';
import { LevelBar } from '../../ui/level-bar.tsx';
import { strings } from '../../ui/strings.ts';
import { identityForCheck, webSocketOrigin } from './shift.ts';

const text = strings.desk.checks;

/** Two people who talk over a longer way interrupt each other. */
const SLOW_TRIP_MS = 400;
/** A line alone costs nothing; a voice that comes back at a third is not loud enough for a citizen. */
const QUIET_DB = -10;

type Trial = { kind: 'none' } | { kind: 'opening' } | { kind: 'speak' } | EchoOutcome;

/** The agent hears themselves by way of the exchange: everything between mouth and ear in one look. */
export function EchoStep({ choice, onTried }: { choice: DeviceChoice; onTried: (well: boolean) => void }) {
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const meter = useRef<LevelMeter | null>(null);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const run = async () => {
    setTrial({ kind: 'opening' });
    const outcome = await hear(choice, (sound) => {
      meter.current = sound;
      setTrial({ kind: 'speak' });
    });
    meter.current = null;
    if (gone.current) return;
    setTrial(outcome);
    onTried(outcome.kind === 'heard');
  };
  const readLevel = useCallback(() => meter.current?.read() ?? 0, []);
  const isRunning = trial.kind === 'opening' || trial.kind === 'speak';
  return (
    <div>
      <div className="check-actions check-echo">
        <Button variant="default" size="sm" aria-disabled={isRunning} onClick={() => !isRunning && void run()}>
          {text.echoStart}
        </Button>
        {trial.kind === 'speak' ? <LevelBar read={readLevel} label={text.echo} /> : null}
        <span role="status" data-ok={isWell(trial) || undefined}>
          {words(trial)}
        </span>
      </div>
      <p className="muted check-hint">{text.echoHint}</p>
    </div>
  );
}

async function hear(choice: DeviceChoice, onSound: (sound: LevelMeter) => void): Promise<EchoOutcome> {
  try {
    const login = await identityForCheck();
    return await hearOwnEcho({ login, webSocketOrigin: webSocketOrigin(), choice, onSound });
  } catch {
    // The server or the microphone: both are told where they are checked.
    return { kind: 'away' };
  }
}

const isSlow = ({ roundTripMs }: { roundTripMs: number }) => roundTripMs >= SLOW_TRIP_MS;
const isQuiet = ({ levelDb }: { levelDb: number }) => levelDb <= QUIET_DB;
const isWell = (trial: Trial) => trial.kind === 'heard' && !isSlow(trial.measure) && !isQuiet(trial.measure);

function words(trial: Trial): string {
  switch (trial.kind) {
    case 'none':
      return '';
    case 'opening':
      return text.echoOpening;
    case 'speak':
      return text.echoSpeak;
    case 'silent':
      return text.echoSilent;
    case 'away':
      return text.echoAway;
    case 'heard': {
      const { measure } = trial;
      const level = isQuiet(measure) ? text.echoQuiet(-measure.levelDb) : text.echoLoud;
      return `${text.echoHeard(measure.roundTripMs)}${level}${isSlow(measure) ? text.echoSlow : ''}`;
    }
  }
}
