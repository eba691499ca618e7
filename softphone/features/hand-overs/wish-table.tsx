import type { InstalmentWish } from '../../../core/rules/hand-over.ts';
import { dayWithWeekday, yen } from '../../ui/format.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.handOvers;

export function WishTable({ wishes }: { wishes: readonly InstalmentWish[] | null }) {
  return (
    <section aria-label={text.wishes}>
      <h3>{text.wishes}</h3>
      {wishes === null ? (
        <p className="muted">{text.wishesHidden}</p>
      ) : (
        <>
          <table className="table wish-table">
            <thead>
              <tr>
                <th className="num">#</th>
                <th>{text.onDay}</th>
                <th className="num">{text.amount}</th>
              </tr>
            </thead>
            <tbody>
              {wishes.map(({ on, amount }, index) => (
                <tr key={on}>
                  <td className="num">{index + 1}</td>
                  <td>{dayWithWeekday(on)}</td>
                  <td className="num">{yen(amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>{text.wishesTotal(wishes.length, yen(wishes.reduce((sum, { amount }) => sum + amount, 0)))}</p>
        </>
      )}
      <p className="muted">{text.requestOnly}</p>
    </section>
  );
}
