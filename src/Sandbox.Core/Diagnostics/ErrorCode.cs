namespace Sandbox.Core.Diagnostics;

/// <summary>
/// Stable error codes. <c>docs/errors.md</c> lists each with its meaning and remedy; a test holds the two together.
/// The hundreds digit names the area: 1 policy and usage, 2 host, 3 backend, 4 authentication, 5 session and state, 6 agent.
/// </summary>
public enum ErrorCode
{
    None = 0,

    /// <summary>The command line cannot be understood.</summary>
    Usage = 101,

    /// <summary>One or more policy settings are invalid; all of them are listed.</summary>
    InvalidPolicy = 102,

    /// <summary>The project directory cannot be used.</summary>
    ProjectDirectory = 103,

    /// <summary>A host path named by the policy cannot be shared.</summary>
    HostPath = 104,

    /// <summary>A forward was asked for, but what it forwards is not there.</summary>
    Forward = 105,

    /// <summary>A name holds bytes that this program cannot carry faithfully.</summary>
    Encoding = 106,

    /// <summary>A configuration file or variable cannot be read, or says something that nothing understands.</summary>
    Configuration = 110,

    /// <summary>A project's configuration asks for more than holds without it, or somebody for more than the managed file lets.</summary>
    Loosening = 111,

    /// <summary>Generated files cannot be written where they were asked for.</summary>
    GeneratedFile = 120,

    /// <summary>A template of this program is wrong, or a value is none that it can hold.</summary>
    Template = 121,

    /// <summary>Unprivileged user namespaces are forbidden on this machine.</summary>
    UserNamespaces = 201,

    /// <summary>The kernel lacks a feature that the policy needs.</summary>
    KernelFeature = 202,

    /// <summary><c>/proc</c> is missing or unusable.</summary>
    NoProc = 203,

    /// <summary>The environment (HOME, XDG directories, user database) is unusable.</summary>
    HostEnvironment = 204,

    /// <summary>A part of this program's own installation is missing or does not match.</summary>
    Installation = 205,

    /// <summary>A port of this machine that was to be published cannot be listened on.</summary>
    PublishPort = 206,

    /// <summary>This program itself ran out of descriptors, memory or processes, or is given too few of them.</summary>
    Resources = 207,

    /// <summary>The control group that holds a sandbox's limits cannot be made.</summary>
    Limits = 220,

    /// <summary>A set-up step inside the executor failed.</summary>
    ExecutorStep = 301,

    /// <summary>The executor found the sandbox weaker than its plan and refused to start the command.</summary>
    SelfCheck = 302,

    /// <summary>The command was not found inside the sandbox.</summary>
    CommandNotFound = 303,

    /// <summary>The command exists inside the sandbox but cannot be executed.</summary>
    CommandNotExecutable = 304,

    /// <summary>The program that makes the sandbox in this one's place (bwrap, systemd-nspawn, QEMU) failed.</summary>
    Preparation = 305,

    /// <summary>The program that a backend needs is not installed, or the backend cannot be used here.</summary>
    Backend = 306,

    /// <summary>A backend needs root, and there is no way to it or nobody to act for.</summary>
    Escalation = 307,

    /// <summary>The virtual machine did not start, or ended before what runs in it.</summary>
    VirtualMachine = 310,

    /// <summary>There is no kernel for the virtual machine, it is damaged, or it cannot be made.</summary>
    VmImage = 311,

    /// <summary>No usable credential, or one that has expired.</summary>
    Credential = 401,

    /// <summary>Per-project state cannot be read or written.</summary>
    State = 501,

    /// <summary>Two projects hash to the same state directory.</summary>
    StateCollision = 502,

    /// <summary>The registry of running sandboxes cannot be used, or an entry in it is not this user's.</summary>
    Registry = 503,

    /// <summary>The project's sandbox runs with another policy than was asked for.</summary>
    PolicyDiffers = 504,

    /// <summary>No sandbox runs for the project.</summary>
    NotRunning = 505,

    /// <summary>The sandbox ended, or its owner did, before the session in it.</summary>
    SandboxGone = 506,

    /// <summary>The running sandbox cannot be talked to: its owner does not answer, or is of another version.</summary>
    Unanswered = 507,

    /// <summary>The agent program was not found.</summary>
    AgentNotFound = 601,

    /// <summary>Installing the agent failed, or what arrived is not what was asked for.</summary>
    AgentInstall = 602,
}
