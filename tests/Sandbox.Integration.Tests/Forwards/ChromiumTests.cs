namespace Sandbox.Integration.Tests;

/// <summary>The real Chromium inside: without a display, on the host's X and Wayland displays, on a private one; DV-21.</summary>
public sealed class ChromiumTests
{
    private const string Colour = "12ab34";

    // A page that says when it has been painted, served inside.
    private const string Serve =
        $"""
        mkdir -p /tmp/w && cd /tmp/w && echo '<body style="margin:0;background:#{Colour}"><script>requestAnimationFrame(() => fetch("/painted"))</script>' > index.html
        python3 -u -m http.server 8123 --bind 127.0.0.1 > /tmp/access 2>&1 &
        until python3 -c 'import socket; socket.create_connection(("127.0.0.1", 8123))' 2>/dev/null; do sleep 0.05; done

        """;

    private const string Show =
        Serve +
        """
        chromium http://127.0.0.1:8123/ > /tmp/chromium 2>&1 & browser=$!
        until grep -q painted /tmp/access; do kill -0 $browser || { cat /tmp/chromium; exit 1; }; sleep 0.05; done

        """;

    public static TheoryData<Identity, string> Networks
    {
        get
        {
            TheoryData<Identity, string> data = [];
            foreach (Identity identity in Identity.Available)
            {
                data.Add(identity, "none");
                data.Add(identity, "allowlist");
            }

            return data;
        }
    }

    [TheoryWithin(180), MemberData(nameof(Networks))]
    public void A_page_served_inside_is_a_screenshot_without_any_display(Identity identity, string network)
    {
        using Workspace workspace = Workspace.Create(identity);
        ProcessResult result = Long(workspace, Serve + "chromium --headless --window-size=300,200 --screenshot=$PWD/s.png http://127.0.0.1:8123/ && cat s.png", "--network", network).ExpectExit();
        Png picture = new(result.Output);
        Assert.Equal((300, 200), (picture.Width, picture.Height));
        Assert.Equal((Colour, Colour), (picture[0, 0], picture[299, 100]));
    }

    [FactWithin(180)]
    public void On_a_desktop_it_is_a_window_of_the_host_s_display_its_profile_is_kept_and_it_is_not_on_the_session_bus()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        using DesktopSession session = new DesktopSession(workspace).WithX11().WithSessionBus();
        using LiveProcess sandbox = ProcessRun.Start(Request(workspace, Show + "echo ready; wait", "--desktop", "--forward", "session-bus"));
        sandbox.WaitForOutput("ready");
        Eventually.Holds(() => Pixels(session.FrameBuffer()) > 50_000, "the page is on the screen");

        string profile = Assert.Single(Directory.GetDirectories(Path.Combine(workspace.StateHome, "claude-sandbox", "projects")));
        Assert.True(Directory.Exists(Path.Combine(profile, "chromium", "Default")), "the profile is in the project's state");

        // Nobody is on the bus but who asks: the first connection there ever was.
        const string ListNames = "dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames";
        Assert.Equal(["string \"org.freedesktop.DBus\"", "string \":1.0\""], Names(workspace.Outside(ListNames).ExpectExit().OutputText));

        // The control: the browser of the host, started past our file, goes there by itself.
        using LiveProcess direct = ProcessRun.Start(Request(workspace, "/usr/bin/chromium --no-sandbox --disable-gpu --user-data-dir=/tmp/p about:blank", "--desktop", "--forward", "session-bus"));
        Eventually.Holds(() => Names(workspace.Outside(ListNames).ExpectExit().OutputText).Length > 2, "a browser started past our file is on the bus");
    }

    [FactWithin(180)]
    public void On_a_Wayland_desktop_it_paints_there()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        using DesktopSession session = new DesktopSession(workspace).WithWayland();
        const string Connected = "grep -l wayland-7 /proc/[0-9]*/environ 2>/dev/null | wc -l | grep -vx 0 > /dev/null && echo PAINTED; kill $browser";
        Assert.EndsWith("PAINTED\n", Long(workspace, Show + Connected, "--desktop").OutputText, StringComparison.Ordinal);
    }

    [FactWithin(180)]
    public void A_private_display_inside_needs_nothing_of_the_host()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string script = $"cat > /tmp/show <<'EOF'\n{Show}echo PAINTED; kill $browser\nEOF\nxvfb-run sh /tmp/show";
        Assert.EndsWith("PAINTED\n", Long(workspace, script, "--network", "none").OutputText, StringComparison.Ordinal);
    }

    [FactWithin(180)]
    public void Two_sandboxes_of_two_projects_do_not_share_a_profile()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        using DesktopSession session = new DesktopSession(workspace).WithX11();
        string other = workspace.Directory(workspace.At("other"));
        _ = workspace.Inside("echo canary > $CHROMIUM_USER_DATA_DIR/mark", "--desktop").ExpectExit();
        const string Read = "cat $CHROMIUM_USER_DATA_DIR/mark";
        Assert.Equal("canary\n", workspace.Inside(Read, "--desktop").OutputText);
        Assert.Empty(ProcessRun.Run(workspace.Sandbox("exec", "-q", "--desktop", other, "--", "/bin/sh", "-c", Read)).OutputText);
        Assert.Empty(workspace.Inside($"find / -name mark -path '*chromium*' 2>/dev/null; true").OutputText);
    }

    private static string[] Names(string reply) => [.. reply.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("string ", StringComparison.Ordinal))];

    [FactWithin(60)]
    public void Nothing_of_our_state_but_the_profile_can_be_written_and_the_profile_cannot_be_put_elsewhere()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        using DesktopSession session = new DesktopSession(workspace).WithX11();
        string real = workspace.Directory(workspace.At("real"));
        _ = workspace.Directory(Path.Combine(workspace.Home, ".local"));
        _ = workspace.Link(workspace.StateHome, real);
        const string Attack =
            "cd $CHROMIUM_USER_DATA_DIR && : > mark && for f in $(grep -o '[^ ]*/claude-sandbox/projects/[^ /]*' /proc/self/mountinfo) ..; do echo x > $f/path; rmdir $f/chromium; done; " +
            "mv $CHROMIUM_USER_DATA_DIR $HOME/elsewhere; rmdir $CHROMIUM_USER_DATA_DIR; ln -sfn / $CHROMIUM_USER_DATA_DIR; true";
        _ = workspace.Inside(Attack, "--desktop").ExpectExit();

        string state = Assert.Single(Directory.GetDirectories(Path.Combine(real, "claude-sandbox", "projects")));
        Assert.Equal(workspace.Project + "\n", File.ReadAllText(Path.Combine(state, "path")));
        Assert.True(File.Exists(Path.Combine(state, "chromium", "mark")), "what was written went to the profile");
        Assert.Null(new DirectoryInfo(Path.Combine(state, "chromium")).LinkTarget);
    }

    [FactWithin(60)]
    public void A_link_in_the_place_of_the_profile_is_not_followed()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        using DesktopSession session = new DesktopSession(workspace).WithX11();
        _ = workspace.Inside("true", "--desktop").ExpectExit();
        string profile = Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(workspace.StateHome, "claude-sandbox", "projects"))), "chromium");
        Directory.Delete(profile);
        _ = workspace.Link(profile, workspace.Home);
        Assert.Matches("[[]CS301[]]", workspace.Inside("true", "--desktop").ExpectExit(125).ErrorText);
    }

    private static ProcessResult Long(Workspace workspace, string script, params IReadOnlyList<string> options) => ProcessRun.Run(Request(workspace, script, options));

    private static ProcessRequest Request(Workspace workspace, string script, params IReadOnlyList<string> options) =>
        workspace.InsideRequest(script, options) with { TimeLimit = TimeSpan.FromSeconds(150) };

    // Xvfb's dump has blue, green, red and a byte of nothing.
    private static int Pixels(byte[] dump)
    {
        byte[] pixel = [0x34, 0xab, 0x12];
        int count = 0;
        for (int i = 0; i + 4 <= dump.Length; i += 4)
        {
            count += dump.AsSpan(i, 3).SequenceEqual(pixel) ? 1 : 0;
        }

        return count;
    }
}
