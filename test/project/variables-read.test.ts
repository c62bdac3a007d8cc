import { expect, test } from 'vitest';
import { readsVariables, readVariables } from '../../src/project/variables-read.ts';

const names = (file: string, text: string) => readVariables(file, text).map(({ name }) => name);

test.each([
  [
    'app/main.py',
    `os.environ["A"]; os.environ.get('B', 1); os.getenv("C")
environ.pop("D"); env.int("E", default=3); env("F"); config("G", cast=int)
if "H" in os.environ: pass
@click.option("--x", envvar="I")
self.config("J")
# os.getenv("COMMENTED")
os.environ[name]`,
    ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'],
  ],
  [
    'settings.py',
    `class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    qdrant_host: str = "x"
    pool: int = Field(10, ge=1)
    renamed: str = Field(validation_alias=AliasChoices("ONE", "TWO"))
    _cache: ClassVar[dict] = {}

    def url(self) -> str:
        local: str = "no"
        return local

class Other(BaseModel):
    not_read: str
`,
    ['APP_QDRANT_HOST', 'APP_POOL', 'ONE', 'TWO'],
  ],
  [
    'src/x.ts',
    `process.env.A; process.env['B']; import.meta.env.VITE_C; process.env?.D
const { E, F: renamed, G = 'd' } = process.env;
// process.env.COMMENTED
Deno.env.get("H"); Bun.env.I; other.env.J`,
    ['A', 'B', 'VITE_C', 'D', 'E', 'F', 'G', 'H', 'I'],
  ],
  [
    'main.go',
    'os.Getenv("A"); os.LookupEnv("B")\ntype C struct { X int `env:"C_X" envDefault:"1"` }\nviper.BindEnv("k", "D")',
    ['A', 'B', 'C_X', 'D'],
  ],
  ['App.java', 'System.getenv("A"); @Value("${B:1}") int b; // x', ['A', 'B']],
  ['application.properties', '# ${COMMENTED}\nserver.port=${PORT:8080}', ['PORT']],
  ['app.rb', 'ENV["A"]; ENV.fetch("B") { 1 }', ['A', 'B']],
  ['index.php', `getenv('A'); $_ENV["B"]; env('C', 1);`, ['A', 'B', 'C']],
  ['start.sh', 'exec app --x "$A" ${B:-1} ${C} $local \\$ESCAPED # $D\n# $COMMENTED\n', ['A', 'B', 'C', 'D']],
  ['backend/Dockerfile', 'FROM python:${VERSION}\nCMD exec app --workers $WORKERS\n', ['VERSION', 'WORKERS']],
  ['docker-entrypoint', 'echo $A', ['A']],
  ['nginx/default.conf.template', 'server ${BACKEND};', ['BACKEND']],
  ['readme.md', 'os.getenv("A") $B', []],
])('%s', (file, text, expected) => {
  expect(names(file, text)).toEqual(expected);
  expect(readsVariables(file)).toBe(file !== 'readme.md');
});

test('each stands where it says', () => {
  const text = 'import os\n\nx = int(os.getenv("POOL", "1"))\n';
  expect(readVariables('a.py', text)).toEqual([{ name: 'POOL', at: { file: 'a.py', line: 3, column: 20 } }]);
});

test('a long line without a variable takes no time worth naming', () => {
  const text = `x = "${'config( '.repeat(50_000)}"\n${'{'.repeat(100_000)}\n${'$'.repeat(100_000)}`;
  for (const file of ['a.py', 'a.ts', 'a.sh', 'a.java']) expect(names(file, text)).toEqual([]);
});
