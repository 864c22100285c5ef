using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Sidecar.Calls;

/// <summary>What a stage returns: its evidence, or the refusal that ends the call.</summary>
internal readonly struct Step<T>
    where T : class
{
    private readonly object _outcome;

    private Step(object outcome) => _outcome = outcome;

    public static implicit operator Step<T>(T value) => new(value);

    public static implicit operator Step<T>(Refusal refusal) => new(refusal);

    /// <summary>True where the call ends here.</summary>
    public bool Stops([NotNullWhen(true)] out Refusal? refusal, [NotNullWhen(false)] out T? value)
    {
        refusal = _outcome as Refusal;
        value = _outcome as T;
        return value is null;
    }
}
