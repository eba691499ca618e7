import { Button, Select } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { setToneSink, sharedAudioContext } from '../../phone/audio-context.ts';
import {
  type AudioDevices,
  type DeviceChoice,
  keepDeviceChoice,
  listDevices,
  onDevicesChanged,
  readDeviceChoice,
} from '../../phone/devices.ts';
import { type LevelMeter, meterOf } from '../../phone/level-meter.ts';
import { Microphone, type MicrophoneTrouble, troubleOf } from '../../phone/microphone.ts';
import { playTestTone } from '../../phone/tones.ts';
import { LevelBar } from '../../ui/level-bar.tsx';
import { strings } from '../../ui/strings.ts';
import { EchoStep } from './echo-step.tsx';
import { HeadsetStep, LineStep } from './line-step.tsx';
import './device-check.css';

const text = strings.desk.checks;
/** As loud as quiet speech at arm's length. */
const voiceLevel = 0.35;

/** Microphone and speaker are proved before the agent can be ready: a silent headset is found here, not by a citizen. */
export function DeviceCheck({ onPassed }: { onPassed: (choice: DeviceChoice) => void }) {
  const [choice, setChoice] = useState(readDeviceChoice);
  const [devices, setDevices] = useState<AudioDevices>({ microphones: [], speakers: [] });
  const [attempt, setAttempt] = useState(0);
  const [toneHeard, setToneHeard] = useState(false);
  const [echo, setEcho] = useState<'untried' | 'well' | 'unwell'>('untried');
  const { trouble, open, voiceHeard, readLevel } = useMicrophoneCheck(choice.microphone, attempt);

  useEffect(() => {
    if (!open) return;
    const refresh = () => void listDevices().then(setDevices);
    refresh();
    return onDevicesChanged(refresh);
  }, [open]);

  const change = (next: DeviceChoice) => {
    setChoice(next);
    keepDeviceChoice(next);
  };
  const playTone = () => {
    void setToneSink(choice.speaker)
      .catch(() => undefined)
      .then(playTestTone);
  };
  const trial = trouble && trouble !== 'silenced' && trouble !== 'ended' ? trouble : null;
  // An exchange that does not answer is told, and keeps nobody out: no citizen comes to a leg that is not proven.
  const passed = open && voiceHeard && toneHeard && echo !== 'untried';

  return (
    <section className="check" aria-labelledby="check-title">
      <div className="check-card">
        <h1 id="check-title">{text.title}</h1>
        <p className="muted">{text.lead}</p>
        <section aria-label={text.microphone}>
          <StepMark done={voiceHeard} label={text.step1} />
          <div>
            <Select
              label={text.microphone}
              data={options(devices.microphones)}
              value={valueIn(devices.microphones, choice.microphone)}
              onChange={(id) => id && change({ ...choice, microphone: id })}
            />
            <div className="check-level">
              <LevelBar read={readLevel} label={text.microphone} wide />
              <span role="status" data-ok={voiceHeard || undefined}>
                {open ? (voiceHeard ? text.heard : text.notHeard) : trial ? '' : text.opening}
              </span>
            </div>
            {trial ? (
              <div className="notice" role="alert">
                <p style={{ flex: 1 }}>{text[trial]}</p>
                <Button variant="default" onClick={() => setAttempt(attempt + 1)}>
                  {text.retry}
                </Button>
              </div>
            ) : (
              <p className="muted check-hint">{text.speakHere}</p>
            )}
          </div>
        </section>
        <section aria-label={text.speaker}>
          <StepMark done={toneHeard} label={text.step2} />
          <div>
            <Select
              label={text.speaker}
              data={options(devices.speakers)}
              value={valueIn(devices.speakers, choice.speaker)}
              onChange={(id) => id && change({ ...choice, speaker: id })}
            />
            <div className="check-actions">
              <Button variant="default" size="sm" onClick={playTone}>
                {text.playTone}
              </Button>
              <Button
                variant={toneHeard ? 'light' : 'outline'}
                size="sm"
                aria-pressed={toneHeard}
                onClick={() => setToneHeard(true)}
              >
                {toneHeard ? '✓ ' : ''}
                {text.toneHeard}
              </Button>
            </div>
            <HeadsetStep />
          </div>
        </section>
        <section aria-label={text.echo}>
          <StepMark done={echo === 'well'} label={text.step3} />
          <EchoStep choice={choice} onTried={(well) => setEcho(well ? 'well' : 'unwell')} />
        </section>
        <LineStep />
        <footer>
          <span className="muted">{passed ? '' : text.startHint}</span>
          <Button size="md" disabled={!passed} onClick={() => onPassed(choice)}>
            {text.start}
          </Button>
        </footer>
      </div>
    </section>
  );
}

function StepMark({ done, label }: { done: boolean; label: string }) {
  return (
    <span className="check-step" data-done={done || undefined}>
      <span aria-hidden>{done ? '✓' : label}</span>
    </span>
  );
}

function useMicrophoneCheck(deviceId: string, attempt: number) {
  const [trouble, setTrouble] = useState<MicrophoneTrouble>(null);
  const [open, setOpen] = useState(false);
  const [voiceHeard, setVoiceHeard] = useState(false);
  const meter = useRef<LevelMeter | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens the same device again
  useEffect(() => {
    let abandoned = false;
    let microphone: Microphone | undefined;
    setOpen(false);
    setTrouble(null);
    Microphone.open(deviceId, setTrouble)
      .then((opened) => {
        if (abandoned) return opened.close();
        microphone = opened;
        meter.current = meterOf(opened.stream, sharedAudioContext());
        setOpen(true);
      })
      .catch((error: unknown) => setTrouble(troubleOf(error)));
    return () => {
      abandoned = true;
      meter.current?.stop();
      meter.current = null;
      microphone?.close();
    };
  }, [deviceId, attempt]);

  const readLevel = useCallback(() => {
    const level = meter.current?.read() ?? 0;
    if (level >= voiceLevel) setVoiceHeard(true);
    return level;
  }, []);
  return { trouble, open, voiceHeard, readLevel };
}

const options = (devices: AudioDevices['microphones']) =>
  devices.map(({ id, label }, index) => ({ value: id || `device-${index}`, label: label || `${index + 1}` }));

function valueIn(devices: AudioDevices['microphones'], id: string): string | null {
  return devices.some((device) => device.id === id) ? id : (devices[0]?.id ?? null);
}
