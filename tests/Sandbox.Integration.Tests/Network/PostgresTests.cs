namespace Sandbox.Integration.Tests.Network;

/// <summary>A database by name, with its own protocol: the real psql and a real PostgreSQL.</summary>
public sealed class PostgresTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Psql(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string command = $"{PostgresServer.Programs()}/psql -U {PostgresServer.User} -d postgres -Atc \"select 'answer', 6 * 7\" ";
        string[] rules = ["--allow", $"{NamedHosts.Api}:{server.Port}", "--allow", $"127.0.0.1:{server.Port}"];

        _ = new ToolRun(workspace, rules).Check(
            "answer|42", "capture", $"{command} -h {NamedHosts.Api} -p {server.Port}", $"{command} -h {NamedHosts.Forbidden} -p {server.Port}", $"{command} -h {NamedHosts.Api} -p {ToolRun.OtherPort}");
    }
}
