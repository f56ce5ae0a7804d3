namespace Sandbox.Egress.Log;

/// <summary>Takes a record when a connection ends or is refused. May be called from many threads and never throws.</summary>
public interface IEgressLog
{
    void Write(EgressRecord record);
}
