namespace AiGateway.Sidecar.Limits;

/// <summary>The way to the operator, as far as counts need it.</summary>
/// <param name="IsConnected">Whether its stream is open.</param>
/// <param name="Ask">Has it asked soon for what leased counts lack; the number of the first word that will say all that they lack now.</param>
internal sealed record OperatorLink(Func<bool> IsConnected, Func<long> Ask)
{
    /// <summary>There is no operator.</summary>
    public static OperatorLink None { get; } = new(static () => false, static () => 0);
}
