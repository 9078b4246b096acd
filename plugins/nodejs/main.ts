/**
 * Stand-in for Pulumi's language host for nodejs, for where the official one cannot be had. It runs programs; creating projects and
 * generating code it does not (those methods answer UNIMPLEMENTED).
 */
import type { ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import { LanguageRuntimeService } from '@pulumi/pulumi/proto/language_grpc_pb';
import * as wire from '@pulumi/pulumi/proto/language_pb';
import { PackageDependency, PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Calls } from '../rpc/calls';
import { Engine } from '../rpc/engine';
import { toServiceError } from '../rpc/errors';
import { followEngine } from '../rpc/lifetime';
import { engineAddress, listen, unary } from '../rpc/server';
import type { CallContext } from '../rpc/types';
import { run } from './child';
import { programArguments, programEnd, programEnvironment, type Program } from './command';
import { installCommand } from './install';
import { nodeFor, versionOf } from './node';
import { parseOptions, type RuntimeOptions } from './options';
import { dependencies, isOnPath, requiredPlugins } from './packages';

const calls = new Calls(new Engine());
let engine = engineAddress(process.argv.slice(2));

const method = <Q extends object, S>(work: (request: Q, context: CallContext) => Promise<S> | S) => unary(calls, work);

function optionsOf(info: wire.ProgramInfo): RuntimeOptions {
  return parseOptions(info.getOptions()?.toJavaScript() ?? {});
}

function infoOf(request: { getInfo(): wire.ProgramInfo | undefined }): wire.ProgramInfo {
  const info = request.getInfo();
  if (info === undefined) throw new Error('The Pulumi CLI sent no program info: it is too old for this language host.');
  return info;
}

function programOf(request: wire.RunRequest): Program {
  const info = infoOf(request);
  if (engine === undefined) throw new Error('The engine gave no address: neither as an argument nor by Handshake.');
  return {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    rootDirectory: info.getRootDirectory(),
    programDirectory: info.getProgramDirectory(),
    entryPoint: info.getEntryPoint(),
    args: request.getArgsList(),
    dryRun: request.getDryrun(),
    parallel: request.getParallel(),
    config: Object.fromEntries(request.getConfigMap().toArray()),
    configSecretKeys: request.getConfigsecretkeysList(),
  };
}

/** Path of the SDK's program loader, as the program's own directory resolves it. */
function runnerOf(directory: string): string {
  try {
    return createRequire(join(directory, 'package.json')).resolve('@pulumi/pulumi/cmd/run');
  } catch {
    throw new Error(`@pulumi/pulumi is not installed in ${directory}: run "npm install" there, or "pulumi install".`);
  }
}

async function runProgram(request: wire.RunRequest, { signal }: CallContext): Promise<wire.RunResponse> {
  const program = programOf(request);
  if (request.getAttachDebugger()) {
    throw new Error(
      'This stand-in language host cannot attach a debugger: set runtime.options.nodeargs to "--inspect-brk".',
    );
  }
  const options = optionsOf(infoOf(request));
  const directory = program.programDirectory;
  const ended = await run(
    {
      file: await nodeFor(directory),
      args: programArguments(program, options, runnerOf(directory)),
      options: { cwd: directory, env: programEnvironment(program, options, process.env) },
    },
    signal,
  );
  const { error = '', bail = false } = programEnd(ended.code, ended.signal);
  return new wire.RunResponse().setError(error).setBail(bail);
}

/** What can be downloaded is told in full. Otherwise what is missing is left out, or the engine would refuse every command. */
function packagesFor(info: wire.ProgramInfo): PackageDependency[] {
  const offline = /^(1|true)$/i.test(process.env['PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION'] ?? '');
  return requiredPlugins(info.getProgramDirectory())
    .filter((plugin) => !offline || isOnPath(plugin, process.env['PATH'] ?? ''))
    .map(({ name, version, server }) =>
      new PackageDependency().setName(name).setKind('resource').setVersion(version).setServer(server),
    );
}

async function install(
  call: ServerWritableStream<wire.InstallDependenciesRequest, wire.InstallDependenciesResponse>,
): Promise<void> {
  const cancelled = new AbortController();
  call.on('cancelled', () => cancelled.abort(new Error('the Pulumi engine gave the call up')));
  const end = await calls.run({ urn: '', timeout: 0, cancelled: cancelled.signal }, async ({ signal }) => {
    const info = infoOf(call.request);
    const directory = info.getProgramDirectory();
    const { file, args } = installCommand(directory, optionsOf(info));
    const write = (stream: 'stdout' | 'stderr', chunk: Buffer) => {
      const response = new wire.InstallDependenciesResponse();
      call.write(stream === 'stdout' ? response.setStdout(chunk) : response.setStderr(chunk));
    };
    write('stdout', Buffer.from(`Installing dependencies: ${file} ${args.join(' ')}\n`));
    const { code } = await run({ file, args, options: { cwd: directory }, output: write }, signal);
    if (code !== 0)
      throw new Error(`"${file} ${args.join(' ')}" in ${directory} failed with exit code ${code ?? 'none'}.`);
  });
  if ('error' in end) call.emit('error', toServiceError(end.error, end.signal));
  else call.end();
}

async function about(info: wire.ProgramInfo): Promise<wire.AboutResponse> {
  const directory = info.getProgramDirectory();
  const { packagemanager } = optionsOf(info);
  const node = await nodeFor(directory);
  const response = new wire.AboutResponse().setExecutable(node).setVersion(await versionOf(node));
  const metadata = response.getMetadataMap();
  metadata.set('packagemanager', packagemanager);
  metadata.set('packagemanagerVersion', await versionOf(packagemanager).catch(() => 'not found'));
  metadata.set('languageHost', `stand-in of this project (${__dirname})`);
  return response;
}

function optionPrompts(info: wire.ProgramInfo): wire.RuntimeOptionsResponse {
  const response = new wire.RuntimeOptionsResponse();
  if (info.getOptions()?.toJavaScript()['packagemanager'] !== undefined) return response;
  const { RuntimeOptionType, RuntimeOptionValue } = wire.RuntimeOptionPrompt;
  const value = (name: string) =>
    new RuntimeOptionValue().setPrompttype(RuntimeOptionType.STRING).setStringvalue(name).setDisplayname(name);
  const prompt = new wire.RuntimeOptionPrompt()
    .setKey('packagemanager')
    .setDescription('The package manager to use for installing dependencies')
    .setPrompttype(RuntimeOptionType.STRING)
    .setChoicesList(['npm', 'pnpm', 'yarn', 'bun'].map(value))
    .setDefault(value('npm'));
  return response.setPromptsList([prompt]);
}

const implementation: UntypedServiceImplementation = {
  handshake: method((request: wire.LanguageHandshakeRequest) => {
    engine = request.getEngineAddress() || engine;
    return new wire.LanguageHandshakeResponse();
  }),
  getPluginInfo: method(() => new PluginInfo().setVersion(sdkVersion())),
  getRequiredPackages: method((request: wire.GetRequiredPackagesRequest) =>
    new wire.GetRequiredPackagesResponse().setPackagesList(packagesFor(infoOf(request))),
  ),
  run: method(runProgram),
  installDependencies: (
    call: ServerWritableStream<wire.InstallDependenciesRequest, wire.InstallDependenciesResponse>,
  ) => void install(call),
  about: method((request: wire.AboutRequest) => about(infoOf(request))),
  getProgramDependencies: method((request: wire.GetProgramDependenciesRequest) => {
    const found = dependencies(infoOf(request).getProgramDirectory(), request.getTransitivedependencies());
    return new wire.GetProgramDependenciesResponse().setDependenciesList(
      found.map(({ name, version }) => new wire.DependencyInfo().setName(name).setVersion(version)),
    );
  }),
  runtimeOptionsPrompts: method((request: wire.RuntimeOptionsRequest) => optionPrompts(infoOf(request))),
  cancel: method(() => {
    calls.abort('cancelled');
    return new Empty();
  }),
};

function sdkVersion(): string {
  const { version } = createRequire(__filename)('@pulumi/pulumi/package.json') as { version: string };
  return version;
}

followEngine(calls, engine !== undefined);
void listen(LanguageRuntimeService, implementation).then((port) => process.stdout.write(`${port}\n`));
