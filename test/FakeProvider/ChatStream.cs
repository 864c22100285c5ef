using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Fakes;

/// <summary>A chat completion as server-sent events: the role first, words, the finish, the usage where it was asked for, [DONE].</summary>
internal static class ChatStream
{
    public static async Task WriteAsync(HttpContext http, ChatRequest request, Behaviour behaviour)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache, must-revalidate";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var head = new ChunkHead(ChatJson.NewId(), request.Model, request.IncludeUsage);
        await SendAsync(http, ChatJson.Chunk(head, json =>
        {
            json.WriteString("role", "assistant");
            json.WriteString("content", "");
            json.WriteNull("refusal");
        }));
        var count = await WriteWordsAsync(http, head, Words(request, behaviour), behaviour);
        if (behaviour.Kind == BehaviourKind.Cut)
        {
            await Answers.CutAsync(http);
            return;
        }
        await SendAsync(http, ChatJson.Chunk(head, static _ => { }, "stop"));
        if (request.IncludeUsage) await SendAsync(http, ChatJson.UsageChunk(head, request.PromptTokens, count));
        await SendAsync(http, "[DONE]"u8.ToArray());
    }

    private static async Task<int> WriteWordsAsync(HttpContext http, ChunkHead head, IEnumerable<string> words, Behaviour behaviour)
    {
        var count = 0;
        foreach (var word in words)
        {
            if (behaviour.Gap > TimeSpan.Zero) await Task.Delay(behaviour.Gap, http.RequestAborted);
            var text = behaviour.Kind == BehaviourKind.Stamp ? Stamp() : word;
            await SendAsync(http, ChatJson.Chunk(head, json => json.WriteString("content", text)));
            count++;
        }
        return count;
    }

    private static IEnumerable<string> Words(ChatRequest request, Behaviour behaviour) => behaviour.Kind switch
    {
        BehaviourKind.Long => Numbers(int.MaxValue),
        BehaviourKind.Stream or BehaviourKind.Stamp or BehaviourKind.Cut => Numbers(behaviour.First),
        _ => ChatJson.AnswerOf(request, behaviour).Split(' ').Select((word, index) => index == 0 ? word : " " + word),
    };

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"word{number} "));

    /// <summary>CLOCK_MONOTONIC in nanoseconds: what a client on this machine can compare with its own.</summary>
    private static string Stamp() =>
        ((long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency))).ToString(CultureInfo.InvariantCulture);

    private static async Task SendAsync(HttpContext http, byte[] data)
    {
        var line = new byte[data.Length + 8];
        "data: "u8.CopyTo(line);
        data.CopyTo(line, 6);
        "\n\n"u8.CopyTo(line.AsSpan(line.Length - 2));
        await http.Response.Body.WriteAsync(line, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
