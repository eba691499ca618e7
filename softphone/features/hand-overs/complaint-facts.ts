import type { ComplaintReport, HandOverCase } from '../../../core/contracts/http/hand-overs.ts';
import { reasonName } from '../../../core/rules/hand-over.ts';
import { dateTime, phoneText } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.handOvers;
const report = text.report;

/** A complaint as the city reads it: on the page, on paper and in the file alike. */
export function complaintFacts(row: HandOverCase): [string, string][] {
  const measures = row.events
    .filter(({ act }) => act !== 'raised' && act !== 'read')
    .map(({ at, act, by, body }) => [dateTime(at), text.act[act] ?? act, by ?? '', body].filter(Boolean).join(' '));
  return [
    [report.at, dateTime(row.raisedAt)],
    [report.by, row.raisedBy],
    [report.person, whose(row)],
    [report.subject, row.subject?.shortName ?? text.allSubjects],
    [report.reason, reasonName(row.reason)],
    [report.said, row.body],
    [report.supervisor, row.supervisorToldAt ? dateTime(row.supervisorToldAt) : report.notYet],
    [report.stop, row.stopped ? report.stopYes : report.stopNo],
    [report.state, text.state[row.state]],
    [report.measures, measures.join('\n') || report.notYet],
    [report.answer, row.answer ?? report.notYet],
  ];
}

/** As far as anybody knows: the number is what the city can ask about. */
function whose({ person, caller }: HandOverCase): string {
  if (person !== null) return person.name;
  if (caller === null || caller.masked) return text.unknown;
  const { number, name } = caller;
  return report.caller(number === null ? text.call.withheld : phoneText(number, number), name);
}

/** The report as a plain text file: opened anywhere, kept as it was that day. */
export function reportText(view: ComplaintReport, by: string): string {
  const head = [
    report.title(view.on),
    `${view.city} ${view.section}`,
    report.made(dateTime(view.printedAt), by),
    view.complaints.length === 0 ? report.none : report.count(view.complaints.length),
  ];
  const sheets = view.complaints.map((row, index) =>
    [
      `--- ${index + 1} ---`,
      ...complaintFacts(row).map(([name, value]) => `${name}: ${value.replaceAll('\n', '\n  ')}`),
    ].join('\n'),
  );
  // Windows' editor shows one long line otherwise.
  return [...head, '', ...sheets].join('\n').replaceAll('\n', '\r\n');
}
