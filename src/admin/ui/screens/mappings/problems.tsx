import { Button } from '@mantine/core';
import type { DocumentProblem } from '../../../api/contract/documents.js';
import { Icon } from '../../components/icon.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';
import css from './mappings.module.css';

interface ProblemsProps {
  readonly problems: readonly DocumentProblem[];
  /** Puts a problem right with the name most likely meant. */
  readonly onFix?: (problem: DocumentProblem, suggestion: string) => void;
}

/** What is wrong, where it is wrong, with the nearest name to take instead. */
export function Problems({ problems, onFix }: ProblemsProps) {
  const texts = useTexts().mappings;
  const { readOnly } = useBench();
  if (problems.length === 0) return null;
  return (
    <ul className={css.problems}>
      {problems.map((one) => (
        <li key={`${one.path} ${one.message}`} className={css.problem}>
          <Icon name="warning" size={15} />
          <span>{one.message}</span>
          {onFix && !readOnly && one.suggestion !== undefined && (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => onFix(one, one.suggestion as string)}
            >
              {texts.takeSuggestion(one.suggestion)}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
