import type { ScriptAttribute } from '../../core/rules/choose-script.ts';
import type { ScriptBlock } from '../../core/rules/script-blocks.ts';
import { identityBlock, MESSAGE, say, talkBlocks } from './standard-blocks.ts';

export interface CommonScript {
  name: string;
  attribute: ScriptAttribute | null;
  language: string | null;
  blocks: ScriptBlock[];
}

const FACTS = '{subject}について、期限を過ぎて納付の確認ができていないものがございます。';

/** T22: nobody is asked for as「ご本人」. */
const deceased: CommonScript = {
  name: '亡くなられた方の相続人',
  attribute: 'deceased',
  language: null,
  blocks: [
    say(
      'opening',
      '名乗り',
      `{city} {section}の{agent}と申します。
{name}様のことで、手続をしていただいているご家族の方はいらっしゃいますか。
（「ご本人」とは言わない。お悔やみを述べる）`,
      null,
      [
        { label: '相続人代表者', to: 'identity' },
        { label: 'ほかの家族', to: 'message' },
        { label: '代表者を知らない', to: 'heir' },
      ],
    ),
    identityBlock(
      'お届けいただいている相続人代表者の方のお名前と、{name}様の生年月日、ご住所を教えていただけますか。',
      'facts',
    ),
    MESSAGE,
    say(
      'heir',
      '代表者の届出',
      `相続の手続について、担当課からあらためてご案内いたします。ご連絡先をお聞かせください。
（引継「死亡・相続」を入れる。金額には触れない）`,
      null,
    ),
    ...talkBlocks(FACTS),
  ],
};

/** T23: whoever picks up the telephone of a firm is a third party. */
const corporate: CommonScript = {
  name: '法人',
  attribute: 'corporate',
  language: null,
  blocks: [
    say(
      'opening',
      '名乗り',
      `{city} {section}の{agent}と申します。
代表者の方、または経理をご担当の方をお願いいたします。`,
      null,
      [
        { label: '代表者・担当者', to: 'identity' },
        { label: '不在・ほかの方', to: 'message' },
      ],
    ),
    identityBlock('恐れ入りますが、法人のお名前と所在地、お手元の通知書の番号を教えていただけますか。', 'facts'),
    MESSAGE,
    ...talkBlocks(FACTS),
  ],
};

const inbound: CommonScript = {
  name: '受電',
  attribute: 'inbound',
  language: null,
  blocks: [
    say(
      'opening',
      '受電',
      'お電話ありがとうございます。{city} {section}の{agent}です。ご用件をお聞かせください。',
      null,
      [
        { label: '連絡を受けて', to: 'identity' },
        { label: '本人以外', to: 'message' },
        { label: '間違い電話', to: 'wrong' },
      ],
    ),
    identityBlock(
      'お間違えのないように、お名前をフルネームで、それから生年月日とご住所を教えていただけますか。',
      'facts',
    ),
    MESSAGE,
    say('wrong', '間違い電話', 'こちらは {city} {section} です。ご迷惑をおかけしました。', null),
    ...talkBlocks(FACTS),
  ],
};

/** Short: what carries a call until an interpreter joins. Each line beside its Japanese. */
function foreignScript(name: string, language: string, words: { [block: string]: string }): CommonScript {
  const blocks = [
    say('opening', '名乗り', `{city} {section}の{agent}と申します。\n{name}様ご本人でいらっしゃいますか。`, null, [
      { label: '本人', to: 'identity' },
      { label: '本人ではない', to: 'message' },
      { label: '通訳を希望', to: 'interpreter' },
    ]),
    identityBlock('お名前と、生年月日、ご住所を教えてください。', 'facts'),
    say(
      'message',
      'ご本人が不在のとき',
      '{city} {section}、電話 {phone} までお電話をくださるようお伝えください。',
      null,
    ),
    say('interpreter', '通訳', '通訳とおつなぎします。そのままお待ちください。', 'identity'),
    say(
      'facts',
      'ご用件',
      '{subject}で、まだお支払いの確認ができていないものがあります。合計{unpaid_total}です。',
      'when',
    ),
    say('when', 'いつ・どの方法', 'いつ、どの方法でお支払いになりますか。', 'goodbye', [
      { label: '払えない', to: 'hardship' },
    ]),
    say('hardship', 'お支払いが難しいとき', '市の担当者からあらためてご連絡いたします。', 'goodbye'),
    say('goodbye', '結び', 'ありがとうございました。お問合せは電話 {phone} です。', null),
  ];
  return { name, attribute: null, language, blocks: blocks.map((one) => ({ ...one, foreign: words[one.id] ?? null })) };
}

const nepali = foreignScript('ネパール語', 'ne', {
  opening: 'नमस्ते। म {city} को {section} बाट {agent} बोल्दैछु। तपाईं {name} हुनुहुन्छ?',
  identity: 'कृपया तपाईंको पूरा नाम, जन्म मिति र ठेगाना भन्नुहोस्।',
  message: 'कृपया {city}, {section}, फोन {phone} मा फोन गर्न भनिदिनुहोस्।',
  interpreter: 'म दोभाषेलाई जोड्छु। कृपया एकछिन पर्खनुहोस्।',
  facts: '{subject} को भुक्तानी अझै पुष्टि भएको छैन। जम्मा {unpaid_total} हो।',
  when: 'तपाईं कहिले र कसरी तिर्नुहुन्छ?',
  hardship: 'नगरपालिकाको कर्मचारीले तपाईंलाई फेरि फोन गर्नुहुनेछ।',
  goodbye: 'धन्यवाद। सोधपुछको लागि फोन {phone} हो।',
});

const vietnamese = foreignScript('ベトナム語', 'vi', {
  opening: 'Xin chào, tôi là {agent} của {section}, thành phố {city}. Xin hỏi có phải {name} đang nghe máy không ạ?',
  identity: 'Xin vui lòng cho biết họ tên đầy đủ, ngày tháng năm sinh và địa chỉ.',
  message: 'Xin nhắn giúp gọi lại cho {section}, {city}, số điện thoại {phone}.',
  interpreter: 'Tôi sẽ kết nối với phiên dịch. Xin vui lòng chờ trong giây lát.',
  facts: 'Chúng tôi chưa xác nhận được khoản thanh toán {subject}. Tổng cộng là {unpaid_total}.',
  when: 'Anh/chị sẽ thanh toán khi nào và bằng cách nào?',
  hardship: 'Nhân viên của thành phố sẽ liên lạc lại với anh/chị.',
  goodbye: 'Xin cảm ơn. Mọi thắc mắc xin gọi số {phone}.',
});

/** For every subject alike, until the city writes its own. */
export const COMMON_SCRIPTS: readonly CommonScript[] = [deceased, corporate, inbound, nepali, vietnamese];
