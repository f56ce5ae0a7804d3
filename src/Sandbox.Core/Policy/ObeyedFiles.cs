namespace Sandbox.Core.Policy;

/// <summary>
/// Files that are a project's own and stay writable, and that programs outside run or obey once somebody uses them there (GW-17 to
/// GW-20). Changes are reported when the sandbox ends.
/// </summary>
public static class ObeyedFiles
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // Agents and editors, on opening the directory.
        ".mcp.json", ".aider.conf.yml", ".exrc", ".nvim.lua", ".vimrc", ".dir-locals.el", ".projectile",

        // Shells and what they load on entering it.
        ".envrc", ".env", ".env.local", "mise.toml", ".mise.toml", ".tool-versions", ".nvmrc", ".ruby-version", ".python-version", ".bashrc", ".profile", ".zshenv", ".inputrc", ".tmux.conf",
        ".wgetrc", ".curlrc", ".netrc", ".gdbinit", ".lldbinit", ".psqlrc", ".Rprofile", ".irbrc", ".pdbrc", ".screenrc",

        // git.
        ".gitmodules", ".gitattributes", ".pre-commit-config.yaml", "lefthook.yml",

        // Builds, tests and deployments.
        "package.json", ".npmrc", ".yarnrc.yml", ".pnpmfile.cjs", "pyproject.toml", "setup.py", "conftest.py", "sitecustomize.py", "pyvenv.cfg", "tox.ini", "Makefile", "makefile", "GNUmakefile", "justfile",
        "Taskfile.yml", "build.rs", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "nuget.config", "global.json", "Gemfile", "composer.json", "Dockerfile",
        "compose.yml", "compose.yaml", "docker-compose.yml", "docker-compose.yaml", ".gitlab-ci.yml", "Jenkinsfile", "CODEOWNERS", "renovate.json", "flake.nix", "shell.nix", "default.nix",
        "gradlew", "mvnw", "gradle-wrapper.properties", "maven-wrapper.properties", "extensions.xml",
    };

    private static readonly string[] Endings = [".code-workspace", ".csproj", ".fsproj", ".pth", ".sln"];

    private static readonly string[] Directories = [".github", ".circleci", ".buildkite", ".husky", ".cargo", ".mise"];

    /// <summary>Whether a file of this name is obeyed wherever it lies.</summary>
    public static bool Has(string name) => Names.Contains(name) || Array.Exists(Endings, e => name.EndsWith(e, StringComparison.Ordinal));

    /// <summary>Whether everything in a directory of this name is.</summary>
    public static bool HasDirectory(string name) => Array.Exists(Directories, d => string.Equals(d, name, StringComparison.Ordinal));
}
