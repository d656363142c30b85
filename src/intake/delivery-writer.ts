import type pg from 'pg';
import { insertDeliveries, type NewDelivery } from '../store/deliveries.js';

export interface DeliveryWriter {
  /** Resolves when the delivery is committed; rejects when it is not. */
  write(delivery: NewDelivery): Promise<void>;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

interface Waiting {
  readonly delivery: NewDelivery;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Most deliveries in one statement. */
const MOST = 500;

/**
 * Collects deliveries while statements are in flight and commits each collection as one.
 * When a collection fails, its deliveries are tried one by one, so that a bad one fails alone.
 */
export function createDeliveryWriter(pool: pg.Pool, written: () => void): DeliveryWriter {
  let waiting: Waiting[] = [];
  let flying = 0;
  const flights = new Set<Promise<void>>();

  async function fly(batch: readonly Waiting[]): Promise<void> {
    try {
      await insertDeliveries(
        pool,
        batch.map((one) => one.delivery),
      );
      for (const one of batch) one.resolve();
    } catch (error) {
      if (batch.length === 1) {
        batch[0]?.reject(error);
        return;
      }
      await Promise.all(batch.map((one) => fly([one])));
    }
  }

  function pump(): void {
    // Two statements at once: one collects while the other's commit reaches the disk.
    while (flying < 2 && waiting.length > 0) {
      const batch = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      flying += 1;
      const flight = fly(batch).finally(() => {
        flying -= 1;
        flights.delete(flight);
        written();
        pump();
      });
      flights.add(flight);
    }
  }

  return {
    write(delivery) {
      return new Promise((resolve, reject) => {
        waiting.push({ delivery, resolve, reject });
        // Requests of one turn of the event loop share a statement.
        if (waiting.length === 1) setImmediate(pump);
        else if (waiting.length >= MOST) pump();
      });
    },
    async close() {
      pump();
      while (flights.size > 0) await Promise.all(flights);
    },
  };
}
