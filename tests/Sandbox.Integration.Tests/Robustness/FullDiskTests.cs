namespace Sandbox.Integration.Tests;

/// <summary>LR-21: the place of the launcher's records is full or read-only. It is a file system of the test's own.</summary>
public sealed class FullDiskTests
{
    private const string Fill = "cat /dev/zero > \"$XDG_STATE_HOME/fill\" 2> /dev/null";
    private const string Records = "find \"$XDG_STATE_HOME/claude-sandbox\" -type f -exec sha256sum {} + | sort -k 2";

    [FactWithin(60)]
    public void A_full_disk_is_one_clear_line_and_harms_no_record_that_was_there()
    {
        ProcessResult result = On("size=64k", $"$run && {Records} > ../before; {Fill}; $run; echo code $?; {Records} | cmp - ../before && echo unharmed; rm \"$XDG_STATE_HOME/fill\"; $run; echo code $?; {Records} | cmp - ../before && echo clean");

        Assert.Equal("ran\ncode 125\nunharmed\nran\ncode 0\nclean\n", result.OutputText);
        Assert.Matches(@"^claude-sandbox: [^\n]*no space left on device[^\n]* \[CS501\]\n$", result.ErrorText);
    }

    [FactWithin(60)]
    public void So_is_a_full_disk_at_the_very_first_launch()
    {
        ProcessResult result = On("size=64k", $"{Fill}; $run; echo code $?; rm \"$XDG_STATE_HOME/fill\"; $run; echo code $?; find \"$XDG_STATE_HOME\" -name '*.placeholders*'");

        Assert.Equal("code 125\nran\ncode 0\n", result.OutputText);
        Assert.Matches(@"^claude-sandbox: [^\n]* \[CS[0-9]{3}\]\n$", result.ErrorText);
    }

    [FactWithin(60)]
    public void So_is_a_disk_without_inodes_or_one_that_became_read_only()
    {
        ProcessResult inodes = On("nr_inodes=4", "$run; echo code $?");
        Assert.Equal("code 125\n", inodes.OutputText);
        Assert.Matches(@"^claude-sandbox: [^\n]* \[CS501\]\n$", inodes.ErrorText);

        ProcessResult readOnly = On("size=64k", $"$run; {Records} > ../before; mount -o remount,ro \"$XDG_STATE_HOME\"; $run; echo code $?; {Records} | cmp - ../before && echo unharmed");
        Assert.Equal("ran\ncode 125\nunharmed\n", readOnly.OutputText);
        Assert.Matches(@"^claude-sandbox: [^\n]*read-only file system[^\n]* \[CS501\]\n$", readOnly.ErrorText);
    }

    private static ProcessResult On(string options, string script)
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.Root);
        string state = workspace.Directory(workspace.At("state"));
        workspace.Environment["XDG_STATE_HOME"] = state;
        workspace.Environment["run"] = $"{workspace.Program} exec -q . -- echo ran";
        ProcessResult result = ProcessRun.Run(workspace.Request("/usr/bin/unshare", "-m", "/bin/sh", "-c", $"mount -t tmpfs -o {options} none {state} && {{ {script}; }}"));
        Assert.Equal([".git"], Directory.EnumerateFileSystemEntries(workspace.Project).Select(Path.GetFileName));
        return result;
    }
}
