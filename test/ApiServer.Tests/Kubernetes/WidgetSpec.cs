namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>A number to change.</summary>
internal sealed record WidgetSpec
{
    public int Value { get; init; }
}
