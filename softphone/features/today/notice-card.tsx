import { Button, Select, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NoticeRow } from '../../../core/contracts/http/desk-work.ts';
import { post } from '../../client/http.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { dayWithWeekday } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { strings } from '../../ui/strings.ts';
import { SubjectStripe } from '../../ui/subject-stripe.tsx';
import { useSubjects } from '../../ui/use-subjects.ts';

const text = strings.today;

/** 連絡事項: read by everybody of the lines, written by whoever watches the floor. */
export function NoticeCard({ notices, today, mayPost }: { notices: NoticeRow[]; today: string; mayPost: boolean }) {
  const client = useQueryClient();
  const [writing, setWriting] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const send = async (path: string, body: object) => {
    setProblem(null);
    try {
      await post(path, body);
      setWriting(false);
    } catch (error) {
      setProblem(error);
    }
    await client.invalidateQueries({ queryKey: ['desk-work'] });
  };
  return (
    <section className="card" aria-label={text.notices}>
      <div className="card-head">
        <h2>{text.notices}</h2>
        {mayPost && !writing ? (
          <Button size="compact-sm" variant="default" onClick={() => setWriting(true)}>
            {text.newNotice}
          </Button>
        ) : null}
      </div>
      <div className="card-body today-notices">
        {problem ? <ProblemNotice error={problem} /> : null}
        {writing ? (
          <NoticeForm
            today={today}
            onPost={(notice) => void send('/api/desk-work/notices', notice)}
            onClose={() => setWriting(false)}
          />
        ) : null}
        {notices.length === 0 ? <p className="muted">{text.noNotice}</p> : null}
        {notices.map((notice) => (
          <article key={notice.id}>
            {notice.subject ? <SubjectStripe name={notice.subject.shortName} colour={notice.subject.colour} /> : null}
            <p>{notice.body}</p>
            <div className="muted">
              {notice.by}・{text.until(dayWithWeekday(notice.toOn))}
              {mayPost ? (
                <ConfirmButton
                  size="compact-sm"
                  variant="subtle"
                  ask={text.takeDownAsk}
                  confirm={text.takeDownYes}
                  onConfirm={() => void send(`/api/desk-work/notices/${notice.id}/withdraw`, {})}
                >
                  {text.takeDown}
                </ConfirmButton>
              ) : null}
            </div>
          </article>
        ))}
      </div>
    </section>
  );
}

interface NoticeFormProps {
  today: string;
  onPost: (notice: { body: string; subjectId: string | null; toOn: string }) => void;
  onClose: () => void;
}

function NoticeForm({ today, onPost, onClose }: NoticeFormProps) {
  const subjects = useSubjects();
  const [body, setBody] = useState('');
  const [subjectId, setSubjectId] = useState('');
  const [toOn, setToOn] = useState(today);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onPost({ body, subjectId: subjectId === '' ? null : subjectId, toOn });
      }}
    >
      <Textarea
        label={text.noticeBody}
        required
        maxLength={300}
        autoFocus
        autosize
        minRows={2}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <div className="promise-form">
        <Select
          label={text.noticeSubject}
          w={140}
          data={[
            { value: '', label: text.everyLine },
            ...subjects.map(({ id, shortName }) => ({ value: id, label: shortName })),
          ]}
          value={subjectId}
          onChange={(value) => setSubjectId(value ?? '')}
        />
        <DayField label={text.noticeTo} min={today} value={toOn} onDay={(value) => setToOn(value)} />
        <Button type="submit" disabled={body.trim() === '' || toOn < today}>
          {text.post}
        </Button>
        <Button variant="default" onClick={onClose}>
          {strings.common.cancel}
        </Button>
      </div>
    </form>
  );
}
