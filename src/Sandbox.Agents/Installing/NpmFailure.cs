using System.Text.Json;
using System.Text.Json.Nodes;
using Sandbox.Core.Diagnostics;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Installing;

/// <summary>Turns npm's error code into one line. Its own text is not shown: it may hold addresses with passwords in them.</summary>
internal static class NpmFailure
{
    internal static void ThrowIfFailed(CommandResult result, string package, SemanticVersion version, StagingDirectory staging)
    {
        // npm only warns when it cannot write a file while unpacking.
        bool unpackFailed = result.ErrorText.Contains("TAR_ENTRY_ERROR", StringComparison.Ordinal);
        if (result.Succeeded && !unpackFailed)
        {
            return;
        }

        string reason = result.TimedOut
            ? "npm did not end within half an hour; check the network and try again"
            : Reason(Code(result), result.ExitCode, package, version, PathText.Parent(staging.Path)!);
        throw new SandboxException(ErrorCode.AgentInstall, $"cannot install {ClaudeAgent.Name} {version}: {reason}");
    }

    private static string Reason(string? code, int status, string package, SemanticVersion version, string directory) => code switch
    {
        "ETARGET" or "E404" => $"the registry has no {package} {version}; name another version",
        "ENOSPC" or "EDQUOT" => DiskFull(directory),
        "EACCES" or "EPERM" or "EROFS" => $"npm may not write to its cache or to {directory} ({code}); check their owner and mode",
        "EINTEGRITY" => "the download does not match the registry's checksum (EINTEGRITY); run `npm cache verify` and try again",
        "E401" or "E403" or "ENEEDAUTH" => $"the registry refused npm ({code}); check the registry and its login in your npmrc",
        "EBADPLATFORM" or "EBADENGINE" => $"npm says that {package} is not for this machine ({code}); use a newer npm or another version",
        "ENOTFOUND" or "EAI_AGAIN" or "ECONNREFUSED" or "ECONNRESET" or "ECONNABORTED" or "ETIMEDOUT" or "EHOSTUNREACH" or "ENETUNREACH"
            or "EPIPE" or "ERR_SOCKET_TIMEOUT" or "FETCH_ERROR" or "EIDLETIMEOUT" or "ECONNECTIONTIMEOUT" or "ERESPONSETIMEOUT" =>
            $"the npm registry cannot be reached ({code}); check the network and the proxy settings",
        { } when code.Contains("CERT", StringComparison.Ordinal) || code.Contains("ISSUER", StringComparison.Ordinal) =>
            $"the npm registry's certificate is not trusted ({code}); name your proxy's authority in NODE_EXTRA_CA_CERTS",
        { } => $"npm failed with {code}; its log is in the _logs directory of npm's cache",
        null => $"npm ended with status {status}; its log is in the _logs directory of npm's cache",
    };

    internal static string DiskFull(string directory) =>
        $"the disk is full (ENOSPC) at {directory} or in npm's cache; free about 1 GB and try again";

    private static string? Code(CommandResult result)
    {
        if (result.ErrorText.Contains("ENOSPC", StringComparison.Ordinal))
        {
            return "ENOSPC";
        }

        try
        {
            return JsonNode.Parse(result.StandardOutput.Span) is JsonObject root && root["error"] is JsonObject error
                && error["code"] is JsonValue value && value.TryGetValue(out string? code) && code.Length > 0
                    ? Printable.Text(code, 40)
                    : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
