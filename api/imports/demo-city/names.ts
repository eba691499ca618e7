export interface WrittenName {
  text: string;
  kana: string;
  /** How it is written where variant selectors or characters beyond JIS cannot be. */
  plain?: string;
}

/** 邉 with a variant selector stands beside its plain form on purpose: the two must look different and be found together. */
export const SURNAMES: readonly WrittenName[] = [
  { text: '佐藤', kana: 'サトウ' },
  { text: '鈴木', kana: 'スズキ' },
  { text: '高橋', kana: 'タカハシ' },
  { text: '髙橋', kana: 'タカハシ' },
  { text: '田中', kana: 'タナカ' },
  { text: '伊藤', kana: 'イトウ' },
  { text: '渡邉', kana: 'ワタナベ' },
  { text: '渡邉\u{e0102}', kana: 'ワタナベ', plain: '渡邉' },
  { text: '渡邊\u{e0101}', kana: 'ワタナベ', plain: '渡邊' },
  { text: '山本', kana: 'ヤマモト' },
  { text: '中村', kana: 'ナカムラ' },
  { text: '小林', kana: 'コバヤシ' },
  { text: '加藤', kana: 'カトウ' },
  { text: '𠮷田', kana: 'ヨシダ', plain: '吉田' },
  { text: '吉田', kana: 'ヨシダ' },
  { text: '山崎', kana: 'ヤマザキ' },
  { text: '山﨑', kana: 'ヤマザキ' },
  { text: '葛\u{e0100}西', kana: 'カサイ', plain: '葛西' },
  { text: '斎藤', kana: 'サイトウ' },
  { text: '齋藤', kana: 'サイトウ' },
  { text: '佐々木', kana: 'ササキ' },
  { text: '菅原', kana: 'スガワラ' },
  { text: '千葉', kana: 'チバ' },
  { text: '庄子', kana: 'ショウジ' },
  { text: '早坂', kana: 'ハヤサカ' },
  { text: '濵田', kana: 'ハマダ' },
];

export const GIVEN_NAMES: readonly WrittenName[] = [
  { text: '直子', kana: 'ナオコ' },
  { text: '健一', kana: 'ケンイチ' },
  { text: '陽菜', kana: 'ヒナ' },
  { text: '翔太', kana: 'ショウタ' },
  { text: '美咲', kana: 'ミサキ' },
  { text: '大輔', kana: 'ダイスケ' },
  { text: '花子', kana: 'ハナコ' },
  { text: '太郎', kana: 'タロウ' },
  { text: '由美', kana: 'ユミ' },
  { text: '浩', kana: 'ヒロシ' },
  { text: '恵', kana: 'メグミ' },
  { text: '隆', kana: 'タカシ' },
  { text: '幸子', kana: 'サチコ' },
  { text: '蓮', kana: 'レン' },
  { text: '結衣', kana: 'ユイ' },
  { text: '清', kana: 'キヨシ' },
  { text: '千尋', kana: 'チヒロ' },
  { text: '亮', kana: 'リョウ' },
  { text: '真理', kana: 'マリ' },
  { text: '悠真', kana: 'ユウマ' },
];

export const FOREIGN_NAMES: readonly (WrittenName & { language: string })[] = [
  { text: 'NGUYEN VAN AN', kana: 'グエン ヴァン アン', language: 'vi' },
  { text: 'TRAN THI MAI', kana: 'チャン ティ マイ', language: 'vi' },
  { text: 'SHRESTHA RAM', kana: 'シュレスタ ラム', language: 'ne' },
  { text: 'GURUNG SITA', kana: 'グルン シタ', language: 'ne' },
];

export const COMPANIES: readonly WrittenName[] = [
  { text: '有限会社みどり商店', kana: 'ミドリショウテン' },
  { text: '株式会社青葉運輸', kana: 'アオバウンユ' },
  { text: '合同会社杜の工房', kana: 'モリノコウボウ' },
  { text: '株式会社宮前建設', kana: 'ミヤマエケンセツ' },
];

export const TOWNS: readonly string[] = [
  '宮前',
  '本町',
  '北山',
  '中央',
  '若林',
  '長町',
  '八幡',
  '泉ケ丘',
  '南小泉',
  '青葉台',
];
