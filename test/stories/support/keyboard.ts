import type { Page } from 'playwright-core';

/** What Tab met, in its order, and what it should have met: judged by `faultsOf`. */
export interface Walk {
  /** Controls a keyboard should reach; a group of radio buttons is one. */
  expected: string[];
  steps: Step[];
}

interface Step {
  name: string;
  /** Something around it looks different from when it had no focus. */
  visible: boolean;
  /** Inside the window. */
  inView: boolean;
  /** The next key came before the page had drawn this step. */
  hurried: boolean;
}

interface Watch {
  steps: Step[];
  expected(): string[];
  start(): void;
  /** Steps that were hurried past are looked at once more, with time. */
  lookAgain(): Promise<void>;
}

/** Runs in the page. Names every control, and notes each one that gets the focus with how it looks with and without it. */
function watchFocus(): void {
  const names = new Map<Element, string>();
  const before = new WeakMap<Element, string>();
  let number = 0;
  const nameOf = (element: Element): string => {
    const input = element instanceof HTMLInputElement ? element : null;
    if (input?.type === 'radio') return `radio ${input.name}`;
    const known = names.get(element);
    if (known) return known;
    number += 1;
    const words = element.getAttribute('aria-label') ?? input?.labels?.[0]?.textContent ?? element.textContent ?? '';
    const name = `${number} ${element.tagName.toLowerCase()} ${words.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}`;
    names.set(element, name);
    return name;
  };
  // The ring may be drawn on the control, on what stands for it, or on what holds both.
  const parts = (element: Element) =>
    [
      element,
      element.nextElementSibling,
      element.parentElement,
      element.closest('label'),
      // A field of several chosen words: the ring is around all of them.
      element.closest('.mantine-Input-input'),
    ].filter((one) => one !== null);
  const look = (element: Element) =>
    parts(element)
      .map((one) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } =
          getComputedStyle(one);
        return [
          outlineStyle === 'none' ? '' : outlineWidth + outlineColor,
          boxShadow,
          borderColor,
          backgroundColor,
        ].join();
      })
      .join('|');
  const shown = (element: Element) => {
    const target =
      element.getClientRects().length > 0 && element.clientWidth > 1
        ? element
        : (element.closest('label') ?? element.parentElement);
    return target?.getBoundingClientRect() ?? new DOMRect();
  };
  const focusable = () =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'a[href], button, input, select, textarea, summary, audio[controls], [tabindex]',
      ),
    ].filter(
      (element) =>
        element.tabIndex >= 0 &&
        !(element as HTMLButtonElement).disabled &&
        !(element instanceof HTMLInputElement && element.type === 'hidden') &&
        element.closest('fieldset:disabled, [inert]') === null &&
        element.checkVisibility({ visibilityProperty: true }),
    );
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const elements = new WeakMap<Step, HTMLElement>();
  const watch: Watch = {
    steps: [],
    expected: () => [...new Set(focusable().map(nameOf))],
    start() {
      watch.steps = [];
      (document.activeElement as HTMLElement | null)?.blur();
      for (const element of focusable()) before.set(element, look(element));
    },
    async lookAgain() {
      for (const step of watch.steps.filter(({ visible, hurried }) => hurried && !visible)) {
        const element = elements.get(step);
        if (!element?.isConnected) continue;
        element.focus();
        await drawn();
        step.visible = before.get(element) !== look(element) && element.matches(':focus-visible');
      }
    },
  };
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    const box = shown(target);
    const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const seen = () => before.get(target) !== look(target) && target.matches(':focus-visible');
    const step = { name: nameOf(target), visible: seen(), inView, hurried: false };
    watch.steps.push(step);
    if (target instanceof HTMLElement) elements.set(step, target);
    // What holds the control learns of the focus only after this event.
    setTimeout(() => {
      if (document.activeElement === target) step.visible ||= seen();
      else step.hurried = true;
    });
  });
  const style = document.createElement('style');
  style.textContent = '* { transition: none !important; animation: none !important; }';
  document.head.append(style);
  (window as unknown as { focusWatch: Watch }).focusWatch = watch;
}

const MOST_STEPS = 400;

/** Tab from the first control of the page to the last, and once round. */
export async function walkByTab(page: Page): Promise<Walk> {
  const ready = await page.evaluate(() => 'focusWatch' in window);
  if (!ready) await page.evaluate(watchFocus);
  const expected = await page.evaluate(() => {
    const { focusWatch } = window as unknown as { focusWatch: Watch };
    focusWatch.start();
    return focusWatch.expected();
  });
  // Twice round at the most: what arrives while one walks makes the round longer.
  for (let press = 0, left = expected.length; left > 0 && press < Math.min(MOST_STEPS, 2 * expected.length + 10); ) {
    for (let last = press + Math.min(left, 40); press < last; press += 1) await page.keyboard.press('Tab');
    left = await page.evaluate((wanted) => {
      const met = new Set((window as unknown as { focusWatch: Watch }).focusWatch.steps.map(({ name }) => name));
      return wanted.filter((name) => !met.has(name)).length;
    }, expected);
  }
  const { steps, still } = await page.evaluate(async () => {
    const { focusWatch } = window as unknown as { focusWatch: Watch };
    const found = focusWatch.expected();
    const walked = [...focusWatch.steps];
    await focusWatch.lookAgain();
    return { steps: walked, still: found };
  });
  // A page that changes by itself while one walks (an answer, a time, a list) takes controls away: nobody can reach those.
  return { expected: expected.filter((name) => still.includes(name)), steps };
}

/** What would keep somebody without a mouse from working. */
export function faultsOf(where: string, { expected, steps }: Walk): string[] {
  const met = new Set(steps.map(({ name }) => name));
  const missed = expected.filter((name) => !met.has(name)).map((name) => `${where}: Tab never reaches ${name}`);
  const unseen = steps
    .filter(({ visible }) => !visible)
    .map(({ name, hurried }) => `${where}: no focus to be seen on ${name}${hurried ? ' (looked at twice)' : ''}`);
  const outside = steps
    .filter(({ inView }) => !inView)
    .map(({ name }) => `${where}: focus outside the window on ${name}`);
  const stuck = steps.some(({ name }, index) => name === steps[index + 1]?.name && name === steps[index + 2]?.name);
  return [...new Set([...missed, ...unseen, ...outside, ...(stuck ? [`${where}: Tab goes no further`] : [])])];
}
