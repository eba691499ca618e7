import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const sizes = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

interface AxeResult {
  violations: { id: string; impact: string | null; nodes: { html: string }[] }[];
}

export interface Look {
  /** Findings of axe that keep somebody from working: impact serious or critical. */
  axe: string[];
  /** What scrolls sideways, and by how many pixels: the page itself, or a part of it whose right edge is cut off. */
  sideways: string[];
}

/** What fades or moves into its place has come there: half-way colours are nobody's fault. */
function untilStill(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
    const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    const arrived = Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)));
    await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, 3_000))]);
  });
}

/** Looks at the page as it stands, at one size. With `SHOTS` set to a folder the picture is kept there. */
export async function lookAt(page: Page, name: string, size: (typeof sizes)[number]): Promise<Look> {
  await page.setViewportSize(size);
  await page.evaluate(() => document.fonts.ready);
  await untilStill(page);
  const shots = process.env['SHOTS'];
  if (shots) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}-${size.width}.png`) });
  }
  // Evaluated, not injected as a script element: the page's own policy forbids foreign scripts, as it should.
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    async () =>
      (await (window as unknown as { axe: { run: (options: object) => Promise<unknown> } }).axe.run({
        resultTypes: ['violations'],
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      })) as AxeResult,
  );
  // The page scrolls inside the frame, tables inside cards: the document alone never sticks out.
  const sideways = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('body *')]
      .filter((part) => part === document.documentElement || /auto|scroll/.test(getComputedStyle(part).overflowX))
      .filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth)
      .map((part) => `${part.tagName.toLowerCase()}.${part.className} by ${part.scrollWidth - part.clientWidth} px`),
  );
  const axe = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${name}@${size.width} ${id}: ${nodes[0]?.html.slice(0, 120) ?? ''}`);
  return { axe, sideways: sideways.map((what) => `${name}@${size.width} scrolls sideways: ${what}`) };
}
