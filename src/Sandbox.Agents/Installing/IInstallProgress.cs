namespace Sandbox.Agents.Installing;

/// <summary>Told what an install is doing, for people.</summary>
public interface IInstallProgress
{
    /// <summary>A new phase starts; the one before it is over.</summary>
    void Phase(string text);

    /// <summary>Nothing more is under way.</summary>
    void Finish();
}
