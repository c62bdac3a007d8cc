import { z } from '@hono/zod-openapi';

/** Where a value was read: offsets into the text of a document, in UTF-16 units. */
const placeSchema = z.strictObject({ document: z.string(), start: z.int(), end: z.int() }).openapi('Place');

const yearMonth = z.string().openapi({ description: 'YYYY-MM, or YYYY.' });
const seniority = z.enum(['intern', 'junior', 'mid', 'senior', 'lead', 'principal', 'executive']).nullable();

export const personSchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string().nullable(),
    headline: z.string().nullable(),
    location: z.string().nullable(),
    seniority,
    yearsExperience: z.number().nullable(),
    files: z.array(z.string()),
  })
  .openapi('Person');

export const peopleSchema = z
  .strictObject({
    schema: z.literal(1),
    people: z.array(personSchema),
    total: z.int(),
    limit: z.int(),
    offset: z.int(),
  })
  .openapi('People');

const place = placeSchema.nullable();
const places = z.array(placeSchema);

const profileSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  links: z.array(z.string()),
  location: z.string().nullable(),
  headline: z.string().nullable(),
  seniority,
  yearsExperience: z.number().nullable(),
  skills: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['evidenced', 'claimed']),
      months: z.number().optional(),
      lastUsed: yearMonth.optional(),
    }),
  ),
  experience: z.array(
    z.strictObject({
      title: z.string().nullable(),
      company: z.string().nullable(),
      start: yearMonth.nullable(),
      end: yearMonth.nullable(),
      current: z.boolean().optional(),
    }),
  ),
  education: z.array(
    z.strictObject({
      degree: z.string().nullable(),
      school: z.string().nullable(),
      year: z.number().optional(),
    }),
  ),
  languages: z.array(z.strictObject({ name: z.string(), level: z.string().optional() })),
  flags: z.array(z.string()),
  evidence: z
    .strictObject({
      name: place,
      emails: places,
      phones: places,
      links: places,
      location: place,
      headline: place,
      seniority: place,
      yearsExperience: place,
      skills: places,
      experience: places,
      education: places,
      languages: places,
    })
    .openapi({ description: 'The place of each value, key for key and item for item.' }),
});

/** As `cvx show --json`. */
export const candidateSchema = z
  .strictObject({
    schema: z.literal(1),
    candidate: profileSchema,
    files: z.array(z.string()),
    documents: z.array(
      z.strictObject({
        id: z.string(),
        path: z.string().nullable(),
        current: z.boolean(),
        storedAt: z.iso.datetime(),
      }),
    ),
  })
  .openapi('Candidate');
