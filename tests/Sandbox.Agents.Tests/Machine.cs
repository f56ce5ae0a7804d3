using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sandbox.Agents.Catalog;
using Sandbox.Agents.Installing;
using Sandbox.Agents.Locating;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Tests;

/// <summary>A user with a home, a project and a PATH of their own, in a temporary directory of the real file system.</summary>
public sealed class Machine : IDisposable
{
    private readonly TempDirectory _root = TempDirectory.Create();

    public Machine()
    {
        foreach (string name in (string[])["home", "project", "bin"])
        {
            Directory.CreateDirectory($"{_root.Path}/{name}");
        }

        Environment["HOME"] = Home;
        Environment["PATH"] = $"{_root.Path}/bin:/usr/bin:/bin";
    }

    public string Root => _root.Path;

    public string Home => $"{_root.Path}/home";

    public string Project => $"{_root.Path}/project";

    public Dictionary<string, string> Environment { get; } = [];

    public HostFileProbe Files { get; } = new();

    public StringWriter Output { get; } = new();

    public AgentPlatform Platform { get; } = AgentPlatform.Detect(RuntimeInformation.OSArchitecture, File.Exists);

    public uint Uid => Files.Look(_root.Path)!.Owner;

    public AgentStore Store => AgentStore.FromEnvironment(Environment);

    public ExecutableResolver Resolver => new(Environment["PATH"], [Project], Files);

    public AgentInspector Inspector => new(Resolver, Files, Platform, Home);

    public AgentLocator Locator(IReadOnlyList<string>? known = null) =>
        new(Resolver, Inspector, known ?? [.. KnownPlaces.For(Home).Where(p => p.StartsWith(Home, StringComparison.Ordinal))], new AgentCatalog(Store, Files, Uid));

    public AgentInstaller Installer(uint? uid = null) => new(new AgentInstallerHost
    {
        Store = Store,
        Platform = Platform,
        Runner = new CommandRunner(TimeProvider.System),
        Resolver = Resolver,
        Files = Files,
        Environment = Environment,
        Uid = uid ?? Uid,
        Progress = new InstallProgress(Output, isTerminal: false, TimeProvider.System),
        Clock = TimeProvider.System,
    });

    public Task<AgentInstallResult> Install(string version, CancellationToken cancellationToken = default) =>
        Installer().InstallAsync(SemanticVersion.Parse(version), cancellationToken);

    /// <summary>What an install left in the store, its lock aside.</summary>
    public IReadOnlyList<string> Left() => [.. Files.List(Store.Root).Where(n => n != ".lock")];

    public string Script(string name, string body) => _root.Script(name, body);

    public string Write(string name, string contents) => _root.WriteFile(name, contents);

    public string Link(string name, string target) => _root.Link(name, target);

    /// <summary>The header of a native program and nothing after it.</summary>
    public string Elf(string name, ushort? machine = null)
    {
        byte[] header = new byte[64];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(18), machine ?? Platform.ElfMachine);
        string path = Script(name, "");
        File.WriteAllBytes(path, header);
        return path;
    }

    public void Dispose()
    {
        Output.Dispose();
        _root.Dispose();
    }
}
