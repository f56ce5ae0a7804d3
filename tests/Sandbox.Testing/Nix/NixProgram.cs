using System.Text;
using System.Text.Json;

namespace Sandbox.Testing;

/// <summary>The real Nix, with a store of its own in a temporary directory and no network.</summary>
public sealed class NixProgram : IDisposable
{
    private readonly TempDirectory directory = TempDirectory.Create(TempDirectoryAccess.Traversable);

    public NixProgram()
    {
        Directory.CreateDirectory(directory.At("conf"));
        File.WriteAllText(
            directory.At("conf/nix.conf"),
            "experimental-features = nix-command flakes\nsandbox = false\nbuild-users-group =\nsubstituters =\nwarn-dirty = false\nflake-registry = " + directory.At("registry.json") + "\n");
        File.WriteAllText(directory.At("registry.json"), """{"flakes":[],"version":2}""");
    }

    public string At(string name) => directory.At(name);

    /// <summary>What an expression evaluates to, read by Nix and written as JSON.</summary>
    public JsonElement Evaluate(string expression)
    {
        ProcessResult result = Run("nix-instantiate", "--eval", "--strict", "--json", Write(expression));
        using JsonDocument document = JsonDocument.Parse(result.OutputText);
        return document.RootElement.Clone();
    }

    /// <summary>Fails unless it is the syntax of Nix.</summary>
    public void Parse(string expression) => Run("nix-instantiate", "--parse", Write(expression));

    /// <summary>Runs a Nix program that must succeed.</summary>
    public ProcessResult Run(string program, params string[] arguments)
    {
        ProcessResult result = Try(program, arguments);
        return result.ExitCode == 0 ? result : throw new TestFailureException($"{result.Command}\n{result.ErrorText}");
    }

    public ProcessResult Try(string program, params string[] arguments) => ProcessRun.Run(new ProcessRequest("/usr/bin/" + program, arguments)
    {
        TimeLimit = TimeSpan.FromSeconds(120),
        WorkingDirectory = directory.Path,
        Environment = new Dictionary<string, string>(ProcessRequest.MinimalEnvironment, StringComparer.Ordinal)
        {
            ["HOME"] = directory.Path,
            ["NIX_STORE_DIR"] = directory.At("store"),
            ["NIX_STATE_DIR"] = directory.At("state"),
            ["NIX_LOG_DIR"] = directory.At("log"),
            ["NIX_CONF_DIR"] = directory.At("conf"),
        },
    });

    public void Dispose() => directory.Dispose();

    private string Write(string expression)
    {
        string file = directory.At("expression.nix");
        File.WriteAllText(file, expression, new UTF8Encoding(false));
        return file;
    }
}
