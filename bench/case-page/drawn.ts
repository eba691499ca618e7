import type { Page } from 'playwright-core';

/** Answers of the api as the page itself measured them: from the request to the last byte, ms. */
export interface Answer {
  path: string;
  ms: number;
}

declare global {
  interface Window {
    benchAnswers: Answer[];
    /** From a key to two frames after everything stands, ms; pushed once for each key. */
    benchDrawn: number[];
  }
}

/** Clocks built into the page before it runs: nothing of the driver's own way is in the figures. */
export async function buildInClocks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.benchAnswers = [];
    window.benchDrawn = [];
    performance.setResourceTimingBufferSize(100);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
        const path = new URL(entry.name).pathname;
        if (path.startsWith('/api/')) window.benchAnswers.push({ path, ms: entry.responseEnd - entry.requestStart });
      }
      performance.clearResourceTimings();
    }).observe({ type: 'resource' });
  });
}

/**
 * Starts the clock with the next press of `key`, and stops it when a case of somebody else stands with its amounts.
 * Drawn means the second frame after the last change: the first may still be the one before.
 */
export async function timeNextCase(page: Page, key: string): Promise<void> {
  await page.evaluate((wanted) => {
    const shown = () => document.querySelector('.person-no')?.textContent ?? '';
    const before = shown();
    const started = (event: KeyboardEvent) => {
      if (event.key !== wanted) return;
      window.removeEventListener('keydown', started, true);
      const look = () => {
        const total = document.querySelector('.debt-total strong')?.textContent ?? '●';
        if (shown() === '' || shown() === before || total.includes('●')) return;
        eyes.disconnect();
        requestAnimationFrame(() =>
          requestAnimationFrame(() => window.benchDrawn.push(performance.now() - event.timeStamp)),
        );
      };
      const eyes = new MutationObserver(look);
      eyes.observe(document.body, { subtree: true, childList: true, characterData: true });
    };
    window.addEventListener('keydown', started, true);
  }, key);
}

/** Goes to a person's page as the address bar does, and waits until name, contacts and history stand. @returns ms */
export async function timePerson(page: Page, id: number): Promise<number> {
  return page.evaluate(
    (person) =>
      new Promise<number>((resolve, reject) => {
        location.hash = '#/persons';
        requestAnimationFrame(() => {
          const from = performance.now();
          const eyes = new MutationObserver(() => {
            if (
              !document.querySelector('.person-strip .person-kana') ||
              !document.querySelector('[data-part="contacts"]')
            )
              return;
            eyes.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - from)));
          });
          eyes.observe(document.body, { subtree: true, childList: true, characterData: true });
          setTimeout(() => reject(new Error(`person ${person} was not drawn in 15 s`)), 15_000);
          location.hash = `#/persons/${person}`;
        });
      }),
    id,
  );
}
