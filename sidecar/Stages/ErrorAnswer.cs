using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Stages;

/// <summary>A provider's error, read: its bytes, and what they say.</summary>
internal sealed class ErrorAnswer(Body body, bool isWhole, ProviderError? error) : IDisposable
{
    public Body Body => body;

    /// <summary>Whether the body came whole and is not longer than an error's.</summary>
    public bool IsWhole => isWhole;

    /// <summary>What it says; null where it is no error of the provider's dialect.</summary>
    public ProviderError? Error => error;

    public void Dispose() => body.Dispose();
}
