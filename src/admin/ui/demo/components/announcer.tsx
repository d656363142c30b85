import { VisuallyHidden } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ActRun, Story } from '../../../api/contract.js';
import { formatCount } from '../format.js';
import { texts } from '../texts.js';

interface AnnouncerProps {
  readonly story: Story | null;
  readonly run: ActRun | null;
}

/** Tells assistive technology what has changed: one polite sentence a change, not every tick. */
export function Announcer({ story, run }: AnnouncerProps) {
  const [said, setSaid] = useState('');
  const former = useRef<Story | null>(null);

  useEffect(() => {
    const before = former.current;
    former.current = story;
    if (!story || !before) return;
    const parts: string[] = [];
    const { total, stage } = story.score;
    if (before.score.total !== total || before.score.stage !== stage) {
      parts.push(texts.announce.score(formatCount(total), texts.stages[stage]));
    }
    const known = new Set(before.record.tasks.map((task) => task.id));
    for (const task of story.record.tasks) {
      if (!known.has(task.id)) parts.push(texts.announce.task(task.title));
    }
    if (parts.length > 0) setSaid(parts.join(' '));
  }, [story]);

  const ended = run && run.state !== 'running' ? run.state : null;
  const act = run?.act;
  useEffect(() => {
    if (!ended || !act) return;
    const title = act === 'demo-request' ? texts.stopwatch.steps.sent : texts.acts.repeat.title;
    setSaid(texts.announce.run(title, ended === 'done' ? texts.acts.done : texts.acts.failed));
  }, [ended, act]);

  return (
    <VisuallyHidden>
      <div aria-live="polite" data-testid="announcer">
        {said}
      </div>
    </VisuallyHidden>
  );
}
