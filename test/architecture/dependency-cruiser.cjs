// Who may import whom. One rule per arrow that must not exist; `comment` is what the author of a bad import reads.
const FEATURES = 'ingest|search|match|people|reindex|eval|doctor|tune|undo|load';
const HOSTS = 'serve|exporter|worker|queue|top|mcp';
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
      comment: 'Database clients are imported by their adapter (or src/doctor/live) and nowhere else.',
      from: { path: '^src/', pathNot: '^src/stores/|^src/doctor/live/' },
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
      name: 'facts-import-nothing',
      severity: 'error',
      comment: 'src/facts holds tables: what other programs accept and print.',
      from: { path: '^src/facts/' },
      to: { path: '^src/', pathNot: '^src/facts/' },
    },
    {
      name: 'edits-below-project',
      severity: 'error',
      comment: 'An edit is text to text: src/edits knows lib only.',
      from: { path: '^src/edits/' },
      to: { path: '^src/', pathNot: '^src/(edits|lib)/' },
    },
    {
      name: 'project-below-sizing',
      severity: 'error',
      comment: "src/project reads a stranger's files: it sees edits, facts and lib.",
      from: { path: '^src/project/' },
      to: { path: '^src/', pathNot: '^src/(project|edits|facts|lib)/' },
    },
    {
      name: 'sizing-below-features',
      severity: 'error',
      comment: 'src/sizing is what tune and doctor share: it sees project, facts and lib.',
      from: { path: '^src/sizing/' },
      to: { path: '^src/', pathNot: '^src/(sizing|project|edits|facts|lib)/' },
    },
    {
      name: 'metrics-below-features',
      severity: 'error',
      comment:
        'src/metrics counts what it is told: it sees ports, domain and lib; hosts tell it what features did.',
      from: { path: '^src/metrics/' },
      to: { path: '^src/', pathNot: '^src/(metrics|domain|lib)/|^src/stores/[^/]+[.]ts$' },
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
      comment:
        'A check, what it shares with others, and the sizing model are pure: they may not touch disk, network or processes.',
      from: {
        path: '^src/(doctor/(checks|components)|sizing)/',
        pathNot: '^src/sizing/(measure-host|prices)[.]ts$',
      },
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
      to: {
        path: '^src/',
        pathNot: '^src/(cli|ingest/parse/child)[.]ts$|^src/serve/page/browser/',
        reachable: false,
      },
    },
    {
      name: 'browser-scripts-stand-alone',
      severity: 'error',
      comment: 'What runs in the browser imports only what is served beside it.',
      from: { path: '^src/serve/page/browser/' },
      to: { pathNot: '^src/serve/page/browser/' },
    },
    {
      name: 'reachable-from-the-page',
      severity: 'error',
      comment: 'The page never loads this script: import it or delete it.',
      from: { path: '^src/serve/page/browser/main[.]js$' },
      to: {
        path: '^src/serve/page/browser/.*[.]js$',
        pathNot: '/main[.]js$',
        reachable: false,
      },
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
