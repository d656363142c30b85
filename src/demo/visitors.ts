import { base, en, Faker } from '@faker-js/faker';
import { messageOf } from '../lib/errors.js';

/** Something that made-up people do in one CRM; `P` is a person as it is known there. */
export interface Deed<P> {
  readonly what: string;
  /** How often it happens, compared with the others. */
  readonly weight: number;
  /** What it needs of the person; anybody when absent. */
  suits?(person: P): boolean;
  /** `number` counts all deeds; `faker` is the deed's own. */
  act(person: P, number: number, faker: Faker): Promise<unknown>;
}

/** One CRM whose people act by themselves. */
export interface Scene<P = unknown> {
  /** The CRM's name. */
  readonly label: string;
  readonly deeds: readonly Deed<P>[];
  /** Whoever may act, in the order in which they are preferred; the leads of the stories are not among them. */
  people(): Promise<readonly P[]>;
}

export interface VisitorsOptions {
  /** The CRMs that can be visited by now. */
  scenes(): readonly Scene[];
  /** While true nobody acts: an act of the tour is played. */
  busy(): boolean;
  /** Mean pause between two deeds, milliseconds; each lies between half of it and one and a half. */
  readonly paceMs: number;
  /** Deeds altogether. */
  readonly most: number;
  /** Told of each that failed, with the CRM's name; the next one is tried. */
  failed(label: string, reason: string): void;
}

export interface Visitors {
  /** Resolves when all was done, or it was closed. */
  readonly ended: Promise<void>;
  /** Ends it, what is being done first. */
  close(): Promise<void>;
}

/** The same deeds in the same order in every demo; whom they fall to follows from the scores. */
const SEED = 23;
/** This part of the deeds falls to the first of those who suit: theirs cross thresholds. */
const WARM = { share: 0.5, people: 8 };
const BUSY_MS = 250;

const fakerOf = (seed: number): Faker => new Faker({ locale: [en, base], seed });

/** Does one deed of a scene; none when nobody suits. */
async function act(scene: Scene, number: number, faker: Faker): Promise<void> {
  const deed = faker.helpers.weightedArrayElement(
    scene.deeds.map((value) => ({ value, weight: value.weight })),
  );
  const warm = faker.number.float() < WARM.share;
  const place = faker.number.float();
  const suiting = (await scene.people()).filter((person) => deed.suits?.(person) ?? true);
  const group = warm ? suiting.slice(0, WARM.people) : suiting;
  const person = group[Math.floor(place * group.length)];
  // What the deed draws for itself moves none that follow.
  if (person !== undefined) await deed.act(person, number, fakerOf(SEED + number));
}

/**
 * Lets made-up people act by themselves, one deed after the other, the CRMs in turn, until enough was done
 * or it is closed. It rests while an act of the tour is played, which waits until nothing is on its way.
 */
export function startVisitors(options: VisitorsOptions): Visitors {
  const faker = fakerOf(SEED);
  let closed = false;
  let wake: () => void = () => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function run(): Promise<void> {
    let number = 0;
    while (!closed && number < options.most) {
      await pause(options.paceMs * faker.number.float({ min: 0.5, max: 1.5 }));
      while (!closed && options.busy()) await pause(BUSY_MS);
      const scenes = options.scenes();
      const scene = scenes[number % Math.max(scenes.length, 1)];
      number += 1;
      if (closed || !scene) continue;
      try {
        await act(scene, number, faker);
      } catch (error) {
        options.failed(scene.label, messageOf(error));
      }
    }
  }

  const ended = run();
  return {
    ended,
    async close() {
      closed = true;
      wake();
      await ended;
    },
  };
}
