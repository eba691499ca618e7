import { splitParts } from '../../../core/rules/sms/split-parts.ts';

/** As a telephone shows it: one bubble, because the telephone joins the parts again. */
export function SmsPreview({ title, text, note }: { title: string; text: string; note?: string }) {
  return (
    <section className="sms-phone" aria-label={title}>
      <h3>{title}</h3>
      <div className="sms-bubble">{text}</div>
      {note ? <p className="muted hint">{note}</p> : null}
    </section>
  );
}

/** Characters and parts as the carriers count them. */
export function useSmsCount(text: string): { units: number; parts: number; left: number } {
  const { units, parts, left } = splitParts(text);
  return { units, parts: parts.length, left };
}
