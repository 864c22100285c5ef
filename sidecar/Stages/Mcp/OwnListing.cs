using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Ledgers;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// Lists a server's tools by the gateway itself, in the session of the call that needs it, where it is not known what definition a call would use. One listing a server at a time;
/// who comes meanwhile waits for it. Bounded in pages, bytes and time.
/// </summary>
internal sealed class OwnListing(ServerRequests requests, McpLedgers ledgers, BlockPool pool, TimeProvider clock)
{
    public const int MaxPages = 32;

    /// <summary>How long a listing may take, the wait for another's included.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const string Method = "tools/list";
    private static readonly string s_version = typeof(OwnListing).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>What pinning says of the tool, when the server's list is known or cannot be had.</summary>
    /// <exception cref="OperationCanceledException">The call was stopped.</exception>
    public async ValueTask<PinVerdict> CheckAsync(Exchange exchange, string tool)
    {
        var verdict = ledgers.Tools.Check(exchange.Server, tool);
        if (verdict != PinVerdict.Unknown || exchange.Request.Endpoint is not null) return verdict; // The HTTP+SSE transport answers on a stream that is the agent's.
        try
        {
            await ListAsync(exchange, tool);
        }
        catch (Exception broken) when (UpstreamFault.Is(broken) && exchange.Handle.Cause == StopCause.None)
        {
            // It stays unknown, and the call is refused.
        }

        return ledgers.Tools.Check(exchange.Server, tool);
    }

    private async Task ListAsync(Exchange exchange, string tool)
    {
        using var late = new CancellationTokenSource(Longest, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(late.Token, exchange.Handle.Token);
        var turn = _turns.GetOrAdd(exchange.Server.Provider.Name, static _ => new(1));
        await turn.WaitAsync(stopping.Token);
        try
        {
            if (ledgers.Tools.Check(exchange.Server, tool) == PinVerdict.Unknown) await ListPagesAsync(exchange, stopping.Token);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task ListPagesAsync(Exchange exchange, CancellationToken stopping)
    {
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var listing = await ListPageAsync(exchange, cursor, stopping);
            if (!listing.IsRead || listing.Next is null) return;
            cursor = listing.Next;
        }
    }

    private async Task<ToolListing> ListPageAsync(Exchange exchange, string? cursor, CancellationToken stopping)
    {
        if (requests.Build(exchange, Message(exchange.Request, cursor), Method).Stops(out _, out var request)) return default;
        await using var wire = new ServerWire(exchange.Target.Provider.Http, request, pool, outlives: false);
        await wire.OpenAsync(stopping);
        if (AnswerFaults.Find(exchange, wire.Answer) is not null) return default;
        return AnswerFaults.FormOf(exchange, wire.Answer) switch
        {
            AnswerForm.Message => await ReadMessageAsync(exchange, wire, cursor, stopping),
            AnswerForm.Events => await ReadEventsAsync(exchange, wire, cursor, stopping),
            _ => default,
        };
    }

    private async Task<ToolListing> ReadMessageAsync(Exchange exchange, ServerWire wire, string? cursor, CancellationToken stopping)
    {
        int count;
        do count = await wire.ReadAsync(quiet: false, stopping);
        while (count > 0 && wire.Held.Length <= AnswerGate.MaxMessage);
        return count == 0 ? Take(exchange, wire.Held.Bytes, cursor) : default;
    }

    /// <summary>The first message that is a list of tools; what else the server says meanwhile is not for anybody.</summary>
    private async Task<ToolListing> ReadEventsAsync(Exchange exchange, ServerWire wire, string? cursor, CancellationToken stopping)
    {
        var splitter = new EventSplitter();
        while (await wire.ReadAsync(quiet: true, stopping) > 0 && wire.Held.Length <= AnswerGate.MaxMessage)
        {
            while (wire.Held.Length > 0 && splitter.TryFindEnd(wire.Held.Bytes, out var length, out var isTail))
            {
                var listing = isTail ? default : TakeEvent(exchange, wire.Held.Bytes.Slice(0, length), cursor);
                if (listing.IsRead) return listing;
                wire.Held.Consume(length);
            }
        }

        return default;
    }

    private ToolListing TakeEvent(Exchange exchange, in ReadOnlySequence<byte> frame, string? cursor)
    {
        using var whole = new PooledBytes();
        foreach (var part in frame) whole.Write(part.Span);
        using var read = ServerEvent.Read(whole.Written);
        return read.Kind == ServerEventKind.Message && !read.Data.IsEmpty ? Take(exchange, new(read.Data), cursor) : default;
    }

    private ToolListing Take(Exchange exchange, in ReadOnlySequence<byte> answer, string? cursor) => ToolLists.Take(exchange.Server, ledgers.Tools, answer, cursor);

    private ReadOnlyMemory<byte> Message(McpRequest request, string? cursor)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WriteString("id", $"aigateway-{Interlocked.Increment(ref _last)}");
        json.WriteString("method", Method);
        json.WriteStartObject("params");
        if (cursor is not null) json.WriteString("cursor", cursor);
        if (request.Era == McpEra.Modern) WriteMeta(json, request.Version);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    /// <summary>Each request says by itself who asks and what it can (MCP 2026-07-28, Base Protocol): nothing.</summary>
    private static void WriteMeta(Utf8JsonWriter json, string? version)
    {
        json.WriteStartObject("_meta");
        json.WriteString("io.modelcontextprotocol/protocolVersion", version);
        json.WriteStartObject("io.modelcontextprotocol/clientCapabilities");
        json.WriteEndObject();
        json.WriteStartObject("io.modelcontextprotocol/clientInfo");
        json.WriteString("name", "aigateway");
        json.WriteString("version", s_version);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
