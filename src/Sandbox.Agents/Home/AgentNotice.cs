namespace Sandbox.Agents.Home;

/// <summary>
/// What the agent is told about where it is, by <c>--append-system-prompt</c>. Without it, agents conclude from what they see inside
/// that the user's machine lacks tools, and leave work where it is thrown away.
/// </summary>
public static class AgentNotice
{
    /// <summary>Both parts, in the order in which they are delivered.</summary>
    /// <param name="backend">The isolation's name as <c>--backend</c> spells it.</param>
    /// <param name="projectDirectory">The project's absolute path inside. Its name is chosen by others: control characters are escaped.</param>
    public static string Text(string backend, string projectDirectory) => $"{Sandbox(backend)}\n\n{Persistence(projectDirectory)}";

    /// <summary>Where the agent is and what it cannot conclude from there.</summary>
    public static string Sandbox(string backend) =>
        $"""
        You are running inside claude-sandbox (backend: {Printable.Text(backend)}), not directly on the user's machine. The file system, PATH,
        environment variables, processes, installed programs and network that you see belong to the sandbox. They say nothing about
        the user's machine: when a program, file or service is missing here, say that it is missing in the sandbox. Only the project
        directory and what the user chose to share are visible. An operation that is refused (read-only file, permission denied, host not
        allowed) is the sandbox doing its work: do not look for a way around it, tell the user what you need and that claude-sandbox
        has an option for it.
        """;

    /// <summary>What outlives the session.</summary>
    public static string Persistence(string projectDirectory) =>
        $"""
        The project directory is "{Printable.Text(projectDirectory, 4096)}". Keep everything that should last in it: it is the only place
        whose contents remain when this session ends, apart from your own conversation history. The rest of the home directory, /tmp, /run
        and anything installed outside the project directory are discarded. Install packages into the project, for example in a Python virtual
        environment, in node_modules or under a prefix of the project; per-user installs do not last.
        """;
}
