import { addressSearchKey, kanaSearchKey, nameSearchKey } from '../../core/rules/search-key.ts';
import { addDays } from '../../core/rules/tokyo-time.ts';
import type { InventedCitizen } from './queries.ts';

/**
 * As the simulator's four voices speak (dialplan/sounds/prompts.json): what they say of themselves fits the screen, so that the identity check
 * can be practised. Some speak another language by the register.
 */
const VOICES = [
  { family: '山口', kana: 'ヤマグチ', birth: '1963-08-10', address: '緑ヶ丘二丁目' },
  { family: '伊藤', kana: 'イトウ', birth: '1981-02-25', address: '栄町一丁目' },
  { family: '高橋', kana: 'タカハシ', birth: '1955-11-03', address: '本町三丁目' },
  { family: '佐々木', kana: 'ササキ', birth: '1990-06-17', address: '駅前一丁目' },
] as const;
const GIVEN = [
  ['研一', 'ケンイチ'],
  ['修子', 'シュウコ'],
  ['習三', 'シュウゾウ'],
  ['練美', 'ネリミ'],
  ['学', 'マナブ'],
] as const;

/** @param serial counts up over all invented citizens. @param today `YYYY-MM-DD` */
export function inventCitizen(serial: number, today: string): InventedCitizen {
  const digits = `09900${String(serial % 100_000).padStart(5, '0')}`;
  // The simulator chooses the voice by the last digit.
  const voice = VOICES[Number(digits.at(-1)) % 4] ?? VOICES[0];
  const [given, givenKana] = GIVEN[Math.floor(serial / 4) % GIVEN.length] ?? GIVEN[0];
  const name = `${voice.family} ${given}（研修）`;
  const kana = `${voice.kana}${givenKana}`;
  const address = `${voice.address}${(serial % 20) + 1}番`;
  return {
    addresseeNo: `研修${String(serial).padStart(6, '0')}`,
    name,
    nameSearch: nameSearchKey(name),
    kana,
    kanaSearch: kanaSearchKey(kana),
    birth: voice.birth,
    address,
    addressSearch: addressSearchKey(address),
    language: serial % 12 === 5 ? 'ne' : serial % 12 === 11 ? 'vi' : null,
    digits,
    noticeNo: `研修${String(serial).padStart(8, '0')}`,
    periods: Array.from({ length: (serial % 3) + 1 }, (_, index) => {
      const due = addDays(today, -60 - 30 * index);
      return {
        no: String(index + 1),
        due,
        demandOn: addDays(due, 20),
        year: Number(due.slice(0, 4)),
        principal: 8_000 + ((serial * 37 + index * 11) % 40) * 500,
      };
    }),
  };
}
