using AiGateway.Operator.Inject;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Reconcile;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.OperatorBench;

/// <summary>The real operator in this process, as it ships but for the tokens, which name pods themselves, and for what it logs.</summary>
internal static class OperatorApp
{
    /// <summary>Starts it, and says its addresses on one line: of streams, of the webhook, of health.</summary>
    public static async Task<WebApplication> StartAsync(OperatorOptions options, Action<IServiceCollection> addMode, CancellationToken cancellationToken)
    {
        var app = OperatorHost.Build(options with { StreamPort = 0, WebhookPort = 0, HealthPort = 0 }, new InjectOptionsReader(_ => null).Read(nativeByDefault: false), services =>
        {
            addMode(services);
            services.AddSingleton<TokenCheck>(PodToken.CheckAsync);
            services.AddLogging(logging => logging.AddFilter(level => level >= LogLevel.Error));
        });
        await app.StartAsync(cancellationToken);
        await Console.Out.WriteLineAsync(string.Join(' ', app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses));
        return app;
    }
}
