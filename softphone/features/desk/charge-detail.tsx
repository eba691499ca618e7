import type { DebtView } from '../../../core/contracts/http/desk.ts';
import { count, shortEraDate, yen } from '../../ui/format.ts';
import { percent } from '../../ui/percent.ts';
import { moneyStrings as text } from '../../ui/strings/money.ts';

/** How the charge of one period comes about, or why the city has to be asked: what an agent reads out when asked. */
export function ChargeDetail({ item }: { item: DebtView['items'][number] }) {
  const { charge, fixedCharge } = item;
  if (charge.state === 'ask_city')
    return (
      <p>
        {text.askReasons[charge.reason]}
        {fixedCharge ? ` ${text.fixedAmount(yen(fixedCharge))}` : ''}
      </p>
    );
  if (charge.state !== 'known') return null;
  return (
    <ul aria-label={text.steps(item.subjectName, item.periodNo)}>
      {charge.steps.map((step) => (
        <li key={step.from}>
          <span>{text.step(shortEraDate(step.from), shortEraDate(step.through), step.days)}</span>
          <span>{text.base(count(step.base), percent(step.rate))}</span>
          {step.half ? <span>{text.half}</span> : null}
        </li>
      ))}
      <li>{text.afterRounding(count(charge.yen))}</li>
    </ul>
  );
}
