import { expect, test } from '@jest/globals';
import { generatePopulation } from '../../../connectors/simulator-kit/population.js';

const NOW = Date.UTC(2026, 10, 22);

test('the same seed, count and moment give the same market, another seed another', () => {
  const one = generatePopulation({ seed: 5, count: 60, now: NOW });
  expect(generatePopulation({ seed: 5, count: 60, now: NOW })).toEqual(one);
  expect(generatePopulation({ seed: 6, count: 60, now: NOW }).people[0]).not.toEqual(one.people[0]);
});

test('addresses are unique and of example domains; nothing lies in the future', () => {
  const { people, companies, owners, deals } = generatePopulation({
    seed: 1,
    count: 500,
    now: NOW,
  });
  expect(new Set(people.map((person) => person.email)).size).toBe(500);
  expect(new Set(companies.map((company) => company.domain)).size).toBe(companies.length);
  for (const { email } of [...people, ...owners]) expect(email).toMatch(/^[a-z0-9.@-]+\.example$/);
  for (const person of people) {
    const times = person.activities.map((activity) => activity.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(person.createdAt).toBeLessThan(NOW);
    for (const at of times) expect(at).toBeLessThan(NOW);
  }
  expect(
    deals.every((deal, index) => deal.index === index && people[deal.person] !== undefined),
  ).toBe(true);
});

test('there is something to learn: buyers are more senior and come back more often', () => {
  const { people } = generatePopulation({ seed: 2, count: 4000, now: NOW });
  const mean = (list: readonly number[]) =>
    list.reduce((sum, value) => sum + value, 0) / list.length;
  const customers = people.filter((person) => person.stage === 'customer');
  const leads = people.filter((person) => person.stage === 'lead');
  const senior = (list: typeof leads) =>
    mean(list.map((person) => (['c_level', 'vp', 'director'].includes(person.seniority) ? 1 : 0)));
  const views = (list: typeof leads) =>
    mean(
      list.map((person) => person.activities.filter((entry) => entry.kind === 'page_view').length),
    );
  expect(senior(customers)).toBeGreaterThan(2 * senior(leads));
  expect(views(customers)).toBeGreaterThan(1.5 * views(leads));
});
