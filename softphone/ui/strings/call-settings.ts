/** 設定: 転送・録音. */
export const callSettingStrings = {
  readOnly: '変更は市の担当者が行います。',
  pause: '録音の一時停止',
  pauseAllowed: '従事者が理由を付けて録音を止めることを認める',
  pauseNote:
    'はじめは認めていません。認めると、止めた間は同じ長さの無音になり、誰がなぜ止めたかが残ります。転送・終話・上限の時間で必ず録音に戻ります。',
  limit: '上限(秒)',
  from: '適用日',
  save: '保存',
  since: (day: string) => `${day} から`,
  extensions: '転送先と通訳',
  extensionsNote:
    '従事者は、ここに登録した番号にだけ転送できます(外部の番号は権限のある方のみ)。110・119 などの番号は登録できません。',
  empty: '登録がありません。市の内線や通訳の番号を追加すると、従事者の転送先(Alt+T)に表示されます。',
  columns: { label: '名称', number: '番号', kind: '種類', subject: '科目', language: '言語' },
  kinds: { city: '市の内線・課', interpreter: '通訳' },
  everySubject: 'すべての科目',
  noLanguage: '日本語',
  add: '追加',
  retire: '終了',
  retireAsk: '従事者の転送先から消えます。',
  retireYes: '終了する',
  saved: '保存しました。',
  retired: '終了',
} as const;
