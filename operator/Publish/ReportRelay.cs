using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>
/// Hands what this replica hears from its sidecars to the leader: everything at each connect, then whole states as they change. Nothing is queued:
/// of a sidecar that changed many times the newest state goes out. What the leader says back goes to the sidecars' streams. Idle on the leader itself.
/// </summary>
internal sealed partial class ReportRelay(
    StreamBoards boards, Func<Uri?> leader, HttpMessageInvoker http, RelayOptions options, ILogger<ReportRelay> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (leader() is { } address) await RelayAsync(address, stoppingToken);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested) Log.RelayBroke(logger, exception.GetType().Name, exception.Message);
            }

            await Task.Delay(Pause, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RelayAsync(Uri address, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var content = new RelayContent(boards, options);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, Protocol.RelayPath)) { Content = content };
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Headers.Host = options.ServerName;
        var token = await File.ReadAllTextAsync(options.TokenFile, over.Token);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        try
        {
            using var response = await http.SendAsync(request, over.Token);
            response.EnsureSuccessStatusCode();
            await WhileItLeadsAsync(response, address, over.Token);
        }
        finally
        {
            await over.CancelAsync();
            content.Stop();
        }
    }

    private async Task WhileItLeadsAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var ended = HearAsync(new(PipeReader.Create(body)), cancellationToken);
        while (leader() == address)
        {
            if (ended.IsCompleted)
            {
                await ended;
                return;
            }

            await Task.WhenAny(ended, Task.Delay(Pause, options.Time, cancellationToken));
        }
    }

    private async Task HearAsync(LineReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(RelayJson.Read, cancellationToken) is { } line)
        {
            if (line.Down is { } down) boards.Down.Deliver(down.PodUid, down.Word);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(230, LogLevel.Information, "The relay to the leader broke: {Kind}: {Why}")]
        public static partial void RelayBroke(ILogger logger, string kind, string why);
    }
}
