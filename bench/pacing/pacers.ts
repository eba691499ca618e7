import { createPacer } from '../../core/rules/pacing/create-pacer.ts';
import type { Pacer, PacingInit } from '../../core/rules/pacing/types.ts';
import { adaptiveRatio } from '../../core/rules/pacing-simulation/reference-pacers/adaptive-ratio.ts';
import { powerRatio } from '../../core/rules/pacing-simulation/reference-pacers/power-ratio.ts';
import { preview } from '../../core/rules/pacing-simulation/reference-pacers/preview.ts';
import { progressive } from '../../core/rules/pacing-simulation/reference-pacers/progressive.ts';
import { processPacer } from './process-pacer.ts';

/** `ours` in this process, `process` behind the pipe of `npm run -s pacing`, `ratio:2.5`, and the other references by name. */
export function makePacer(name: string, init: PacingInit): Pacer & { close?: () => void } {
  const ratio = /^ratio:([\d.]+)$/.exec(name)?.[1];
  if (ratio) return powerRatio(init, Number(ratio));
  switch (name) {
    case 'ours':
      return createPacer(init);
    case 'process':
      return processPacer(init);
    case 'progressive':
      return progressive(init);
    case 'preview':
      return preview(init);
    case 'adaptive':
      return adaptiveRatio(init);
    default:
      throw new Error(`no pacer "${name}": ours, process, progressive, preview, adaptive, ratio:2.5`);
  }
}
