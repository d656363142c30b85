import { oneLine } from '../../src/lib/text.js';
import type { TaskDraft } from '../connector.js';
import { isTimeZone } from '../kit/midnight.js';
import type { ObjectInfo } from './catalog.js';

const LONGEST_SUBJECT = 255;
const LONGEST_DESCRIPTION = 32_000;

/** Salesforce's own priorities; an org may have renamed them, and then its default stands. */
const PRIORITIES: Readonly<Record<TaskDraft['priority'], string>> = {
  high: 'High',
  medium: 'Normal',
  low: 'Low',
};

/** The fields of a task but for its owner and what it is about. */
export function taskBody(
  task: TaskDraft,
  info: ObjectInfo,
  status: string | undefined,
  timeZone: string | undefined,
): Record<string, unknown> {
  const priority = optionOf(info, 'Priority', PRIORITIES[task.priority]);
  return {
    Subject: oneLine(task.subject, LONGEST_SUBJECT),
    Description: description(task),
    ActivityDate: dayOf(task.due, timeZone),
    // A task made through the API tells nobody by itself.
    IsReminderSet: true,
    ReminderDateTime: new Date(task.due).toISOString(),
    ...(priority !== undefined && { Priority: priority }),
    ...(status !== undefined && { Status: status }),
  };
}

/** Nothing in a line, which may hold a lead's own words, can pass for the marker. */
function description({ lines, marker }: TaskDraft): string {
  const own = lines.map((line) => line.replaceAll('[plumbline:', '(plumbline:')).join('\n');
  const end = `\n\n[plumbline:${marker}]`;
  return own.slice(0, LONGEST_DESCRIPTION - end.length) + end;
}

/** The calendar day of the due moment where the org is. */
function dayOf(due: number, timeZone: string | undefined): string {
  const zone = timeZone !== undefined && isTimeZone(timeZone) ? timeZone : 'UTC';
  const options = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', options).format(due);
}

function optionOf(info: ObjectInfo, field: string, value: string): string | undefined {
  const wanted = value.toLowerCase();
  return info.field(field)?.options.find((option) => option.value.toLowerCase() === wanted)?.value;
}
