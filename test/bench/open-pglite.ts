/** Opens the store at argv[2] with nothing but PGlite, asks it one question, closes it: the reference of a cold search. */
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create(process.argv[2] ?? '');
await database.query('SELECT 1');
await database.close();
