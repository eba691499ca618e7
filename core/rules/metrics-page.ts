import { COUNT_NAMES, FUNNEL_NAMES, FUNNEL_STAGES, METRIC_UNITS, METRICS } from './goals.ts';
import { CAUSE_NAMES, SENT_CHANNELS } from './inbound/propose-cause.ts';
import { RETURN_RATE_NOTE } from './inbound/return-rate.ts';

/** docs/metrics.md, from the definitions the figures are made by: the page cannot say anything else than the product does. */
export function metricsPage(): string {
  const metrics = METRICS.map(
    ({ id, name, of, over, unit, note }) =>
      `| \`${id}\` | ${name} | ${COUNT_NAMES[of]} ÷ ${COUNT_NAMES[over]} | ${METRIC_UNITS[unit]} | ${note} |`,
  );
  const stages = FUNNEL_STAGES.map(
    (stage) => `| \`${stage}\` | ${FUNNEL_NAMES[stage].name} | ${FUNNEL_NAMES[stage].note} |`,
  );
  return `# Metrics

Generated from \`core/rules/goals.ts\` by \`node api/goals/print-metrics.ts > docs/metrics.md\`; a test fails when it is stale. Persons are counted once in
each group, however often they were called. A conversation counts for a campaign when it was its own call, any call on its subject while it ran
(also one from the citizen), or a call that led for the person's other subject (名寄せ). A corrected record counts by its correction. The queue of
shielded persons (支援措置) is in the figures of privileged staff only.

| id | 指標 | 計算 | 単位 | 数え方 |
|---|---|---|---|---|
${metrics.join('\n')}

A metric without anything to divide by is shown as —, never as 0.

## Return rate by channel

\`GET /api/inbound/return-rate\`, by \`core/rules/inbound/return-rate.ts\`: 返電率 of ${SENT_CHANNELS.map((channel) => CAUSE_NAMES[channel]).join(', ')}.
${RETURN_RATE_NOTE}

## Funnel

Every person asked to be called stands in exactly one stage: the furthest they came, in the order 完納, 約束, 接触, 終了, 未接触, 未着手.

| id | 段階 | どういう方か |
|---|---|---|
${stages.join('\n')}
`;
}
