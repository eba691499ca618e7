import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { METRICS } from '../../core/rules/goals.ts';
import { metricsPage } from '../../core/rules/metrics-page.ts';

describe('docs/metrics.md', () => {
  it('is what the definitions say', () => {
    const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    expect(page, 'run: node api/goals/print-metrics.ts > docs/metrics.md').to.equal(metricsPage());
    for (const { name, note } of METRICS) expect(page).to.include(name).and.to.include(note);
  });
});
