using System.Net;
using System.Text;
using AiGateway.Budget.Tests.Provider;

namespace AiGateway.Budget.Tests.Fleet;

/// <summary>One call of an agent, from its first try to its end.</summary>
internal sealed class AgentCall(Script script, Uri api) : IDisposable
{
    private readonly CancellationTokenSource _kill = new();

    public Script Script => script;

    /// <summary>What went wrong, where it failed.</summary>
    public string Why { get; private set; } = "";

    /// <summary>How often it was refused before it was let through, or not.</summary>
    public int Refusals { get; private set; }

    /// <summary>The agent goes away without a word.</summary>
    public void Kill() => _kill.Cancel();

    /// <summary>Calls, and again where it is refused, so many times.</summary>
    public async Task<Outcome> RunAsync(HttpMessageInvoker http, int tries)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var outcome = await TryAsync(http);
                if (outcome != Outcome.Refused || ++Refusals >= tries) return outcome;
                await Task.Delay(200, _kill.Token);
            }
        }
        catch (Exception exception) when (_kill.IsCancellationRequested && exception is OperationCanceledException or IOException or HttpRequestException)
        {
            return Outcome.Killed;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            Why = exception.ToString();
            return Outcome.Failed;
        }
    }

    public void Dispose() => _kill.Dispose();

    private async Task<Outcome> TryAsync(HttpMessageInvoker http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, "/openai/v1/chat/completions")) { Content = Body() };
        request.Headers.Authorization = new("Bearer", "placeholder");
        using var response = await http.SendAsync(request, _kill.Token);
        var text = await response.Content.ReadAsStringAsync(_kill.Token);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Why = text;
            return Outcome.Refused;
        }

        var isWhole = response.StatusCode == HttpStatusCode.OK && (script.Streams ? text.Contains("[DONE]", StringComparison.Ordinal) : text.Contains("It is done.", StringComparison.Ordinal));
        if (!isWhole) Why = $"{(int)response.StatusCode} {text}";
        return isWhole ? Outcome.Answered : Outcome.Failed;
    }

    private StringContent Body() => new(
        $$"""{"model":"book","stream":{{(script.Streams ? "true" : "false")}},"max_tokens":{{script.MaxTokens}},"messages":[{"role":"user","content":"{{BookProvider.Mark}}{{script.Id}}. {{new string('x', script.Length)}}"}]}""",
        Encoding.UTF8, "application/json");
}
