import { Box, render, Static, Text } from 'ink';
import { type Clock, monotonic } from '../lib/clock.ts';
import { duration, grouped, shownPath } from '../lib/format.ts';
import type { Io } from '../lib/io.ts';
import { oneLine } from '../lib/terminal-text.ts';
import { COMPLETE_OUTCOMES } from '../domain/outcome.ts';
import { createPace } from './pace.ts';
import { PHASE_WORDS, type ProgressView } from './progress.ts';
import type { FileReport, IngestProgress } from './report.ts';

const BAR_WIDTH = 24;

/** More lines would push the bar's history away; the summary lists every file. */
const LISTED_FAILURES = 10;

export interface LiveState {
  readonly progress: IngestProgress;
  readonly rate: number | undefined;
  readonly etaMs: number | undefined;
  readonly stopping: boolean;
  /** Lines that stay above the bar, oldest first. */
  readonly lines: readonly string[];
}

/** Bar, counts, rate, time left and what is going on; above it what failed and what else was said. */
export function LiveProgress({ progress, rate, etaMs, stopping, lines }: LiveState) {
  const { done, total, failed, phase } = progress;
  return (
    <>
      <Static items={[...lines]}>
        {(line, i) => (
          <Text key={i} wrap="truncate">
            {line}
          </Text>
        )}
      </Static>
      <Box columnGap={2} flexWrap="wrap">
        <Text bold>{stopping ? 'Stopping… (press Ctrl+C again to force)' : PHASE_WORDS[phase]}</Text>
        {total === undefined ? undefined : <Text color="green">{bar(done, total)}</Text>}
        <Text>{total === undefined ? grouped(done) : `${grouped(done)}/${grouped(total)}`}</Text>
        {failed > 0 ? <Text color="red">{grouped(failed)} failed</Text> : undefined}
        {rate === undefined ? undefined : (
          <Text dimColor>{rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s</Text>
        )}
        {etaMs === undefined || done === total ? undefined : (
          <Text dimColor>{duration(Math.ceil(etaMs / 1000))} left</Text>
        )}
        <Text dimColor>{stageText(progress)}</Text>
      </Box>
    </>
  );
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? BAR_WIDTH : Math.min(BAR_WIDTH, Math.floor((done / total) * BAR_WIDTH));
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

function stageText({ stage }: IngestProgress): string {
  const parts = Object.entries(stage).filter(([, n]) => n > 0);
  return parts.map(([name, n]) => `${name} ${n}`).join(', ');
}

/** Shows the run on the terminal of stderr until `end`. What others write to stderr meanwhile is put above the bar. */
export function liveProgress(io: Io, signal: AbortSignal, clock: Clock = monotonic): ProgressView {
  const pace = createPace(clock);
  const lines: string[] = [];
  let progress: IngestProgress = {
    phase: 'discover',
    done: 0,
    failed: 0,
    stage: { reading: 0, embedding: 0, storing: 0 },
  };
  const view = () => {
    const { total } = progress;
    const etaMs = total === undefined ? undefined : pace.etaMs(total);
    return (
      <LiveProgress
        {...{ progress, rate: pace.rate(), etaMs, stopping: signal.aborted, lines: [...lines] }}
      />
    );
  };
  const { stdin, stderr } = io;
  const app = render(view(), {
    stdout: stderr.stream,
    stderr: stderr.stream,
    stdin,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const redraw = (): void => app.rerender(view());
  const release = stderr.divert((text) => {
    lines.push(text.replace(/\n$/, ''));
    redraw();
  });
  signal.addEventListener('abort', redraw);
  let failures = 0;
  return {
    progress(next) {
      progress = next;
      pace.add(next.done);
      redraw();
    },
    file(file) {
      if (COMPLETE_OUTCOMES.has(file.outcome)) return;
      failures++;
      if (failures <= LISTED_FAILURES) lines.push(failureLine(file, io.cwd));
      if (failures === LISTED_FAILURES + 1) lines.push('… further ones are listed at the end');
    },
    async end() {
      signal.removeEventListener('abort', redraw);
      release();
      app.rerender(<></>);
      app.unmount();
      await app.waitUntilExit();
    },
  };
}

function failureLine({ path, outcome, reason }: FileReport, cwd: string): string {
  return oneLine(`${outcome}: ${shownPath(path, cwd)}${reason === undefined ? '' : ` (${reason})`}`);
}
