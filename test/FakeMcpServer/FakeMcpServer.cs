using System.Collections.Immutable;
using AiGateway.Fakes.Mcp.Catalog;
using AiGateway.Fakes.Mcp.Methods;
using AiGateway.Fakes.Mcp.Scripts;
using AiGateway.Fakes.Mcp.Seen;
using AiGateway.Fakes.Mcp.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Fakes.Mcp;

/// <summary>
/// A tool server that speaks the real wire format of every revision of the protocol, on one URL where the revision has one, and misbehaves on request
/// (<see cref="Script"/>), for tests, the demo and the bench; it must never become part of the product.
/// </summary>
public sealed class FakeMcpServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ServerParts _parts;
    private readonly EventStreams _streams;

    private FakeMcpServer(WebApplication application, ServerParts parts, EventStreams streams, SeenRequests seen)
    {
        _application = application;
        _parts = parts;
        _streams = streams;
        Seen = seen;
        var urls = application.Urls.Select(url => new Uri(url)).ToArray();
        Root = urls[0];
        AdminUrl = urls[^1];
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri Root { get; }

    /// <summary>Where the admin paths are.</summary>
    public Uri AdminUrl { get; }

    /// <summary>The URL of both eras.</summary>
    public Uri Url => new(Root, "/mcp");

    /// <summary>The URL of the transport with two of them (2024-11-05).</summary>
    public Uri SseUrl => new(Root, "/sse");

    /// <summary>How it behaves.</summary>
    public ServerScript Script => _parts.Script;

    /// <summary>What it offers; changes are announced.</summary>
    public ToolCatalog Tools => _parts.Tools;

    /// <summary>What arrived.</summary>
    public SeenRequests Seen { get; }

    /// <summary>Streams of events that somebody reads now.</summary>
    public int OpenStreams => _streams.Open;

    /// <summary>Listens; the caller disposes.</summary>
    public static async Task<FakeMcpServer> StartAsync(FakeMcpServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        var parts = new ServerParts(options.Name, options.ToScript());
        var streams = new EventStreams(options.KeepAlive);
        var seen = new SeenRequests(options.Remember);
        var front = new Front(options, new(parts, streams, options.Hosts), new(parts, seen, streams), seen);
        var application = builder.Build();
        application.Run(front.HandleAsync);
        await application.StartAsync(cancellationToken);
        return new(application, parts, streams, seen);
    }

    /// <summary>Announces that what stands behind a URI changed.</summary>
    public void UpdateResource(string uri) => _parts.Changes.ResourceUpdated(uri);

    /// <summary>Announces that a list changed: tools, prompts or resources.</summary>
    public void AnnounceChange(string list) => _parts.Changes.ListChanged(list);

    /// <summary>Forgets all sessions, as a server that was restarted.</summary>
    public void EndSessions()
    {
        foreach (var session in _parts.Sessions.All.ToImmutableArray()) _parts.Sessions.End(session.Id);
    }

    /// <summary>Waits for SIGTERM or Ctrl-C.</summary>
    public Task RunToEndAsync() => _application.WaitForShutdownAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
        _parts.Dispose();
    }

    private static void Listen(KestrelServerOptions kestrel, FakeMcpServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 64 << 20;
        kestrel.Listen(options.Listen, listen =>
        {
            if (options.Certificate is { } certificate) listen.UseHttps(certificate);
        });
        if (options.AdminListen is { } admin) kestrel.Listen(admin);
    }
}
