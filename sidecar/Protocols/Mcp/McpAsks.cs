using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What a request to a tool server asks of the policies, each message by itself.</summary>
internal static class McpAsks
{
    public static ImmutableArray<McpAsk> Of(McpRequest request)
    {
        if (request is { IsBatch: false, First: { } only }) return Of(request.Server, only);

        var asks = ImmutableArray.CreateBuilder<McpAsk>();
        foreach (var message in request.Messages) asks.AddRange(Of(request.Server, message));
        if (asks.Count == 0) asks.Add(new(request.Server, McpSubject.Server));
        return asks.DrainToImmutable();
    }

    private static ImmutableArray<McpAsk> Of(string server, McpMessage message) => message.Method switch
    {
        McpMethod.ToolsCall => [new(server, McpSubject.Tool, message.Name)],
        McpMethod.PromptsGet => [new(server, McpSubject.Prompt, message.Name)],
        McpMethod.ResourcesRead or McpMethod.ResourcesSubscribe or McpMethod.ResourcesUnsubscribe => [new(server, McpSubject.Resource, message.Uri)],
        McpMethod.Complete when message.Name is not null => [new(server, McpSubject.Prompt, message.Name)],
        McpMethod.Complete => [new(server, McpSubject.Resource, message.Uri) { IsTemplate = true }],
        McpMethod.SubscriptionsListen when !message.Uris.IsEmpty => [new(server, McpSubject.Server), .. message.Uris.Select(uri => new McpAsk(server, McpSubject.Resource, uri))],
        _ => [new(server, McpSubject.Server)],
    };
}
