import type { DrillOptions } from './drill-options.ts';
import { type DrillReport, PATIENCE_MS } from './measure/drill-report.ts';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const milliseconds = ({ p50, p99 }: { p50: number | null; p99: number | null }) =>
  p50 === null ? '—' : `p50 ${p50} ms, p99 ${p99} ms`;

/** The figures for people, Japanese first. */
export function drillText(options: DrillOptions, report: DrillReport): string {
  const { abandonmentInterval: interval, recordings, leftovers } = report;
  const range = `${percent(interval[0])}–${percent(interval[1])}`;
  const rows: [japanese: string, english: string, value: string][] = [
    ['発信', 'calls', String(report.calls)],
    ['応答', 'answered', `${report.answered} (人 ${report.persons}、留守電 ${report.machines})`],
    ['従事者につながった応答', 'connected', String(report.connected)],
    [
      `放棄 (${PATIENCE_MS / 1_000} 秒以内に従事者の声なし)`,
      'abandoned',
      `${report.abandoned} = ${percent(report.abandonment)} (95 % ${range})`,
    ],
    ['稼働率 (通話＋後処理)', 'occupancy', percent(report.occupancy)],
    ['市民の待ち', 'wait at the ear', milliseconds(report.waitMs)],
    ['応答から双方向の音声', 'answer to audio both ways', milliseconds(report.connectMs)],
    ['交換機から画面', 'event to desk', milliseconds(report.eventMs)],
    ['録音', 'recordings', `${recordings.complete} / ${recordings.expected} (欠け missing ${recordings.missing})`],
    ['残り', 'left over', `channels ${leftovers.channels}, bridges ${leftovers.bridges}, leases ${leftovers.leases}`],
    ['異常', 'errors', String(report.errors)],
  ];
  const { agents, lines, mode, minutes, answerRate, seed } = options;
  const head = `受入訓練 drill: ${agents} agents, ${lines} lines, ${mode}, ${minutes} min, answer rate ${answerRate}, seed ${seed}`;
  const body = rows.map(([japanese, english, value]) => `  ${japanese}  ${english}: ${value}`);
  return `${[head, ...body, ...report.problems.map((text) => `  ! ${text}`)].join('\n')}\n`;
}
