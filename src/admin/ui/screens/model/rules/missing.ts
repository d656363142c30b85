import type { NotSetUp } from '../../../../api/contract/models.js';
import { useFormats } from '../../../shell/language.js';
import { useTexts } from '../../../texts/index.js';

const KINDS = ['field', 'activity', 'channel'] as const;

/** What nothing fills, in one sentence. */
export function useMissing(): (part: NotSetUp) => string {
  const { issues: texts } = useTexts().model;
  const formats = useFormats();
  return ({ missing, idle }) => {
    const reasons = KINDS.flatMap((kind) => {
      const names = missing.filter((one) => one.kind === kind).map(({ name }) => name);
      return names.length === 0 ? [] : [texts.missing[kind](formats.list(names))];
    });
    return `${idle ? texts.notSetUp : texts.partly} ${reasons.join('; ')}.`;
  };
}
