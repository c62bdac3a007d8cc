// Who may import whom. One rule per arrow that must not exist; `comment` is what the author of a bad import reads.
const FEATURES = 'ingest|search|match|people|reindex|eval|doctor|tune|load';
const HOSTS = 'serve|worker|queue|top|mcp';
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Move the shared part down a layer.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'lib-imports-nothing',
      severity: 'error',
      comment: 'src/lib knows nothing of CVs or stores.',
      from: { path: '^src/lib/' },
      to: { path: '^src/', pathNot: '^src/lib/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'src/domain holds types and pure functions only: no I/O, no stores, no node: modules.',
      from: { path: '^src/domain/' },
      to: { path: '^src/(?!domain/|lib/)|^(node:)?(fs|net|http|child_process|worker_threads|process)$' },
    },
    {
      name: 'ports-see-no-adapter',
      severity: 'error',
      comment: 'A port (src/stores/*.ts) may not import an adapter.',
      from: { path: '^src/stores/[^/]+[.]ts$' },
      to: { path: '^src/stores/[^/]+/' },
    },
    {
      name: 'adapter-to-own-port-only',
      severity: 'error',
      comment: 'An adapter imports its own port, domain and lib; never a sibling family or a feature.',
      from: { path: '^src/stores/([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/(domain|lib)/|^src/stores/$1(/|[.]ts$)|^src/stores/(sql|redis)/' },
    },
    {
      name: 'clients-only-in-adapters',
      severity: 'error',
      comment: 'Database clients are imported by their adapter (or src/doctor/probe) and nowhere else.',
      from: { path: '^src/', pathNot: '^src/stores/|^src/doctor/probe/' },
      to: { path: 'node_modules/(pg|ioredis|@qdrant|@electric-sql)(/|$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-see-ports-not-adapters',
      severity: 'error',
      comment: 'Take the port as a parameter; context.ts chooses the adapter.',
      from: { path: `^src/(${FEATURES}|${HOSTS})/` },
      to: { path: '^src/(stores|embed)/[^/]+/' },
    },
    {
      name: 'indexing-below-features',
      severity: 'error',
      comment: 'src/indexing is what features share: it sees ports, domain and lib.',
      from: { path: '^src/indexing/' },
      to: { path: '^src/', pathNot: '^src/(indexing|domain|lib)/|^src/(stores/[^/]+|embed/embedder)[.]ts$' },
    },
    {
      name: 'features-are-strangers',
      severity: 'error',
      comment: 'A feature may not import another feature; share through domain or lib, or compose in a host.',
      from: { path: `^src/(${FEATURES})/` },
      to: { path: `^src/(${FEATURES}|${HOSTS})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'context-as-type-only',
      severity: 'error',
      comment: 'Commands receive the context; only cli.ts opens it.',
      from: { path: '^src/', pathNot: '^src/cli[.]ts$' },
      to: { path: '^src/context[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-commands-speak-commander',
      severity: 'error',
      comment: 'commander/ink belong to command.ts(x), *.view.tsx and cli.ts.',
      from: { path: '^src/', pathNot: '(^src/cli[.]ts$|/command[.]tsx?$|[.]view[.]tsx$)' },
      to: { path: 'node_modules/(commander|ink|react)(/|$)' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'A doctor rule or a tune setting is pure: it may not touch disk, network or processes.',
      from: { path: '^src/(doctor/rules|tune/settings)/' },
      to: {
        path: '^(node:)?(fs|fs/promises|net|http|https|child_process)$|node_modules/(execa|pg|ioredis|@qdrant)',
      },
    },
    {
      name: 'bin-to-cli-only',
      severity: 'error',
      from: { path: '^bin/' },
      to: { path: '^src/', pathNot: '^src/cli[.]ts$' },
    },
    { name: 'src-not-to-test', severity: 'error', from: { path: '^(src|bin)/' }, to: { path: '^test/' } },
    {
      name: 'reachable-from-cli',
      severity: 'error',
      comment: 'cli.ts never reaches this file: wire it or delete it.',
      from: { path: '^src/(cli|ingest/parse/child)[.]ts$' },
      to: { path: '^src/', pathNot: '^src/(cli|ingest/parse/child)[.]ts$', reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
