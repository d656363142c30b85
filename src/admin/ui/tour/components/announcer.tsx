import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ActRun, Story } from '../../../api/contract/demo.js';
import type { LeadPage } from '../../../api/contract/lead-shapes.js';
import { useFormats } from '../../shell/language.js';
import { useTexts } from '../../texts/index.js';

interface AnnouncerProps {
  readonly lead: LeadPage;
  readonly story: Story;
  readonly run: ActRun | null;
}

/** Tells assistive technology what has changed: one polite sentence a change, not every tick. */
export function Announcer({ lead, story, run }: AnnouncerProps) {
  const { tour: texts, common } = useTexts();
  const formats = useFormats();
  const [said, setSaid] = useState('');
  const { stage } = lead;
  const total = lead.scores[0]?.total ?? 0;
  const standing = texts.announce.score(formats.count(total), common.stages[stage]);
  const former = useRef(standing);
  useEffect(() => {
    if (former.current === standing) return;
    former.current = standing;
    setSaid(standing);
  }, [standing]);

  const known = useRef(new Set(story.record.tasks.map((task) => task.id)));
  useEffect(() => {
    const fresh = story.record.tasks.filter((task) => !known.current.has(task.id));
    for (const task of fresh) known.current.add(task.id);
    const words = fresh.map((task) => texts.announce.task(task.title)).join(' ');
    if (words !== '') setSaid((before) => `${before} ${words}`.trim());
  }, [story.record.tasks, texts]);

  const ended = run && run.state !== 'running' ? run.state : null;
  const act = run?.act;
  const { name } = story.record;
  useEffect(() => {
    if (!ended || !act) return;
    const title = texts.acts.sent[act].title(name);
    setSaid(texts.announce.run(title, ended === 'done' ? texts.acts.done : texts.acts.failed));
  }, [ended, act, name, texts]);

  return (
    <VisuallyHidden>
      <div aria-live="polite" data-testid="announcer">
        {said}
      </div>
    </VisuallyHidden>
  );
}
