namespace AiGateway.EndToEnd.Tests.Clusters;

/// <summary>A call as the provider saw it.</summary>
internal sealed record SeenCall(string Path, string Authorization, string Body);
