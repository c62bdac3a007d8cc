import { honouredVariables, isHonoured } from '../../../facts/images.ts';
import { oncePer } from '../../../lib/once-per.ts';
import { repositoryOf } from '../../../project/service-kind.ts';
import type { Project, Service } from '../../../project/project.ts';
import { sourcesOf } from './client-pools.ts';
import { imageSource } from '../compose/image-contents.ts';
import { isOfficialPostgres } from '../postgres/postgres-settings.ts';

/** Whether a service reads a variable; `unknown` where nothing at hand tells. */
export type Reads = 'yes' | 'no' | 'unknown';

/** Read by the C library, runtimes, shells and clients of any image, or by other containers that look at this one's environment. */
const ANYBODY =
  /^(?:TZ|LANG|LANGUAGE|LC_\w+|PATH|HOME|USER|HOSTNAME|TERM|SHELL|PWD|UMASK|PUID|PGID|UID|GID|DEBUG|VERBOSE|(?:HTTP|HTTPS|FTP|NO|ALL)_PROXY|(?:http|https|ftp|no|all)_proxy|SSL_CERT_\w+|LD_\w+|MALLOC_\w+|GO(?:MAXPROCS|GC|MEMLIMIT|DEBUG)|COMPOSE_\w+|DOCKER_\w+|VIRTUAL_\w+|LETSENCRYPT_\w+|OTEL_\w+|DD_\w+|PG[A-Z]+|REDISCLI_\w+)$/;
/** Read by frameworks and libraries, whose sources are not in the project. */
const LIBRARIES =
  /^(?:PYTHON|PIP_|UV_|POETRY_|VIRTUAL_ENV|NODE_|NPM_|YARN_|NEXT_|NUXT_|VITE_|REACT_APP_|UVICORN_|GUNICORN_|HYPERCORN_|WEB_CONCURRENCY|PORT$|HOST$|BIND$|FLASK_|DJANGO_|CELERY|C_FORCE_ROOT|FLOWER_|STREAMLIT_|GRADIO_|SENTRY_|OPENAI_|AZURE_|ANTHROPIC_|GOOGLE_|GEMINI_|MISTRAL_|COHERE_|OLLAMA_|HF_|HUGGING|TRANSFORMERS_|TOKENIZERS_|SENTENCE_|TORCH|PYTORCH_|CUDA|NVIDIA_|TF_|OMP_|MKL_|OPENBLAS_|NUMEXPR_|ONNX|ORT_|LANGCHAIN_|LANGSMITH_|LITELLM_|AWS_|S3_|MINIO_|KAFKA_|RABBITMQ_|AMQP_|SPRING_|SERVER_|JAVA_|JDK_|MAVEN_|ASPNETCORE_|DOTNET_|RAILS_|RACK_|BUNDLE_|APP_ENV$|APP_KEY$|PHP_|XDEBUG_|PROMETHEUS_|ENV$|ENVIRONMENT$|LOG_LEVEL$|REQUESTS_|CURL_|GRPC_|BOTO|MPL|NLTK_|SPACY_|TIKA_|TESSDATA_|FASTEMBED_)/;
/** Code that takes variables without naming them one by one: nobody can say what it reads. */
const OPAQUE =
  /os\.environ\.(?:items|keys|values|copy)\(|dict\(\s*(?:os\.)?environ|\*\*\s*(?:os\.)?environ|(?:in|=|\()\s*(?:os\.)?environ\s*[:,)\n]|getenv\(\s*[^"'\s)]|environ(?:\.get\(|\[)\s*[^"'\s\])]|env_nested_delimiter|dynaconf|Object\.(?:entries|keys|values|fromEntries)\(\s*process\.env|\.\.\.process\.env|process\.env\[\s*[^"'`\]]|\.parse\(\s*process\.env|createEnv\(|envsubst|printenv|\benv\s*\||node-config|from ['"]config['"]/;

/** Whether anything in the container of a service reads the variable: its image, its sources, its command, what it mounts. */
export function readsVariable(project: Project, service: Service, name: string): Reads {
  if (ANYBODY.test(name) || mentions(JSON.stringify(withoutEnvironment(service)), name)) return 'yes';
  if (service.buildContext !== undefined) return codeReads(project, service, name);
  const known = officialKind(service);
  if (known === undefined) return 'unknown';
  if (isHonoured(known, name)) return 'yes';
  return mountsRead(project, service, name);
}

/** The kind of a service that runs an image whose every variable is known. */
export function officialKind(service: Service): string | undefined {
  const { kind, image = '', buildContext, entrypoint } = service;
  if (buildContext !== undefined || entrypoint.length > 0 || honouredVariables(kind) === undefined)
    return undefined;
  const repository = repositoryOf(image).replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
  const own =
    /^(?:redis|qdrant\/qdrant|nginx|prom\/prometheus|oliver006\/redis_exporter|(?:quay\.io\/)?prometheuscommunity\/postgres-exporter)$/;
  return own.test(repository) || (kind === 'postgres' && isOfficialPostgres(service)) ? kind : undefined;
}

function withoutEnvironment({ spec }: Service): unknown {
  const { environment: _, env_file: __, labels: ___, ...rest } = spec;
  return rest;
}

/** As a word of its own, in whatever case: settings classes read DB_URL into db_url. */
function mentions(text: string, name: string): boolean {
  return new RegExp(String.raw`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`, 'i').test(text);
}

/** Images that bring a language or a bare system and no program of their own, which could read what it likes. */
const BARE =
  /^(?:(?:docker\.io\/)?(?:library\/)?(?:python|node|ruby|debian|ubuntu|alpine|fedora|rockylinux|almalinux|amazonlinux|buildpack-deps|scratch)|(?:docker\.io\/)?(?:oven\/bun|denoland\/deno|nvidia\/cuda|pytorch\/pytorch|pypy|astral\/uv)|nvcr\.io\/nvidia\/(?:cuda|pytorch)|ghcr\.io\/astral-sh\/uv|mcr\.microsoft\.com\/(?:devcontainers|playwright)(?:\/[\w-]+)?|gcr\.io\/distroless\/[\w-]+|public\.ecr\.aws\/docker\/library\/(?:python|node|debian|ubuntu|alpine))$/;

/** What the sources of a service tell of its variables, whichever is asked for. */
interface Code {
  readonly texts: readonly string[];
  /** Of settings classes, in capitals: with APP_ the variable APP_DB_URL is read into db_url. */
  readonly prefixes: readonly string[];
  /** A variable that is named nowhere may be read all the same. */
  readonly isOpaque: boolean;
}

const codeOf = oncePer((project: Project) => oncePer((service: Service) => readCode(project, service)));

/** Sources of Python and Node say what they read, unless the image is somebody's program with a little added; of others not enough is known. */
function readCode(project: Project, service: Service): Code {
  const files = sourcesOf(project, service);
  const texts = files.map((file) => project.read(file) ?? '');
  const prefixes = texts.flatMap((text) =>
    [...text.matchAll(/env_prefix\s*[=:]\s*["'](\w+)["']/g)].map(([, prefix = '']) => prefix.toUpperCase()),
  );
  const languages = files.some((file) => /\.(?:py|[cm]?[jt]sx?)$/.test(file));
  const foreign = files.some((file) =>
    /\.(?:java|kt|scala|go|rb|php)$|(?:^|\/)(?:pom\.xml|go\.mod|Gemfile|composer\.json)$/.test(file),
  );
  const { base } = imageSource(project, service);
  const program = base !== undefined && !BARE.test(repositoryOf(base));
  const cut = project.problems.some(({ message }) => message.includes('source files'));
  const isOpaque = !languages || foreign || program || cut || texts.some((text) => OPAQUE.test(text));
  return { texts, prefixes, isOpaque };
}

function codeReads(project: Project, service: Service, name: string): Reads {
  const { texts, prefixes, isOpaque } = codeOf(project)(service);
  if (LIBRARIES.test(name) || texts.some((text) => mentions(text, name))) return 'yes';
  return isOpaque || prefixes.some((prefix) => name.toUpperCase().startsWith(prefix)) ? 'unknown' : 'no';
}

/** Scripts, templates and configuration that a known image mounts. A folder that cannot be seen through may read anything. */
function mountsRead(project: Project, { mounts }: Service, name: string): Reads {
  const binds = mounts.filter(
    ({ kind, target }) => kind === 'bind' && !/\/(?:data|storage|snapshots)(?:\/|$)/.test(target),
  );
  for (const { source } of binds) {
    const files = [
      source,
      ...[...project.sources, ...project.configs.map(({ file }) => file)].filter((file) =>
        file.startsWith(`${source}/`),
      ),
    ];
    const texts = files.flatMap((file) => project.read(file) ?? []);
    if (texts.some((text) => mentions(text, name))) return 'yes';
    // A folder of scripts without one that could be read.
    if (
      texts.length === 0 &&
      /initdb|templates|entrypoint/.test(source + binds.map(({ target }) => target).join(' '))
    )
      return 'unknown';
  }
  return 'no';
}
