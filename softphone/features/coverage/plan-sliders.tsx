import { Button, SegmentedControl, Slider } from '@mantine/core';
import type { CoverageSettings, WhatIfSlider } from '../../../core/contracts/http/coverage.ts';
import { BANDS } from '../../../core/rules/coverage/open-minutes.ts';
import { CAMPAIGN_MODES } from '../../../core/rules/vocabulary.ts';
import { modeLabel, strings } from '../../ui/strings.ts';
import type { PlanChange } from './use-plan.ts';

const text = strings.coverage;
const MOST_SEATS = 40;

interface PlanSlidersProps {
  settings: CoverageSettings;
  changed: boolean;
  onChange: (change: PlanChange, slider: WhatIfSlider) => void;
  onReset: () => void;
}

export function PlanSliders({ settings, changed, onChange, onReset }: PlanSlidersProps) {
  return (
    <section className="card" aria-label={text.sliders}>
      <div className="card-head">
        <h2>{text.sliders}</h2>
        {changed ? (
          <Button variant="default" onClick={onReset}>
            {text.reset}
          </Button>
        ) : null}
      </div>
      <div className="card-body sliders">
        {BANDS.map((band) => (
          <Labelled
            key={band}
            label={text.seats[band]}
            value={settings.seats[band]}
            unit={text.seatsUnit}
            min={0}
            max={Math.max(MOST_SEATS, settings.seats[band])}
            step={1}
            onChange={(value) => onChange({ seats: { ...settings.seats, [band]: value } }, 'seats')}
          />
        ))}
        <Labelled
          label={text.cap}
          value={settings.capPercent}
          unit="%"
          min={0.5}
          max={3}
          step={0.5}
          onChange={(capPercent) => onChange({ capPercent }, 'cap')}
        />
        <Labelled
          label={text.ring}
          value={settings.ringTimeoutSec}
          unit={text.seconds}
          min={15}
          max={40}
          step={1}
          onChange={(ringTimeoutSec) => onChange({ ringTimeoutSec }, 'ring')}
        />
        <SegmentedControl
          fullWidth
          aria-label={text.mode}
          data={CAMPAIGN_MODES.map((value) => ({ value, label: modeLabel[value] }))}
          value={settings.mode}
          onChange={(value) => {
            const mode = CAMPAIGN_MODES.find((one) => one === value);
            if (mode) onChange({ mode }, 'seats');
          }}
        />
        <p className="muted plan-note">{text.slidersNote}</p>
      </div>
    </section>
  );
}

interface LabelledProps {
  label: string;
  value: number;
  unit: string;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

function Labelled({ label, value, unit, ...slider }: LabelledProps) {
  return (
    <div className="slider-row">
      <span>{label}</span>
      <strong className="num">
        {value}
        {unit}
      </strong>
      <Slider {...slider} value={value} label={null} thumbLabel={label} size="sm" />
    </div>
  );
}
