using Sandbox.Configuration.Reading;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Linux;
using Sandbox.Linux.Files;

namespace Sandbox.Cli.Settings;

/// <summary>
/// Reads configuration files, each according to who may have written it. A file that cannot be read or believed is a mistake, never one that is passed over.
/// </summary>
internal sealed class FileReading(HostFacts facts, SettingFiles? files, Findings findings)
{
    /// <summary>What it says; null when there is none.</summary>
    public GivenSettings? Read(string? path, SettingLayer layer)
    {
        if (path is null || !SettingFiles.IsThere(facts, path))
        {
            return null;
        }

        // The payload writes in the project: no link of its making is followed. Other files may well be links (into a repository of settings, the Nix store).
        int error = SmallFile.Read(path, follow: layer != SettingLayer.Project, ConfigurationFile.Limit, out byte[] contents, out FileStatus status);
        if (Problem(error, contents, status, layer) is { } problem)
        {
            findings.Add(ErrorCode.Configuration, $"{PrintableText.Escape(path)}: {problem}");
            return null;
        }

        return ConfigurationFile.Read(contents, path, layer, findings);
    }

    /// <summary>What a package's file says; null when none is named. A name is a promise: what it leads to must be there.</summary>
    public GivenSettings? ReadDefaults(string? path)
    {
        if (path is null)
        {
            return null;
        }

        if (!path.StartsWith('/') || !SettingFiles.IsThere(facts, path))
        {
            findings.Add(ErrorCode.Configuration, $"variable {EnvironmentSettings.Defaults}: {PrintableText.Escape(path)} is {(path.StartsWith('/') ? "no file" : "not an absolute path")}: name a configuration file, or unset it");
            return null;
        }

        return Read(path, SettingLayer.Package);
    }

    /// <summary>A file that somebody named on the command line, wherever it is and whoever wrote it.</summary>
    public GivenSettings? ReadNamed(string path, string shown, SettingLayer layer)
    {
        int error = SmallFile.Read(path, follow: true, ConfigurationFile.Limit, out byte[] contents, out FileStatus status);
        if (error == Errno.ENOENT)
        {
            findings.Add(ErrorCode.Configuration, $"no such file: {PrintableText.Escape(shown)}: name a configuration file");
            return null;
        }

        if (error != 0 || !status.IsRegular || contents.Length > ConfigurationFile.Limit)
        {
            findings.Add(ErrorCode.Configuration, $"cannot read {PrintableText.Escape(shown)}: {(error != 0 ? $"{Errno.Describe(error)} ({Errno.Name(error)})" : status.IsRegular ? "longer than 256 KiB" : "not a regular file")}: name a configuration file");
            return null;
        }

        return ConfigurationFile.Read(contents, shown, layer, findings);
    }

    private string? Problem(int error, byte[] contents, FileStatus status, SettingLayer layer) => error switch
    {
        Errno.ELOOP => "a symbolic link: put the file itself there",
        Errno.ENOENT => "a symbolic link that leads nowhere: mend or remove it",
        not 0 => $"cannot be read: {Errno.Describe(error)} ({Errno.Name(error)}): make it readable to you, or remove it",
        _ when !status.IsRegular => "not a regular file: put a file there, or nothing",
        _ when !Owners(layer).Contains(status.Uid) => FormattableString.Invariant($"belongs to user {status.Uid}, neither to you nor to root: make it yours, or remove it"),
        _ when layer != SettingLayer.Project && status.IsWritableByOthers => "everybody may write it: chmod o-w it",
        _ when contents.Length > ConfigurationFile.Limit => "longer than 256 KiB: that is no configuration",
        _ => null,
    };

    private uint[] Owners(SettingLayer layer) => layer == SettingLayer.Project ? [facts.Uid, 0, files?.ProjectOwner ?? 0] : [facts.Uid, 0];
}
