/** What an entry is about, as people read it. The log spells it `user/Ada`, `model b2b` or `crm/portal`. */
import type { Texts } from '../../texts/index.js';

export function subjectName(
  about: string,
  { things, records }: Pick<Texts['audit'], 'things' | 'records'>,
  crmName: (crm: string) => string,
): string {
  const [, count] = /^(\d+) records$/.exec(about) ?? [];
  if (count !== undefined) return records(count);
  const [, kind = '', mark, name = ''] = /^([a-z0-9-]+)([/ ])(.+)$/.exec(about) ?? [];
  if (Object.hasOwn(things, kind)) return things[kind as keyof typeof things](name);
  return mark === '/' ? `${crmName(kind)} ${name}` : about;
}
