using System.Diagnostics.CodeAnalysis;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The end of a write: the object as it now is, or the API server's refusal. A server that cannot be reached is an exception.</summary>
internal readonly record struct KubeResult<T>
    where T : KubernetesObject
{
    private KubeResult(T? value, KubeError? error) => (Value, Error) = (value, error);

    public T? Value { get; }

    public KubeError? Error { get; }

    public static implicit operator KubeResult<T>(T value) => new(value, null);

    public static implicit operator KubeResult<T>(KubeError error) => new(null, error);

    public bool Failed([NotNullWhen(true)] out KubeError? error, [NotNullWhen(false)] out T? value)
    {
        (error, value) = (Error, Value);
        return error is not null;
    }

    /// <exception cref="KubeException">The write was refused.</exception>
    public T ValueOrThrow() => Value ?? throw new KubeException(Error ?? new KubeError { Code = 0, Reason = "Unknown", Message = "no answer" });
}
