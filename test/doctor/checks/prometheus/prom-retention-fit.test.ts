import { promRetentionFit } from '../../../../src/doctor/checks/prometheus/prom-retention-fit.ts';
import type { HostLive, LiveEvidence, PrometheusLive } from '../../../../src/doctor/live/live.ts';
import { testCheck } from '../../test-check.ts';
import { container } from '../redis/attack-log.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const GB = 1e9;
const DAY = 86_400;
const at = (secondsAgo: number): number => NOW.getTime() / 1000 - secondsAgo;

function compose(command = '', volumes = 'data:'): string {
  return `services:
  prometheus:
    image: prom/prometheus:v3.5.3
    volumes: [data:/prometheus]
${command}
volumes:
  ${volumes}
`;
}
const LIST = `    command:
      - --config.file=/etc/prometheus/prometheus.yml
      - --storage.tsdb.retention.time=1y # a year
`;

function live(
  metrics: Readonly<Record<string, number>>,
  freeBytes: number | undefined = 20 * GB,
): Partial<LiveEvidence> {
  const value: PrometheusLive = {
    version: '3.5.3',
    targets: [],
    lastReloadSuccessful: true,
    lastReloadAt: NOW,
    metricNames: new Set(),
    alertmanagers: 0,
    ownMetrics: new Map(Object.entries(metrics)),
  };
  const host: HostLive = {
    memoryBytes: 8 * GB,
    cores: 4,
    swapUsedRatio: 0,
    diskFreeRatio: 0.5,
    overcommitMemory: 1,
    transparentHugePages: 'madvise',
    maxMapCount: 262_144,
    somaxconn: 4096,
    ...(freeBytes === undefined ? {} : { diskFreeBytes: freeBytes }),
  };
  return {
    prometheus: new Map([['prometheus', { seen: true, value }]]),
    docker: { seen: true, value: [container('prometheus', [])] },
    host: { seen: true, value: host },
  };
}

/** 100 MB in each of ten days. */
const BLOCKS = {
  prometheus_tsdb_retention_limit_bytes: 0,
  prometheus_tsdb_retention_limit_seconds: 365 * DAY,
  prometheus_tsdb_storage_blocks_bytes: GB,
  prometheus_tsdb_lowest_timestamp_seconds: at(10 * DAY),
  process_start_time_seconds: at(20 * DAY),
};
const YOUNG = {
  prometheus_tsdb_retention_limit_bytes: 0,
  prometheus_tsdb_head_samples_appended_total: 50_000 * 3600,
  process_start_time_seconds: at(3600),
};
const BOUNDED = live({ ...BLOCKS, prometheus_tsdb_retention_limit_bytes: 10 * GB });

testCheck(promRetentionFit, {
  sick: [
    {
      name: 'a year at the rate of its blocks',
      files: { 'compose.yaml': compose(LIST) },
      live: live(BLOCKS),
      now: NOW,
      finds: [
        {
          at: 'compose.yaml:7:9',
          message:
            /^prometheus keeps 365 days, which is 36\.5 GB or more, and its disk has room for 21\.0 GB, or 210 days\.$/,
          by: ['config', 'live'],
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: BOUNDED,
        texts: { 'compose.yaml': /# a year\n {6}- --storage\.tsdb\.retention\.size=10013MB\n/ },
      },
    },
    {
      name: 'fifteen days, told from the samples alone, with the command of the image',
      files: { 'compose.yaml': compose() },
      live: live(YOUNG),
      now: NOW,
      finds: [{ at: 'compose.yaml:2:3', message: /keeps 15 days, which is 64\.8 GB or more/ }],
      afterFix: {
        live: BOUNDED,
        texts: {
          'compose.yaml':
            /--config\.file=\/etc\/prometheus\/prometheus\.yml[^]*--storage\.tsdb\.path=\/prometheus[^]*retention\.size=9536MB/,
        },
      },
    },
    {
      name: 'a command that a shell runs',
      files: {
        'compose.yaml': compose(
          '    entrypoint: /bin/sh\n    command: [-c, "prometheus --storage.tsdb.retention.time=1y"]\n',
        ),
      },
      live: live(BLOCKS),
      now: NOW,
      finds: [{ at: 'compose.yaml:2:3', message: /keeps 365 days/, fix: 'none' }],
    },
    {
      name: 'a limit above the disk',
      files: {
        'compose.yaml': compose('    command: --storage.tsdb.retention.size=50GB --web.enable-lifecycle\n'),
      },
      live: live({ ...BLOCKS, prometheus_tsdb_retention_limit_bytes: 50 * 1024 ** 3 }),
      now: NOW,
      finds: [
        {
          at: 'compose.yaml:5:14',
          message:
            /^prometheus may take 53\.7 GB, and its disk has room for 21\.0 GB: the disk is full before/,
          fix: 'confirm',
        },
      ],
      afterFix: {
        live: BOUNDED,
        texts: {
          'compose.yaml': /command: --storage\.tsdb\.retention\.size=10013MB --web\.enable-lifecycle\n/,
        },
      },
    },
    {
      name: 'the same, its value in a word of its own',
      files: { 'compose.yaml': compose('    command: ["--storage.tsdb.retention.size", "50GB"]\n') },
      live: live({ ...BLOCKS, prometheus_tsdb_retention_limit_bytes: 50 * 1024 ** 3 }),
      now: NOW,
      finds: [{ at: 'compose.yaml:5:15', message: /may take/ }],
      afterFix: { live: BOUNDED, texts: { 'compose.yaml': /"10013MB"/ } },
    },
  ],
  healthy: [
    {
      name: 'a limit that fits, written since the last start: a second repair has nothing to add',
      files: {
        'compose.yaml': compose(
          '    command: >-\n      --web.enable-lifecycle\n      --storage.tsdb.retention.size=10013MB\n',
        ),
      },
      live: live(BLOCKS),
      now: NOW,
    },
    { name: 'a limit that fits', files: { 'compose.yaml': compose(LIST) }, live: BOUNDED, now: NOW },
    {
      name: 'fifteen days that fit',
      files: { 'compose.yaml': compose('', 'data: {driver: local}') },
      live: live({ ...BLOCKS, prometheus_tsdb_retention_limit_seconds: 15 * DAY }),
      now: NOW,
    },
  ],
  notApplicable: [{ name: 'no Prometheus', files: { 'compose.yaml': 'services:\n  a:\n    image: a\n' } }],
  notObservable: [
    { name: 'nobody was asked', files: { 'compose.yaml': compose(LIST) } },
    {
      name: 'started a minute ago',
      files: { 'compose.yaml': compose() },
      live: live({ ...YOUNG, process_start_time_seconds: at(60) }),
      now: NOW,
    },
    {
      name: 'a volume that lies on another disk',
      files: {
        'compose.yaml': compose(LIST, 'data: {driver_opts: {type: none, o: bind, device: /mnt/big}}'),
      },
      live: live(BLOCKS),
      now: NOW,
    },
    {
      name: 'a folder of the host',
      files: { 'compose.yaml': compose(LIST).replace('[data:', '[/mnt/big:') },
      live: live(BLOCKS),
      now: NOW,
    },
    {
      name: 'the disk was not looked at',
      files: { 'compose.yaml': compose(LIST) },
      live: { ...live(BLOCKS), host: { seen: false, why: 'not asked' } },
      now: NOW,
    },
  ],
});
