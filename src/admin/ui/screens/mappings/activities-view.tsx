import { Button } from '@mantine/core';
import { Icon } from '../../components/icon.js';
import { Sentence } from '../../components/sentence.js';
import { EmptyState } from '../../components/states.js';
import { useQueryState } from '../../lib/use-query-state.js';
import { useTexts } from '../../texts/index.js';
import { editText } from '../model/document/edit.js';
import { ActivityEditor } from './activity-editor.js';
import { useBench } from './context.js';
import { DisclosureRow } from './disclosure-row.js';
import { LinesTable } from './lines-table.js';
import css from './mappings.module.css';
import { objectPart, typeWords } from './shapes.js';

/** Which changes of the object count as activities. */
export function ActivitiesView() {
  const { document, place, role, workbench, change, problemsAt, readOnly, property } = useBench();
  const texts = useTexts().mappings;
  const [query, setQuery] = useQueryState({ activity: '' });
  const { activities } = objectPart(document, place.object);
  const path = ['objects', place.object, 'activities'] as const;
  const allowed = role === 'person' || role === 'engagement';
  const add = (): void => {
    const first = workbench?.properties[0]?.name ?? '';
    const made =
      role === 'person' ? { type: 'custom:name', when: first } : { type: 'custom:name', at: first };
    change((text) =>
      editText(text, [{ kind: 'insert', path, at: activities.length, value: made }]),
    );
    setQuery({ activity: String(activities.length) });
  };
  return (
    <>
      {!readOnly && allowed && (
        <div className={css.tools}>
          <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={add}>
            {texts.addActivity}
          </Button>
        </div>
      )}
      {activities.length === 0 ? (
        <EmptyState title={texts.noActivities} />
      ) : (
        <LinesTable
          caption={texts.views.activities}
          columns={[
            { header: texts.activity.type },
            { header: texts.activity.conditions, wide: true },
          ]}
        >
          {activities.map((activity, index) => {
            const words = typeWords(activity);
            const printed = `objects.${place.object}.activities[${index}]`;
            const [problem] = problemsAt(printed);
            const open = query.activity === String(index);
            const conditions = Object.entries(activity.if ?? {});
            const when =
              activity.when === undefined
                ? null
                : (property(activity.when)?.label ?? activity.when);
            return (
              <DisclosureRow
                // biome-ignore lint/suspicious/noArrayIndexKey: the document knows them by place alone
                key={index}
                name={words}
                open={open}
                wrong={problem !== undefined}
                onToggle={() => setQuery({ activity: open ? '' : String(index) })}
                cells={[
                  <span key="what" className={css.property}>
                    <span>
                      <Sentence
                        parts={
                          when === null
                            ? texts.activity.summaryRecord(words, place.object)
                            : texts.activity.summary(words, when)
                        }
                      />
                    </span>
                    {problem && !open && <span className={css.badText}>{problem.message}</span>}
                  </span>,
                  <span key="if" className={css.quiet}>
                    {conditions
                      .map(([name, values]) => `${name}: ${[values].flat().join(' | ')}`)
                      .join(', ')}
                  </span>,
                ]}
              >
                <ActivityEditor
                  index={index}
                  activity={activity}
                  onRemoved={() => setQuery({ activity: '' })}
                />
              </DisclosureRow>
            );
          })}
        </LinesTable>
      )}
    </>
  );
}
