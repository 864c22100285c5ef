namespace AiGateway.Fakes.Scripts;

/// <summary>A request that the provider refuses, thrown by its reader.</summary>
internal sealed class FaultException(Fault fault) : Exception(fault.Message)
{
    public FaultException(string message, string? param = null) : this(new Fault(FaultKind.Invalid, message, param))
    {
    }

    public Fault Fault => fault;
}
