using System.Globalization;

namespace Sandbox.Dummy;

/// <summary>The verbs that only read and write. Kernel views are copied as bytes, so that no decoding hides a difference.</summary>
internal static class Verbs
{
    private const byte Separator = 0;

    /// <summary>Writes the arguments after the verb, each followed by NUL.</summary>
    public static int PrintArguments()
    {
        ReadOnlySpan<byte> line = File.ReadAllBytes("/proc/self/cmdline");

        // Program name and verb.
        line = line[(line.IndexOf(Separator) + 1)..];
        line = line[(line.IndexOf(Separator) + 1)..];
        return Print(line);
    }

    /// <summary>Writes NAME=VALUE, each followed by NUL, exactly as it was handed over by exec.</summary>
    public static int PrintEnvironment() => Print(File.ReadAllBytes("/proc/self/environ"));

    public static int PrintDirectory()
    {
        Console.Out.Write(Environment.CurrentDirectory);
        return 0;
    }

    public static int EchoInput()
    {
        using Stream input = Console.OpenStandardInput();
        using Stream output = Console.OpenStandardOutput();
        input.CopyTo(output);
        return 0;
    }

    /// <summary>Writes <c>ready</c> first: a test must not race the start-up of the runtime.</summary>
    public static int Sleep(string seconds)
    {
        Console.Out.WriteLine("ready");
        Thread.Sleep(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        return 0;
    }

    public static int Write(string file, string text)
    {
        File.WriteAllText(file, text);
        return 0;
    }

    public static int PrintError(string text)
    {
        Console.Error.Write(text);
        return 0;
    }

    /// <summary>Writes what the framework's own HTTP client gets, with its own idea of proxies; 1 and the problem when it gets nothing.</summary>
    public static int Get(string address)
    {
        using HttpClient client = new();
        try
        {
            Console.Out.Write(client.GetStringAsync(new Uri(address)).GetAwaiter().GetResult());
            return 0;
        }
        catch (HttpRequestException problem)
        {
            Console.Error.Write(problem);
            return 1;
        }
    }

    private static int Print(ReadOnlySpan<byte> bytes)
    {
        using Stream output = Console.OpenStandardOutput();
        output.Write(bytes);
        return 0;
    }
}
