/** The whole message, and nothing beside: 「停止している公園の…」 is no wish to be left alone. */
const STOP = new Set(
  [
    '停止',
    '配信停止',
    '送信停止',
    '受信拒否',
    '拒否',
    '不要',
    '解除',
    '配信解除',
    'やめて',
    'やめてください',
    '送らないで',
    '送らないでください',
    'ストップ',
    'stop',
    'unsubscribe',
  ].map(folded),
);

/** Does what somebody wrote back ask for no more messages? Read narrowly: whatever else was meant is for a person to read. */
export function asksToStop(text: string): boolean {
  return STOP.has(folded(text));
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s。、.,!?「」『』]/g, '');
}
