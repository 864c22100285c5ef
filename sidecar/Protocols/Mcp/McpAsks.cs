using System.Collections.Immutable;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What a request to a tool server asks of the policies, each message by itself.</summary>
internal static class McpAsks
{
    /// <param name="request">As it was read; its body is held for as long as the asks are judged.</param>
    /// <param name="tasks">The tasks that the agent was given: one is asked for as the tool whose task it is.</param>
    public static ImmutableArray<McpAsk> Of(McpRequest request, TaskLedger tasks)
    {
        if (request is { IsBatch: false, First: { } only }) return Of(request, only, tasks);

        var asks = ImmutableArray.CreateBuilder<McpAsk>();
        foreach (var message in request.Messages) asks.AddRange(Of(request, message, tasks));
        if (asks.Count == 0) asks.Add(new(request.Server, McpSubject.Server));
        return asks.DrainToImmutable();
    }

    private static ImmutableArray<McpAsk> Of(McpRequest request, McpMessage message, TaskLedger tasks) => message switch
    {
        { Method: McpMethod.ToolsCall } when request.Body is { } body =>
            [new(request.Server, McpSubject.Tool, message.Name) { Arguments = new ArgumentValues(body, message.Arguments).Read }],
        { TaskId: { } task } => [new(request.Server, McpSubject.Tool, tasks.ToolOf(request.Server, task))],
        _ => Of(request.Server, message),
    };

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
