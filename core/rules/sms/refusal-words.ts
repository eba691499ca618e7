/** Why a message was not sent or still waits: the codes of the gate (`may-call.ts`) and of the caps, in the words of a message. */
const WORDS: Record<string, string> = {
  dialling_hold: '責任者が連絡を止めています。',
  hard_guard: '8時から21時の間だけ送れます。',
  calling_window: 'この科目の連絡できる時間の外です。',
  calendar: '市のカレンダーで連絡しない日時です。',
  campaign_stopped: 'この架電業務は実施中ではありません。',
  subject_inactive: 'この科目は使われていません。',
  clock_simulated: '模擬時計のため実際の回線では送れません。',
  no_trunk: 'SMSの送信先が設定されていません。',
  trunk_full: 'SMSの送信先につながりません。',
  out_of_scope: '担当する科目ではありません。',
  just_sent: 'この方には先ほどSMSを送っています。10分たってから送ってください。',
  reminder_over: 'お約束が済んだか変わったため、お知らせしません。',
  failed_inside: '処理に失敗しました。自動でもう一度試します。',
  privileged_only: 'SMSの対象ではありません。',
  deceased: 'SMSの対象ではありません。',
  shielded: 'SMSの対象ではありません。',
  left_list: 'リストの条件に当たらなくなりました。',
  settled: '対象がなくなりました。',
  nothing_callable: '連絡できる対象がありません。',
  cap_campaign: 'この業務での連絡の上限に達しています。',
  cap_day: '1日の連絡の上限に達しています。',
  cap_week: '7日間の連絡の上限に達しています。',
  cap_contact: '本日はすでにお話ししています。',
  cap_band: 'この時間帯の連絡の上限に達しています。',
  corporate_hours: '法人には営業時間内に送ります。',
  held_elsewhere: '従事者が対応中です。',
  no_phone: 'SMSを送れる携帯電話の番号がありません。',
  phone_refused: 'この番号にはSMSを送れません。',
  phone_out: '一時的に使われていない番号です。',
  sms_cap_day: '市の1日の送信数の上限に達しました。',
  sms_cap_year: '市の年間の送信数の上限に達しました。',
  no_section: '担当課の名前と電話番号が科目に登録されていません。',
  text_refused: '本文に送れない言葉があります。',
  expired: '送信できないまま日数が過ぎました。',
  cancelled: '取り消されました。',
  person_unknown: '対象者が見つかりません。',
  template_retired: 'テンプレートが使われなくなりました。',
  batch_paused: '一時停止中です。',
};

/** Where the gate's own sentence, which names the stop or the day, was not kept. */
const WITHOUT_SENTENCE: Record<string, string> = {
  stopped: 'SMSを望まない方、または連絡を止めている方です。',
  stop_requested: '市の判断を待っているため連絡できません。',
  promise_open: '納付約束の確認期間が終わるまで連絡しません。',
};

/** @param sentence the gate's own, for what reads the same for a message */
export function smsRefusalText(code: string, sentence?: string): string {
  return WORDS[code] ?? sentence?.replaceAll('架電', '送信') ?? WITHOUT_SENTENCE[code] ?? 'SMSを送れません。';
}
