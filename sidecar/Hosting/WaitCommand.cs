using System.Net;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Hosting;

/// <summary><c>wait [--timeout 60s]</c>: ends with 0 when the sidecar of this pod is ready, with 1 when it is not in time. The hook that holds the agent back.</summary>
internal static class WaitCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string[] arguments, int healthPort, TimeProvider time)
    {
        if (ReadTimeout(arguments) is not { } timeout)
        {
            await Console.Error.WriteLineAsync("usage: wait [--timeout DURATION], as: wait --timeout 60s");
            return SidecarOptionsReader.ConfigurationExitCode;
        }

        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(1) };
        var ready = new Uri($"http://127.0.0.1:{healthPort}/readyz");
        var began = time.GetTimestamp();
        do
        {
            if (await IsReadyAsync(client, ready)) return 0;
            await Task.Delay(Pause, time);
        }
        while (time.GetElapsedTime(began) < timeout);

        await Console.Error.WriteLineAsync("the sidecar did not become ready in time");
        return 1;
    }

    private static TimeSpan? ReadTimeout(string[] arguments) => arguments switch
    {
        [] => DefaultTimeout,
        ["--timeout", var text] when Duration.TryParse(text, out var timeout) => timeout,
        _ => null,
    };

    private static async Task<bool> IsReadyAsync(HttpClient client, Uri ready)
    {
        try
        {
            using var answer = await client.GetAsync(ready);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
