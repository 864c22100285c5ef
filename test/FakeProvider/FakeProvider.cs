using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AiGateway.Fakes;

/// <summary>
/// A provider that speaks every provider's wire format, by path, and misbehaves on request (<see cref="Scripts.Behaviour"/>), for tests, the demo
/// and the bench; it must never become part of the product.
/// </summary>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _application;

    private FakeProvider(WebApplication application, SeenCalls seen)
    {
        _application = application;
        Seen = seen;
        var urls = application.Urls.Select(url => new Uri(url)).ToArray();
        Url = urls[0];
        AdminUrl = urls[^1];
    }

    /// <summary>Scheme, host and port; the API is below <c>/v1</c>.</summary>
    public Uri Url { get; }

    /// <summary>Where <c>/_seen</c> is.</summary>
    public Uri AdminUrl { get; }

    /// <summary>The base URL for a ProviderCredential or a client.</summary>
    public string BaseUrl => $"{Url.GetLeftPart(UriPartial.Authority)}/v1";

    /// <summary>What arrived.</summary>
    public SeenCalls Seen { get; }

    /// <summary>Listens; the caller disposes.</summary>
    public static async Task<FakeProvider> StartAsync(FakeProviderOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        var seen = new SeenCalls(options.Remember);
        var endpoint = new ProviderEndpoint(options, seen);
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(endpoint.HandleAsync);
        await application.StartAsync(cancellationToken);
        return new(application, seen);
    }

    /// <summary>Waits for SIGTERM or Ctrl-C.</summary>
    public Task RunToEndAsync() => _application.WaitForShutdownAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, FakeProviderOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 256 << 20;
        kestrel.Listen(options.Listen, listen =>
        {
            if (options.Certificate is { } certificate) listen.UseHttps(certificate);
        });
        if (options.AdminListen is { } admin) kestrel.Listen(admin);
    }
}
