import { z } from 'zod';

/** Empty where Docker writes none at all. */
const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

/** What `docker inspect` tells of a container, as far as it is looked at: Docker 20.10 to 28, Podman's docker shim likewise. */
export const inspectedSchema = z.array(
  z.object({
    Id: z.string(),
    Name: z.string(),
    Image: z.string(),
    RestartCount: z.number().default(0),
    State: z.object({
      Running: z.boolean(),
      Pid: z.number().default(0),
      ExitCode: z.number().default(0),
      OOMKilled: z.boolean().default(false),
      StartedAt: z.string().default(''),
      Health: z
        .object({
          Status: z.string().default('none'),
          Log: z
            .array(z.object({ Output: z.string().default('') }))
            .nullish()
            .transform((log) => log ?? []),
        })
        .nullish(),
    }),
    HostConfig: z.object({ Memory: z.number().default(0), NetworkMode: z.string().default('') }),
    Config: z.object({
      Image: z.string().default(''),
      Env: texts,
      ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    }),
    NetworkSettings: z.object({
      Ports: z
        .record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable())
        .nullish(),
      Networks: z
        .record(
          z.string(),
          z.object({ IPAddress: z.string().default(''), GlobalIPv6Address: z.string().default('') }),
        )
        .nullish(),
    }),
  }),
);

export type Inspected = z.infer<typeof inspectedSchema>[number];

/** A line of `docker stats --format json`. */
export const statsSchema = z.object({
  ID: z.string(),
  CPUPerc: z.string(),
  MemUsage: z.string(),
});
