/**
 * Starts an action's bundle the way the Actions runner does: inputs and defaults of its `action.yml` as INPUT_*, file
 * commands, a clean environment, Node 24. https://github.com/actions/runner
 */

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { parse } from 'yaml'

/** The repository's root, which holds the committed bundle. */
const root = resolve(import.meta.dirname, '..')

export interface ActionRun {
  /** Path of the action's `action.yml` below the root. */
  readonly action?: 'action.yml' | 'verify/action.yml' | 'report/action.yml'
  readonly inputs: Readonly<Record<string, string>>
  /** The environment of the step, beside what the runner sets. */
  readonly environment: Readonly<Record<string, string>>
  /** The folder that the job works in; a fresh one if unset, and the action starts in that of the tests. */
  readonly workspace?: string
  /** The `github` context. */
  readonly github: {
    readonly repository: string
    /** GitHub's number of it; one that belongs to the name if unset. */
    readonly repositoryId?: number
    /** Where the workflow was started; the default branch if unset. */
    readonly branch?: string
    readonly token: string
    readonly apiUrl: string
    readonly runId?: number
    readonly runAttempt?: number
    readonly workflow?: string
    readonly event?: string
    /** Everybody may see the repository. */
    readonly isPublic?: true
    /** The cron expression that starts the run, where a schedule does; a daily one if unset. */
    readonly schedule?: string
  }
  /** Turns on debug logging, as ACTIONS_STEP_DEBUG does. */
  readonly debug?: boolean
  /** Lets the action wait by the wall clock. */
  readonly realTime?: boolean
  /** How many MiB V8's heap may have: an action that needs more of it dies. */
  readonly heap?: number
  /** What earlier steps have done in the workspace, whose path they get. */
  readonly prepare?: (workspace: string) => void
  /** For how long earlier steps of the job have run, in milliseconds by the wall clock. */
  readonly earlierSteps?: number
  /** Sees each piece of output as it comes. */
  readonly onOutput?: (text: string) => void
  /** Called with the process id once the process runs. */
  readonly onStart?: (pid: number) => void
}

export interface ActionResult {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  /** Both, in the order in which they came. */
  readonly output: string
  readonly outputs: Readonly<Record<string, string>>
  /** The job summary, Markdown. */
  readonly summary: string
  /** Everything that the step left in files: outputs, state, environment, path, summary, and the report. */
  readonly files: string
  /** Texts of the files in the workspace, by their path in it. */
  readonly workspace: Readonly<Record<string, string>>
}

interface ActionFile {
  readonly inputs?: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: { readonly using: string; readonly main: string }
}

const commandFiles = ['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'] as const

const actionFiles = new Map<string, ActionFile>()

/** Parsed once, however often it is run. */
function actionFile(path: string): ActionFile {
  const known = actionFiles.get(path) ?? (parse(readFileSync(path, 'utf8')) as ActionFile)
  actionFiles.set(path, known)
  return known
}

/** Runs an action to its end. Waits of the action move the sandbox's clock. */
export async function runAction(run: ActionRun): Promise<ActionResult> {
  const actionPath = join(root, run.action ?? 'action.yml')
  const action = actionFile(actionPath)
  const temp = mkdtempSync(join(tmpdir(), 'runner-'))
  try {
    const files = Object.fromEntries(commandFiles.map((name) => [name, join(temp, name.toLowerCase())]))
    for (const file of Object.values(files)) writeFileSync(file, '')
    mkdirSync(join(temp, 'home'))
    const workspace = run.workspace ?? join(temp, 'workspace')
    mkdirSync(workspace, { recursive: true })
    run.prepare?.(workspace)
    const event = join(temp, 'event.json')
    writeFileSync(event, JSON.stringify(payloadOf(run)))
    // Written when the job begins, and not touched again.
    const begun = new Date(Date.now() - (run.earlierSteps ?? 0))
    utimesSync(event, begun, begun)
    const environment = {
      ...runnerEnvironment(run, temp),
      GITHUB_EVENT_PATH: event,
      GITHUB_WORKSPACE: workspace,
      ...Object.fromEntries(Object.entries(files).map(([name, file]) => [`GITHUB_${name}`, file])),
      ...inputVariables(action, run),
      ...run.environment,
    }
    const ended = await spawned(join(dirname(actionPath), action.runs.main), environment, run)
    const read = (name: (typeof commandFiles)[number]) => readFileSync(files[name] ?? '', 'utf8')
    return {
      ...ended,
      outputs: parseOutputs(read('OUTPUT')),
      summary: read('STEP_SUMMARY'),
      files: [...commandFiles.map(read), ...kept(parseOutputs(read('OUTPUT'))['report-file'])].join('\n'),
      workspace: textsIn(workspace),
    }
  } finally {
    rmSync(temp, { recursive: true, force: true })
  }
}

/** The text of a file that an output names. */
function kept(path: string | undefined): readonly string[] {
  return path ? [readFileSync(path, 'utf8')] : []
}

function textsIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [relative(folder, path), readFileSync(path, 'utf8')]
    }),
  )
}

function runnerEnvironment({ github, debug }: ActionRun, temp: string): Readonly<Record<string, string>> {
  const { repository, apiUrl, runId = 1, runAttempt = 1, workflow = 'rotate.yml' } = github
  const { repositoryId = numberOf(repository), branch = 'main', event = 'schedule' } = github
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: join(temp, 'home'),
    RUNNER_TEMP: temp,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: 'https://github.com',
    // Empty for an action that is started by its path.
    GITHUB_ACTION_REPOSITORY: '',
    GITHUB_ACTION_REF: '',
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: String(repositoryId),
    GITHUB_REF: `refs/heads/${branch}`,
    GITHUB_REF_NAME: branch,
    GITHUB_REF_TYPE: 'branch',
    GITHUB_EVENT_NAME: event,
    GITHUB_JOB: 'rotate',
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_ATTEMPT: String(runAttempt),
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/${workflow}@refs/heads/${branch}`,
    ...(debug === true ? { RUNNER_DEBUG: '1' } : {}),
  }
}

function numberOf(repository: string): number {
  return Number.parseInt(createHash('sha256').update(repository.toLowerCase()).digest('hex').slice(0, 8), 16)
}

/** What the runner writes down of the event, as far as the actions read it. */
function payloadOf({ github: { event = 'schedule', schedule = '17 4 * * *', isPublic } }: ActionRun): object {
  const repository = { default_branch: 'main', private: isPublic !== true, visibility: isPublic ? 'public' : 'private' }
  return event === 'schedule' ? { schedule, repository } : { repository }
}

/** Declared inputs with their defaults, the two expressions in them evaluated; undeclared ones as they are given. */
function inputVariables(action: ActionFile, { inputs, github }: ActionRun): Readonly<Record<string, string>> {
  const defaults = Object.entries(action.inputs ?? {}).map(([name, input]): [string, string] => [
    name,
    evaluated(String(input.default ?? ''), github),
  ])
  const all = { ...Object.fromEntries(defaults), ...inputs }
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [variableOf(name), value]))
}

/**
 * Upper case, spaces as underscores, hyphens kept:
 * https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs
 */
export function variableOf(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`
}

/** The two expressions that defaults use. */
function evaluated(text: string, { token, apiUrl }: ActionRun['github']): string {
  return text.replace(/^\$\{\{ github\.token \}\}$/, token).replace(/^\$\{\{ github\.api_url \}\}$/, apiUrl)
}

/**
 * Tests start the bundle a thousand times: what was compiled once is kept, the first 16 MiB need no collection, and
 * nothing is optimized beside a process that is about to end.
 */
const compiled = join(root, 'node_modules', '.cache', 'bundle')
const hasty = ['--min-semi-space-size=16', '--v8-pool-size=0']

function spawned(
  main: string,
  environment: Readonly<Record<string, string>>,
  { heap, onOutput, onStart, realTime, workspace }: ActionRun,
) {
  const preload = join(import.meta.dirname, 'simulated-time.js')
  const simulated = realTime === true ? [] : ['--disable-warning=ExperimentalWarning', '--import', preload]
  const child = spawn(
    process.execPath,
    [...(heap === undefined ? hasty : [`--max-old-space-size=${heap}`]), ...simulated, main],
    {
      env: { ...environment, NODE_COMPILE_CACHE: compiled },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(workspace === undefined ? {} : { cwd: workspace }),
    },
  )
  let stdout = ''
  let stderr = ''
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    output += text
    onOutput?.(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    output += text
  })
  if (child.pid !== undefined) onStart?.(child.pid)
  return new Promise<Pick<ActionResult, 'exitCode' | 'signal' | 'stdout' | 'stderr' | 'output'>>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, stdout, stderr, output }))
  })
}

/** `name<<delimiter`, lines, delimiter: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
function parseOutputs(text: string): Readonly<Record<string, string>> {
  const matches = text.matchAll(/^(?<name>[^\n]+?)<<(?<delimiter>\S+)\n(?<value>[\s\S]*?)\n\k<delimiter>$/gm)
  return Object.fromEntries([...matches].map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] ?? '']))
}
