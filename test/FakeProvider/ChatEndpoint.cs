using Microsoft.AspNetCore.Connections.Features;

namespace AiGateway.Fakes;

/// <summary>POST /v1/chat/completions: reads the script and plays it.</summary>
internal sealed class ChatEndpoint(FakeProviderOptions options)
{
    public Task AnswerAsync(HttpContext http, byte[] body)
    {
        if (ChatRequest.Read(body) is not { } request) return Answers.ErrorAsync(http, OpenAiError.NotJson);
        if (request.Model.Length == 0) return Answers.ErrorAsync(http, OpenAiError.NoModel);
        if (!options.Models.IsEmpty && !options.Models.Contains(request.Model)) return Answers.ErrorAsync(http, OpenAiError.UnknownModel(request.Model));

        return PlayAsync(http, request, request.Behaviour);
    }

    private static Task PlayAsync(HttpContext http, ChatRequest request, Behaviour behaviour) => behaviour.Kind switch
    {
        BehaviourKind.Error => Answers.ErrorAsync(http, OpenAiError.Scripted(behaviour.First), RetryAfter(behaviour)),
        BehaviourKind.Hang => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted),
        BehaviourKind.Reset => ResetAsync(http),
        BehaviourKind.Garbage => Answers.WriteAsync(http, 200, "<html>this is not JSON"u8.ToArray()),
        BehaviourKind.Slow => SlowAsync(http, request, behaviour),
        BehaviourKind.Cut when !request.Stream => CutAsync(http, request),
        _ => WholeAsync(http, request, behaviour),
    };

    private static int RetryAfter(Behaviour behaviour) => behaviour is { First: 429, Second: 0 } ? 7 : behaviour.Second;

    private static Task WholeAsync(HttpContext http, ChatRequest request, Behaviour behaviour) =>
        request.Stream ? ChatStream.WriteAsync(http, request, behaviour) : Answers.WriteAsync(http, 200, ChatJson.Completion(request, behaviour));

    private static async Task SlowAsync(HttpContext http, ChatRequest request, Behaviour behaviour)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(behaviour.First), http.RequestAborted);
        await WholeAsync(http, request, behaviour);
    }

    private static async Task CutAsync(HttpContext http, ChatRequest request)
    {
        var body = ChatJson.Completion(request, request.Behaviour);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await Answers.CutAsync(http);
    }

    private static Task ResetAsync(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new(true, 0); // The close below becomes a RST.
            socket.Close();
        }
        http.Abort();
        return Task.CompletedTask;
    }
}
