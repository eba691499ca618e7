/** What the desk shows in one sentence when something needs the agent. */
export const NOTICES = {
  legLost: 'ヘッドセットの接続が切れました。自動で再接続しています。',
  legLostInCall: '音声の接続が切れました。相手には保留音が流れています。再接続すると通話に戻ります。',
  mediaLost: '音声が届いていません。マイクとスピーカーを確認してください。',
  pbxLost: '電話設備との接続が切れました。復旧するまでお待ちください。',
  callEndedByPbx: '電話設備の障害で通話が切れました。結果を記録してください。',
  noRecorder: '録音を開始できないため、発信を中止しました。',
  dialFailed: '回線の障害で発信できませんでした。',
  politelyEnded: '再接続できなかったため、案内を流して通話を終了しました。',
  previewOver: '確認の時間が過ぎたため、対象を戻して休憩にしました。再開するときは「待機」を押してください。',
  partyNoAnswer: '転送先の応答がありませんでした。相手との通話に戻りました。',
  partyGone: '転送先が切断しました。相手との通話に戻りました。',
  partyFailed: '転送先につなげませんでした。相手との通話に戻りました。',
  helpCame: '業務責任者が通話に参加しました。',
  lineFound: '転送先の担当者につながりました。',
  machineLikely: '留守番電話の可能性があります。',
  noTrunk: '空いている回線がありません。折返しの電話のために回線を残しています。',
} as const;
